import { type Issue, issueOf } from '../errors.ts'
import { isObject } from './describe.ts'
import { isHexColor, rgbOf } from './formats.ts'
import type { Type } from './key.ts'
import { passObject } from './tables/pass.ts'
import type { PassJson } from './types.ts'
import { color } from './values.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** What Pass Designer gives the things that it lists. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * A pass.json of somebody else's, written as Apple documents it: keys that had other names in betas or in Apple's tools,
 * colours in hexadecimal, one object where a list belongs, the deprecated `barcode`, `relevantDate` in an entry of iOS
 * 18.0; without the numbers that Pass Designer gives to fields, seats and actions. Nothing else is lost, and what is not
 * understood stays as it is. For imports: a builder writes what it is given.
 *
 * @returns `issues` names everything that is written otherwise now
 */
export function normalisePass(given: JsonObject): { readonly pass: PassJson; readonly issues: readonly Issue[] } {
  const issues: Issue[] = []
  const pass = normalise(passObject, given, '', issues) as JsonObject
  return { pass: withDates(withBarcodes(pass, issues), issues), issues }
}

function normalise(type: Type | undefined, value: unknown, path: string, issues: Issue[]): unknown {
  if (type === color && typeof value === 'string' && isHexColor(value)) {
    issues.push(normalised(path, `${value} is written as ${rgbOf(value)} now.`, `Write ${rgbOf(value)}.`))
    return rgbOf(value)
  }
  if (type?.item !== undefined && Array.isArray(value)) {
    return value.map((item, index) => normalise(type.item, item, `${path}[${index}]`, issues))
  }
  if (type?.item !== undefined && isObject(value)) {
    issues.push(normalised(path, 'It was one object, and stands in a list now.', 'Write a list.'))
    return [normalise(type.item, value, path, issues)]
  }
  return type?.keys !== undefined && isObject(value) ? normaliseObject(type, value, path, issues) : value
}

function normaliseObject(
  { keys = {}, renamed = {} }: Type,
  object: JsonObject,
  path: string,
  issues: Issue[],
): JsonObject {
  const prefix = path === '' ? '' : `${path}.`
  const entries = Object.entries(object).flatMap(([key, value]): [string, unknown][] => {
    const other = Object.hasOwn(renamed, key) ? renamed[key] : undefined
    if (other === null && typeof value === 'string' && uuid.test(value)) return []
    const name = typeof other === 'string' && object[other] === undefined ? other : key
    const type = Object.hasOwn(keys, name) ? keys[name]!.type : undefined
    if (name === key) return [[key, normalise(type, value, prefix + key, issues)]]
    const message = `Its name in Apple’s documentation is ${name}, and so it is called now.`
    issues.push(issueOf('KEY_RENAMED', prefix + key, message, `Write ${name}.`))
    const inList = type?.item !== undefined && typeof value === 'string' ? [value] : value
    return [[name, normalise(type, inList, prefix + name, issues)]]
  })
  return Object.fromEntries(entries)
}

function withBarcodes(pass: JsonObject, issues: Issue[]): JsonObject {
  if (!isObject(pass.barcode) || pass.barcodes !== undefined) return pass
  issues.push(normalised('barcode', 'It stands in the list barcodes as well now.', 'Write barcodes.'))
  return { ...pass, barcodes: [pass.barcode] }
}

function withDates(pass: JsonObject, issues: Issue[]): JsonObject {
  if (!Array.isArray(pass.relevantDates)) return pass
  const relevantDates = pass.relevantDates.map((entry: unknown, index) => {
    if (!isObject(entry) || entry.relevantDate === undefined || entry.date !== undefined) return entry
    const path = `relevantDates[${index}].relevantDate`
    issues.push(normalised(path, 'It stands beside it as date now, which later systems read.', 'Write date.'))
    return { date: entry.relevantDate, ...entry }
  })
  return { ...pass, relevantDates }
}

function normalised(path: string, message: string, fix: string): Issue {
  return issueOf('VALUE_NORMALISED', path, message, fix)
}
