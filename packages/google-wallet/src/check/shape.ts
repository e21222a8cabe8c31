import type { EnumDescription, FieldDescription } from '../description.ts'
import { enums, schemas } from '../generated/schemas.ts'
import { describe, under } from '../issue.ts'
import { readOnlyKeys } from '../read-only-keys.ts'
import { verticals } from '../verticals.ts'
import { formatOf } from './formats.ts'
import { isObject, isUnspecified } from './json.ts'
import { longestTexts, mostItems, shownItems } from './limits.ts'
import { rulesOf } from './rules.ts'
import { guess, type Rule, type Run, report } from './run.ts'

export type SchemaName = keyof typeof schemas

type Check = (value: unknown, path: string, run: Run) => void

/** A schema made ready for walking: its fields with what is to be checked at each. */
interface Shape {
  readonly schema: SchemaName
  readonly fields: ReadonlyMap<string, { readonly isDeprecated: boolean; readonly check: Check }>
  readonly rules: readonly Rule[]
}

const shapes = new Map<SchemaName, Shape>()

/** Compiled when it is first needed, so that importing costs nothing. */
function shapeOf(schema: SchemaName): Shape {
  const known = shapes.get(schema)
  if (known !== undefined) return known
  const fields = Object.entries<FieldDescription>(schemas[schema]).map(([name, field]) => {
    return [name, { isDeprecated: field.deprecated === true, check: checkOf(schema, name, field) }] as const
  })
  const shape = { schema, fields: new Map(fields), rules: rulesOf(schema) }
  shapes.set(schema, shape)
  return shape
}

/** Reports everything that is wrong with a value of a schema, and with all that is in it. */
export function checkSchema(schema: SchemaName, value: unknown, path: string, run: Run): void {
  if (!isObject(value)) {
    wrongType(value, 'an object', path, run)
    return
  }
  const { fields, rules } = shapeOf(schema)
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (item === undefined) continue
    const field = fields.get(key)
    if (field === undefined) {
      unknownKey(schema, key, path, run)
      continue
    }
    if (field.isDeprecated) {
      report(run, 'KEY_DEPRECATED', under(path, key), `${key} is deprecated.`, 'Leave it out.')
    }
    if (item !== null || !run.isMerged) field.check(item, under(path, key), run)
  }
  for (const rule of rules) rule(value, path, run)
}

/** What is to be checked at a field of a schema. */
export function checkOf(schema: SchemaName, name: string, field: FieldDescription): Check {
  if (readOnlyKeys.has(name) && /(?:Class|Object)$/.test(schema)) return readOnly
  const check = single[field.type](schema, name, field)
  if (!field.list) return check
  const most = mostItems[`${schema}.${name}`] ?? mostItems[name]
  const shown = shownItems[`${schema}.${name}`] ?? shownItems[name]
  return (value, path, run) => {
    if (!Array.isArray(value)) return wrongType(value, 'a list', path, run)
    if (most !== undefined && value.length > most) {
      report(run, 'TOO_MANY_ITEMS', path, `It has ${value.length} items.`, `Google takes at most ${most}.`)
    } else if (shown !== undefined && value.length > shown) {
      report(run, 'ITEMS_NOT_SHOWN', path, `It has ${value.length} items.`, `A pass shows ${shown} of them.`)
    }
    const whole = run.isMerged ? { ...run, isMerged: false } : run
    for (const [index, item] of value.entries()) check(item, `${path}[${index}]`, whole)
  }
}

const readOnly: Check = (_, path, run) => {
  report(run, 'KEY_READ_ONLY', path, 'Only Google sets this.', 'Leave it out.')
}

const single: Readonly<
  Record<FieldDescription['type'], (schema: string, name: string, field: FieldDescription) => Check>
> = {
  string: textCheck,
  boolean: () => (value, path, run) => {
    if (typeof value !== 'boolean') wrongType(value, 'true or false', path, run)
  },
  double: () => (value, path, run) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) wrongType(value, 'a number', path, run)
  },
  int32: () => (value, path, run) => {
    if (!Number.isInteger(value)) wrongType(value, 'a whole number', path, run)
    else if ((value as number) !== ((value as number) | 0)) outOfRange(value, '32', path, run)
  },
  int64: int64Check,
  enum: (_, __, { of }) => enumCheck(enums[of as keyof typeof enums]),
  object: (_, __, { of, advisedLength }) => {
    const schema = of as SchemaName
    if (advisedLength === undefined) return (value, path, run) => checkSchema(schema, value, path, run)
    return (value, path, run) => {
      checkSchema(schema, value, path, run)
      for (const [key, text] of textsIn(value)) checkAdvice(text, advisedLength, under(path, key), run)
    }
  },
}

/** JSON has no 64 bits, so these are texts too; some are ids. */
function int64Check(schema: string, name: string): Check {
  const format = formatOf(schema, name)
  return (value, path, run) => {
    if (typeof value === 'string' && format !== undefined) format(value, path, run)
    else if (
      typeof value === 'number' ? !Number.isInteger(value) : !/^-?\d+$/.test(typeof value === 'string' ? value : '')
    ) {
      wrongType(value, 'a whole number, perhaps as text', path, run)
    } else if (typeof value === 'number' ? !Number.isSafeInteger(value) : !isInt64(value as string)) {
      outOfRange(value, '64', path, run)
    }
  }
}

function textCheck(schema: string, name: string, { advisedLength }: FieldDescription): Check {
  const format = formatOf(schema, name)
  const longest = longestTexts[`${schema}.${name}`]
  return (value, path, run) => {
    if (typeof value !== 'string') return wrongType(value, 'a text', path, run)
    if (format !== undefined && value !== '') format(value, path, run)
    if (advisedLength !== undefined) checkAdvice(value, advisedLength, path, run)
    if (longest !== undefined && value.length > longest && lengthOf(value) > longest) {
      report(run, 'TEXT_TOO_LONG', path, `It has ${lengthOf(value)} characters.`, `Use at most ${longest}.`)
    }
  }
}

function enumCheck({ values, aliases }: EnumDescription): Check {
  const good = new Set(values.filter((value) => !isUnspecified(value)))
  const known = [...good].join(', ')
  return (value, path, run) => {
    if (typeof value !== 'string') return wrongType(value, 'a text', path, run)
    if (good.has(value)) return
    const documented = Object.hasOwn(aliases, value) ? aliases[value] : undefined
    if (documented !== undefined) {
      report(run, 'VALUE_DEPRECATED', path, `"${value}" is an old spelling.`, `Write ${documented}.`)
    } else if (values.includes(value)) {
      report(run, 'VALUE_UNSPECIFIED', path, `"${value}" says nothing.`, `Leave it out, or write one of: ${known}.`)
    } else {
      const meant = guess(run, value, good)
      const fix = meant === undefined ? `Write one of: ${known}.` : `Did you mean ${meant}? Possible are: ${known}.`
      report(run, 'VALUE_UNKNOWN', path, `${describe(value)} is not possible here.`, fix)
    }
  }
}

function checkAdvice(text: string, advised: number, path: string, run: Run): void {
  if (text.length <= advised || lengthOf(text) <= advised) return
  const message = `It has ${lengthOf(text)} characters.`
  report(run, 'TEXT_LONGER_THAN_ADVISED', path, message, `Google advises at most ${advised}.`)
}

/** In characters as people count them, not in UTF-16 units. */
const lengthOf = (text: string) => [...text].length

/** The texts of a `LocalizedString` or of a balance, each with its key. */
function* textsIn(value: unknown): Generator<readonly [key: string, text: string]> {
  if (!isObject(value)) return
  const { defaultValue, translatedValues, string } = value
  if (typeof string === 'string') yield ['string', string]
  const translations = Array.isArray(translatedValues) ? translatedValues : []
  for (const [index, each] of [defaultValue, ...translations].entries()) {
    if (!isObject(each) || typeof each.value !== 'string') continue
    yield [index === 0 ? 'defaultValue.value' : `translatedValues[${index - 1}].value`, each.value]
  }
}

function unknownKey(schema: SchemaName, key: string, path: string, run: Run): void {
  report(run, 'KEY_UNKNOWN', under(path, key), `${schema} has no ${describe(key)}.`, fixForUnknown(schema, key, run))
}

function fixForUnknown(schema: SchemaName, key: string, run: Run): string {
  const { vertical, side } = run
  const row = verticals[vertical]
  const other = side === 'class' ? 'object' : 'class'
  if (schema === row[side] && Object.hasOwn(schemas[row[other]], key)) return `Set it on the ${other}.`
  const meant = guess(run, key, Object.keys(schemas[schema]))
  return meant === undefined ? 'Leave it out.' : `Did you mean ${meant}?`
}

function wrongType(value: unknown, expected: string, path: string, run: Run): void {
  const actual = value === null ? 'null' : describe(value)
  report(run, 'TYPE_WRONG', path, `It is ${actual}, not ${expected}.`, `Write ${expected}.`)
}

function outOfRange(value: unknown, bits: string, path: string, run: Run): void {
  report(
    run,
    'NUMBER_OUT_OF_RANGE',
    path,
    `${describe(value)} does not fit in ${bits} bits.`,
    'Write a smaller number.',
  )
}

function isInt64(digits: string): boolean {
  return digits.length < 19 || BigInt.asIntN(64, BigInt(digits)) === BigInt(digits)
}
