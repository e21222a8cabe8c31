import { isObject, type JsonObject, objectsIn, textAt } from '../../json.ts'

/**
 * The text of a `LocalizedString` for a language: its own, else that of the same language elsewhere, else the default
 * (Google Wallet API, *LocalizedString*).
 */
export function localized(value: unknown, language: string): string | undefined {
  if (!isObject(value)) return undefined
  const translations = [...objectsIn([value.defaultValue]), ...objectsIn(value.translatedValues)]
  const primary = (tag: unknown) => String(tag).toLowerCase().split('-')[0]
  const found =
    translations.find((item) => String(item.language).toLowerCase() === language.toLowerCase()) ??
    translations.find((item) => primary(item.language) === primary(language))
  return textAt(found, 'value') ?? textAt(value, 'defaultValue', 'value')
}

/** A text that may have a localized twin (`issuerName`, `localizedIssuerName`), which is preferred. */
export function textOf(resource: JsonObject, name: string, language: string): string | undefined {
  const twin = `localized${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const value = resource[name]
  const text = localized(resource[twin], language) ?? localized(value, language)
  return text ?? (typeof value === 'string' && value !== '' ? value : undefined)
}
