import type { Money as GoogleMoney, Image, LocalizedString, TimeInterval } from '@billfold/google-wallet'
import type { PassContent } from '../passes/content/content.ts'
import { present } from '../passes/content/json.ts'
import { fractionDigits, type Money } from '../passes/content/money.ts'

/** A text in the language of the content; undefined for none. */
export function localized(text: string | undefined, language: string): LocalizedString | undefined {
  return text ? { defaultValue: { language, value: text } } : undefined
}

/** A text, or undefined for an empty one, which Google shows as an empty line. */
export const filled = (text: string | undefined): string | undefined => text || undefined

/** Micros are millionths of the major unit, in whatever currency (Google Wallet API, *Money*). */
export function googleMoney({ amountMinor, currency }: Money): GoogleMoney {
  const micros = BigInt(amountMinor) * 10n ** BigInt(6 - fractionDigits(currency))
  return { micros: String(micros), currencyCode: currency }
}

/** A date-time as it is read at its place: to the millisecond, without its offset (Google Wallet API, *FlightClass*). */
export const localDateTime = (instant: string | undefined): string | undefined =>
  instant && /^[\d-]+T[\d:]+(\.\d{1,3})?/.exec(instant)?.[0]

export function timeInterval(validity: PassContent['validity']): TimeInterval | undefined {
  const { from, until } = validity ?? {}
  if (from === undefined && until === undefined) return undefined
  return { ...(from !== undefined && { start: { date: from } }), ...(until !== undefined && { end: { date: until } }) }
}

export function image(url: string, description: string | undefined, language: string): Image {
  return { sourceUri: { uri: url }, ...present({ contentDescription: localized(description, language) }) }
}
