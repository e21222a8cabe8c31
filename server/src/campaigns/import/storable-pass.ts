import type { PassJson } from '@billfold/pkpass'
import { isJsonObject, maxDepth } from '../../passes/content/json.ts'
import type { Finding } from './finding.ts'

/** Within a draft a pass stands two levels down, in `content` and its raw part. */
const deepest = maxDepth - 2

/** A pass without what no draft can hold: characters that are none, the key `__proto__`, parts nested too deeply. */
export function storablePass(pass: PassJson): { readonly pass: PassJson; readonly findings: readonly Finding[] } {
  const findings: Finding[] = []
  return { pass: storable(pass, [], findings) as PassJson, findings }
}

function storable(value: unknown, path: readonly string[], findings: Finding[]): unknown {
  if (typeof value === 'string') {
    const text = storableText(value)
    if (text !== value) findings.push(characterLeftOut(path))
    return text
  }
  if (Array.isArray(value)) return value.map((part, index) => storable(part, [...path, `[${index}]`], findings))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
      const place = [...path, storableText(key)]
      const isTooDeep = typeof part === 'object' && part !== null && place.length > deepest
      if (key === '__proto__' || isTooDeep) {
        findings.push(partLeftOut(place, isTooDeep))
        return []
      }
      if (storableText(key) !== key) findings.push(characterLeftOut(place))
      return [[storableText(key), storable(part, place, findings)]]
    }),
  )
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair in JSON. */
function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

const placeOf = (path: readonly string[]) => path.join('.').replaceAll('.[', '[')

const characterLeftOut = (path: readonly string[]): Finding => ({
  path: placeOf(path),
  code: 'character_left_out',
  message: 'It has a character that is none: U+0000, or half of a surrogate pair.',
  fix: 'Look at the text in the draft.',
})

const partLeftOut = (path: readonly string[], isTooDeep: boolean): Finding => ({
  path: placeOf(path.slice(0, 4)),
  code: 'not_kept',
  message: isTooDeep ? `A part of it is nested deeper than ${deepest} levels.` : 'A key in it is "__proto__".',
  fix: 'If passes need it, build them with the library @billfold/pkpass.',
})
