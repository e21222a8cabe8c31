import { readFieldPath } from '../google/api/field-path.ts'
import { date, money } from '../google/card/format-value.ts'
import { localized, textOf } from '../google/card/texts.ts'
import type { PassData } from '../google/card/title-area.ts'
import { isObject, type JsonObject, objectsIn, textAt } from '../json.ts'
import { labelOf } from './labels.ts'

/** How and when a phone shows something. */
export interface AndroidViewing {
  /** BCP 47. */
  readonly language: string
  /** IANA name. */
  readonly timeZone: string
  readonly at: Date
}

export interface AndroidField {
  readonly label: string
  readonly value: string
}

/** What a card shows for a reference (`FieldReference`); undefined where the pass has nothing there. */
export function fieldAt(
  pass: PassData,
  { fieldPath, dateFormat }: { readonly fieldPath?: unknown; readonly dateFormat?: unknown },
  viewing: AndroidViewing,
): AndroidField | undefined {
  const path = readFieldPath(String(fieldPath))
  if (!path) return undefined
  let parent: JsonObject = {}
  let found: unknown = path.side === 'class' ? pass.passClass : pass.object
  let key = ''
  for (const step of path.steps) {
    if ('id' in step) found = objectsIn(found).find((item) => item.id === step.id)
    else {
      if (!isObject(found)) return undefined
      parent = found
      key = step.key
      found = parent[key]
    }
  }
  const inLanguage = isObject(found) || Array.isArray(found) ? undefined : textOf(parent, key, viewing.language)
  const value = written(inLanguage ?? found, String(dateFormat), viewing)
  if (value === undefined) return undefined
  const names = path.steps.map((step) => ('key' in step ? step.key : undefined)).filter((name) => name !== undefined)
  const own = labelIn(found, viewing.language) ?? (key === 'balance' ? labelIn(parent, viewing.language) : undefined)
  return { label: own ?? labelOf([path.side, ...names].join('.'), pass.passClass, viewing.language), value }
}

/** What a value carries as its own label: a text module its header, points their label; links and images have none. */
function labelIn(value: unknown, language: string): string | undefined {
  if (!isObject(value)) return undefined
  if ('uri' in value || 'mainImage' in value) return ''
  if ('body' in value || 'localizedBody' in value) return textOf(value, 'header', language) ?? ''
  return textOf(value, 'label', language)
}

/** How kinds of objects are written, by a field that only they have; the first that fits is taken. */
const writings: readonly (readonly [
  string,
  (value: JsonObject, viewing: AndroidViewing, dateFormat: string) => string | undefined,
])[] = [
  ['defaultValue', (value, { language }) => localized(value, language)],
  ['currencyCode', (value, { language }) => money(value, language)],
  ['date', (value, { language, timeZone }, format) => date(String(value.date), format, language, timeZone)],
  ['balance', (value, viewing, format) => written(value.balance, format, viewing)],
  ['money', (value, { language }) => money(value.money, language)],
  ['int', (value, viewing, format) => written(value.int, format, viewing)],
  ['double', (value, viewing, format) => written(value.double, format, viewing)],
  ['string', (value) => textAt(value, 'string')],
  ['localizedBody', (value, { language }) => textOf(value, 'body', language)],
  ['body', (value, { language }) => textOf(value, 'body', language)],
  ['uri', (value, { language }) => textOf(value, 'description', language) ?? textAt(value, 'uri')],
  ['mainImage', (value, viewing, format) => written(value.mainImage, format, viewing)],
  ['sourceUri', (value, { language }) => `[${localized(value.contentDescription, language) ?? 'image'}]`],
  ['privateImageId', (value, { language }) => `[${localized(value.contentDescription, language) ?? 'image'}]`],
]

function written(value: unknown, dateFormat: string, viewing: AndroidViewing): string | undefined {
  const { language, timeZone } = viewing
  if (typeof value === 'string')
    return value === '' ? undefined : (date(value, dateFormat, language, timeZone) ?? value)
  if (typeof value === 'number') return new Intl.NumberFormat(language).format(value)
  if (Array.isArray(value)) {
    const texts = value.map((item) => written(item, dateFormat, viewing)).filter((text) => text !== undefined)
    return texts.length > 0 ? texts.join(', ') : undefined
  }
  if (!isObject(value)) return undefined
  const [, write] = writings.find(([key]) => key in value) ?? []
  return write?.(value, viewing, dateFormat)
}
