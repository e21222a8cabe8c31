import { isObject } from '../pass-json/describe.ts'
import type { Type } from '../pass-json/key.ts'
import { passObject } from '../pass-json/tables/pass.ts'
import type { PassJson } from '../pass-json/types.ts'
import * as v from '../pass-json/values.ts'
import type { Translation } from './parse.ts'

/** What the tables call text for people. */
const localizable: ReadonlySet<unknown> = new Set([
  v.text,
  v.filledText,
  v.format,
  v.fieldValue,
  v.markup,
  v.textOfDigits,
])

/**
 * pass.json as a phone shows it that speaks the language of one pass.strings: every text that stands there as a key has
 * the text of the language in its place (Apple, *Creating the Source for a Pass*). What Apple does not call localizable,
 * and what is not known, stays as it is.
 */
export function translatePass(pass: Readonly<Record<string, unknown>>, translation: Translation): PassJson {
  return translate(passObject, pass, translation) as PassJson
}

function translate(type: Type | undefined, value: unknown, translation: Translation): unknown {
  if (typeof value === 'string') {
    return localizable.has(type) && Object.hasOwn(translation, value) ? translation[value] : value
  }
  if (Array.isArray(value)) return type?.item ? value.map((item) => translate(type.item, item, translation)) : value
  const { keys } = type ?? {}
  if (keys === undefined || !isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      translate(Object.hasOwn(keys, key) ? keys[key]!.type : undefined, part, translation),
    ]),
  )
}
