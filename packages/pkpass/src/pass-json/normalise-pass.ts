import { isObject } from './describe.ts'
import { isHexColor, rgbOf } from './formats.ts'
import type { Type } from './key.ts'
import { passObject } from './tables/pass.ts'
import type { PassJson } from './types.ts'
import { color } from './values.ts'

/** Something that was written otherwise. */
export interface Normalisation {
  /** Where it stood. */
  readonly path: string
  readonly message: string
}

type JsonObject = Readonly<Record<string, unknown>>

/**
 * A pass.json of somebody else's, written as Apple documents it: keys that had other names in betas or in Apple's tools,
 * colours in hexadecimal, one object where a list belongs, the deprecated `barcode`, `relevantDate` in a list entry of
 * iOS 18. Nothing is lost, and what is not understood stays as it is. For imports: a builder writes what it is given.
 */
export function normalisePass(pass: JsonObject): {
  readonly pass: PassJson
  readonly changes: readonly Normalisation[]
} {
  const changes: Normalisation[] = []
  const renamed = normalise(passObject, pass, '', changes) as JsonObject
  return { pass: withDates(withBarcodes(renamed, changes), changes), changes }
}

function normalise(type: Type | undefined, value: unknown, path: string, changes: Normalisation[]): unknown {
  if (type === color && typeof value === 'string' && isHexColor(value)) {
    changes.push({ path, message: `${value} is written as ${rgbOf(value)}.` })
    return rgbOf(value)
  }
  if (type?.item !== undefined && (isObject(value) || Array.isArray(value))) {
    if (Array.isArray(value))
      return value.map((item, index) => normalise(type.item, item, `${path}[${index}]`, changes))
    changes.push({ path, message: 'It is put into a list.' })
    return [normalise(type.item, value, path, changes)]
  }
  return type?.keys !== undefined && isObject(value) ? normaliseObject(type, value, path, changes) : value
}

function normaliseObject(type: Type, object: JsonObject, path: string, changes: Normalisation[]): JsonObject {
  const { keys = {}, renamed = {} } = type
  const entries = Object.entries(object).flatMap(([key, value]) => {
    const place = path === '' ? key : `${path}.${key}`
    const name = Object.hasOwn(renamed, key) ? (renamed[key] ?? null) : key
    // The documented name, where both are given, is the one that was meant.
    if (name === null || (name !== key && object[name] !== undefined)) {
      changes.push({ path: place, message: name === null ? 'It is left out.' : `It is left out: there is ${name}.` })
      return []
    }
    const row = Object.hasOwn(keys, name) ? keys[name] : undefined
    if (name === key) return [[key, normalise(row?.type, value, place, changes)] as const]
    changes.push({ path: place, message: `It is written as ${name}.` })
    const inList = row?.type.item !== undefined && typeof value === 'string' ? [value] : value
    return [[name, normalise(row?.type, inList, place, changes)] as const]
  })
  return Object.fromEntries(entries)
}

function withBarcodes(pass: JsonObject, changes: Normalisation[]): JsonObject {
  if (!isObject(pass.barcode) || pass.barcodes !== undefined) return pass
  changes.push({ path: 'barcode', message: 'It is written into the list barcodes as well.' })
  return { ...pass, barcodes: [pass.barcode] }
}

function withDates(pass: JsonObject, changes: Normalisation[]): JsonObject {
  if (!Array.isArray(pass.relevantDates)) return pass
  const relevantDates = pass.relevantDates.map((entry: unknown, index) => {
    if (!isObject(entry) || entry.relevantDate === undefined || entry.date !== undefined) return entry
    const path = `relevantDates[${index}].relevantDate`
    changes.push({ path, message: 'It is written as date as well, which later systems read.' })
    return { date: entry.relevantDate, ...entry }
  })
  return { ...pass, relevantDates }
}
