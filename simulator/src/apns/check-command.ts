import type { Issue } from '@billfold/pkpass'
import { SimulatorError } from '../errors.ts'
import { type Act, type Command, type Rule, resetCodes } from './commands.ts'
import { isReason, statusOfReason } from './reasons.ts'

interface Field {
  readonly required?: true
  readonly fits: (value: unknown) => boolean
  readonly expected: string
}

type Fields = Readonly<Record<string, Field>>

const flag: Field = { fits: (value) => typeof value === 'boolean', expected: 'true or false' }
const text: Field = { fits: (value) => typeof value === 'string' && value !== '', expected: 'a text' }
const from = (least: number, most = Number.MAX_SAFE_INTEGER): Field => ({
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  expected:
    most === Number.MAX_SAFE_INTEGER ? `a whole number from ${least} on` : `a whole number from ${least} to ${most}`,
})
const required = (field: Field): Field => ({ ...field, required: true })
/** The longest time that a timer can be set to. */
const duration = from(0, 2 ** 31 - 1)

const rule: Fields = {
  deviceToken: text,
  times: {
    fits: (value: unknown) => value === 'always' || from(1).fits(value),
    expected: '"always" or a count from 1 on',
  },
}

const rules: Readonly<Record<Rule['kind'], Fields>> = {
  answer: {
    ...rule,
    reason: required(text),
    status: from(400, 599),
    timestamp: from(0),
    retryAfterSeconds: from(0),
  },
  slow: { ...rule, delayMs: required(duration) },
  silent: rule,
  'reset-stream': {
    ...rule,
    code: {
      fits: (value) => typeof value === 'string' && Object.hasOwn(resetCodes, value),
      expected: `one of ${Object.keys(resetCodes).join(', ')}`,
    },
  },
  goaway: { ...rule, hard: flag },
  disconnect: rule,
}

const acts: Readonly<Record<Act['kind'], Fields>> = {
  'max-concurrent-streams': { streams: required(from(0, 2 ** 31 - 1)) },
  'refuse-connections': { forMs: required(duration) },
  'close-connections': { hard: flag },
  'airplane-mode': { deviceToken: required(text), on: required(flag) },
  reset: {},
}

const kinds: Readonly<Record<Command['kind'], Fields>> = { ...rules, ...acts }

export function isAct(command: Command): command is Act {
  return Object.hasOwn(acts, command.kind)
}

/** @throws SimulatorError `apns_command_invalid`, with an issue for everything about it that does not fit */
export function requireCommand(value: unknown): asserts value is Command {
  const issues = issuesOf(value)
  if (issues.length === 0) return
  throw new SimulatorError('apns_command_invalid', issues.map((issue) => issue.message).join(' '), {
    fix: [...new Set(issues.map((issue) => issue.fix))].join(' '),
    issues,
  })
}

function issuesOf(value: unknown): readonly Issue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [unfit('', 'A command is not an object.', 'Give an object like {"kind":"silent"}.')]
  }
  const command: Readonly<Record<string, unknown>> = { ...value }
  const { kind } = command
  if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) {
    const message = `kind ${JSON.stringify(kind)} is unknown.`
    return [unfit('kind', message, `Use one of ${Object.keys(kinds).join(', ')}.`)]
  }
  const fields = kinds[kind as Command['kind']]
  const unknown = Object.keys(command).filter((name) => name !== 'kind' && !Object.hasOwn(fields, name))
  const allowed = Object.keys(fields).join(', ') || 'nothing but kind'
  return [
    ...unknown.map((name) => unfit(name, `${kind} does not take ${JSON.stringify(name)}.`, `Use ${allowed}.`)),
    ...Object.entries(fields).flatMap(([name, field]) => issuesOfField(name, command[name], field)),
    ...issuesOfStatus(command),
  ]
}

function issuesOfField(name: string, value: unknown, { required, fits, expected }: Field): readonly Issue[] {
  if (value === undefined ? !required : fits(value)) return []
  const message = value === undefined ? `${name} is missing.` : `${name} ${JSON.stringify(value)} does not fit.`
  return [unfit(name, message, `Give ${name} as ${expected}.`)]
}

function issuesOfStatus({ kind, reason, status }: Readonly<Record<string, unknown>>): readonly Issue[] {
  if (kind !== 'answer' || typeof reason !== 'string' || isReason(reason) || status !== undefined) return []
  const message = `reason ${JSON.stringify(reason)} is none of Apple's, so that its status is not known.`
  return [unfit('status', message, `Give a status too, or one of ${Object.keys(statusOfReason).join(', ')}.`)]
}

function unfit(path: string, message: string, fix: string): Issue {
  return { code: 'apns_command_invalid', severity: 'error', path, message, fix }
}
