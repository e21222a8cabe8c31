import type { Issue } from '@billfold/pkpass'
import { SimulatorError, type SimulatorErrorCode } from '../errors.ts'

/** What a command may carry besides its kind: which values fit, and how that is told. */
export interface Field {
  readonly required?: true
  readonly fits: (value: unknown) => boolean
  readonly expected: string
}

export type Fields = Readonly<Record<string, Field>>

export const flag: Field = { fits: (value) => typeof value === 'boolean', expected: 'true or false' }
export const text: Field = { fits: (value) => typeof value === 'string' && value !== '', expected: 'a text' }
export const from = (least: number, most = Number.MAX_SAFE_INTEGER): Field => ({
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  expected:
    most === Number.MAX_SAFE_INTEGER ? `a whole number from ${least} on` : `a whole number from ${least} to ${most}`,
})
export const oneOf = (names: readonly string[]): Field => ({
  fits: (value) => typeof value === 'string' && names.includes(value),
  expected: `one of ${names.join(', ')}`,
})
export const required = (field: Field): Field => ({ ...field, required: true })
/** The longest time that a timer can be set to. */
export const duration = from(0, 2 ** 31 - 1)
/** For how much of what is to come a rule is used. */
export const times: Field = {
  fits: (value) => value === 'always' || from(1).fits(value),
  expected: '"always" or a count from 1 on',
}

/** Commands that a virtual service takes, by kind. */
export interface Grammar {
  readonly code: SimulatorErrorCode
  /** A command that fits, for the message. */
  readonly example: string
  readonly kinds: Readonly<Record<string, Fields>>
  /** Faults of fields that are right by themselves but not together. */
  readonly further?: (command: Readonly<Record<string, unknown>>) => readonly Unfit[]
}

export interface Unfit {
  readonly path: string
  readonly message: string
  readonly fix: string
}

/** @throws SimulatorError with the grammar's code, with an issue for everything about the command that does not fit */
export function requireFitting(grammar: Grammar, value: unknown): void {
  const issues = faultsOf(grammar, value).map((fault): Issue => ({ code: grammar.code, severity: 'error', ...fault }))
  if (issues.length === 0) return
  throw new SimulatorError(grammar.code, issues.map((issue) => issue.message).join(' '), {
    fix: [...new Set(issues.map((issue) => issue.fix))].join(' '),
    issues,
  })
}

function faultsOf({ kinds, example, further }: Grammar, value: unknown): readonly Unfit[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ path: '', message: 'A command is not an object.', fix: `Give an object like ${example}.` }]
  }
  const command: Readonly<Record<string, unknown>> = { ...value }
  const { kind } = command
  const fields = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  if (!fields) {
    const message = `kind ${JSON.stringify(kind)} is unknown.`
    return [{ path: 'kind', message, fix: `Use one of ${Object.keys(kinds).join(', ')}.` }]
  }
  const unknown = Object.keys(command).filter((name) => name !== 'kind' && !Object.hasOwn(fields, name))
  const allowed = Object.keys(fields).join(', ') || 'nothing but kind'
  return [
    ...unknown.map((name) => ({
      path: name,
      message: `${kind} does not take ${JSON.stringify(name)}.`,
      fix: `Use ${allowed}.`,
    })),
    ...Object.entries(fields).flatMap(([name, field]) => faultsOfField(name, command[name], field)),
    ...(further?.(command) ?? []),
  ]
}

function faultsOfField(name: string, value: unknown, { required, fits, expected }: Field): readonly Unfit[] {
  if (value === undefined ? !required : fits(value)) return []
  const message = value === undefined ? `${name} is missing.` : `${name} ${JSON.stringify(value)} does not fit.`
  return [{ path: name, message, fix: `Give ${name} as ${expected}.` }]
}
