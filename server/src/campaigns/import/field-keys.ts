import type { PassJson } from '@billfold/pkpass'
import { slots } from '../../passes/content/fields.ts'
import { isJsonObject, type JsonObject } from '../../passes/content/json.ts'
import { styleOf } from './canonical-pass.ts'
import type { Finding } from './finding.ts'

const unfit = /[^A-Za-z0-9_-]/g
const maxLength = 64

/** A pass whose fields have keys that a campaign can have: letters, digits, `_` and `-`, each of them once. */
export function withFitKeys(pass: PassJson): { readonly pass: PassJson; readonly findings: readonly Finding[] } {
  const style = styleOf(pass)
  if (style === undefined) return { pass, findings: [] }
  const findings: Finding[] = []
  const taken = new Map<string, number>()
  const dictionary = pass[style] as JsonObject
  const fitted = slots.flatMap((slot): [string, unknown][] => {
    const group = dictionary[`${slot}Fields`]
    if (!Array.isArray(group)) return []
    const fields = group.map((field: unknown, index) => {
      if (!isJsonObject(field) || typeof field.key !== 'string') return field
      const key = fitKey(field.key, taken)
      if (key !== field.key) findings.push(renamed(`${style}.${slot}Fields[${index}].key`, field.key, key))
      return { ...field, key }
    })
    return [[`${slot}Fields`, fields]]
  })
  return { pass: { ...pass, [style]: { ...dictionary, ...Object.fromEntries(fitted) } }, findings }
}

/** @param taken the keys that there are already, each with the number that was last tried behind it */
function fitKey(key: string, taken: Map<string, number>): string {
  const base = key.replace(unfit, '-').slice(0, maxLength) || 'field'
  let candidate = base
  for (let number = taken.get(base) ?? 1; taken.has(candidate); ) {
    number++
    candidate = `${base.slice(0, maxLength - String(number).length - 1)}-${number}`
    taken.set(base, number)
  }
  if (!taken.has(candidate)) taken.set(candidate, 1)
  return candidate
}

const renamed = (path: string, before: string, after: string): Finding => ({
  path,
  code: 'field_key_renamed',
  message: `The key "${before}" is called "${after}" now.`,
  fix: 'Keys have letters, digits, "_" and "-", and each stands once on a pass.',
})
