/** The forms of texts, by field: the walk looks up here what a text at a place has to be. */
import { describe } from '../issue.ts'
import type { IssueCode } from '../issue-codes.ts'
import { dateProblem, offsetOf } from './date.ts'
import { type Run, report } from './run.ts'
import { checkCallbackUri, checkImageUri, checkUri } from './uri.ts'

export type Format = (text: string, path: string, run: Run) => void

/** A text that a pattern describes. */
function pattern(code: IssueCode, expected: RegExp, what: string, fix: string): Format {
  return (text, path, run) => {
    if (!expected.test(text)) report(run, code, path, `${describe(text)} is no ${what}.`, fix)
  }
}

const resourceId = pattern(
  'ID_INVALID',
  /^\d+\.[A-Za-z0-9._-]+$/,
  'id',
  'Write the issuer id, a dot, and a suffix of letters, digits, dots, _ and - only.',
)
const issuerId = pattern(
  'ISSUER_ID_INVALID',
  /^\d+$/,
  'issuer id',
  'Copy the number from the Google Pay & Wallet Console.',
)
const moduleId = pattern(
  'MODULE_ID_INVALID',
  /^[A-Za-z0-9_-]+$/,
  'id of a module',
  'Use letters, digits, _ and - only: dots would end the name in a fieldPath.',
)
const color = pattern(
  'COLOR_INVALID',
  /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i,
  'colour',
  'Write it as #rrggbb or #rgb, like #ffcc00.',
)
const country = pattern('COUNTRY_INVALID', /^[A-Z]{2}$/, 'country code', 'Write two capital letters, like DE.')
const currency = pattern('CURRENCY_INVALID', /^[A-Z]{3}$/, 'currency', 'Write three capital letters, like EUR.')
/** RFC 5646 §2.1 without its grandfathered tags. */
const language = pattern(
  'LANGUAGE_INVALID',
  /^(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?$/i,
  'language tag of BCP 47',
  'Write it like en-US, with hyphens.',
)
const airport = pattern('AVIATION_CODE_INVALID', /^[A-Z]{3}$/, 'IATA airport code', 'Write three capitals, like SFO.')
const airlineIata = pattern('AVIATION_CODE_INVALID', /^[A-Z0-9]{2}$/, 'IATA airline code', 'Write it like LX.')
const airlineIcao = pattern('AVIATION_CODE_INVALID', /^[A-Z]{3}$/, 'ICAO airline code', 'Write it like EZY.')
const flightNumber = pattern(
  'AVIATION_CODE_INVALID',
  /^\d+$/,
  'flight number',
  'Write digits only; the carrier has a field of its own.',
)
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what the field may hold, all of it.
const ascii = pattern('TEXT_NOT_ASCII', /^[\x00-\x7f]*$/, 'ASCII', 'Terminals read ASCII only.')
const sha256 = pattern('HASH_INVALID', /^[0-9a-f]{64}$/, 'hash', 'Write SHA-256 as 64 lower-case hexadecimal digits.')
const totpKey: Format = (text, path, run) => {
  // The message does not repeat the key: issues are logged.
  if (!/^(?:[0-9a-f]{2})+$/i.test(text)) {
    const fix = 'Write the bytes of the key as two hexadecimal digits each.'
    report(run, 'ROTATING_KEY_INVALID', path, 'The key is not in Base16.', fix)
  } else if (text.length < 32) {
    const message = `The key has ${text.length * 4} bits.`
    report(run, 'ROTATING_KEY_SHORT', path, message, 'Use at least 128 random bits, better 160 (RFC 4226 §4).')
  }
}

const date: Format = (text, path, run) => {
  const problem = dateProblem(text)
  if (problem === undefined) return
  report(run, 'DATE_INVALID', path, `${describe(text)} ${problem}.`, 'Write it like 2027-03-05T06:30:00+01:00.')
}
/** Google, FlightClass: a request with an offset is rejected, since the airport tells the zone. */
const localDate: Format = (text, path, run) => {
  date(text, path, run)
  if (dateProblem(text) !== undefined || offsetOf(text) === undefined) return
  const fix = 'Write the local time at the airport without an offset, like 2027-03-05T06:30:00.'
  report(run, 'DATE_OFFSET_FORBIDDEN', path, `${describe(text)} has an offset.`, fix)
}
export const dateWithOffset: Format = (text, path, run) => {
  if (dateProblem(text) !== undefined || offsetOf(text) !== undefined) return
  const fix = 'Add the offset to UTC, like +01:00 or Z.'
  report(run, 'DATE_OFFSET_MISSING', path, `${describe(text)} has no offset.`, fix)
}

const texts: Readonly<Record<string, Format>> = {
  'AirportInfo.airportIataCode': airport,
  'CallbackOptions.url': checkCallbackUri,
  'ActivationOptions.activationUrl': checkCallbackUri,
  'FlightCarrier.carrierIataCode': airlineIata,
  'FlightCarrier.carrierIcaoCode': airlineIcao,
  'FlightHeader.flightNumber': flightNumber,
  'FlightHeader.operatingFlightNumber': flightNumber,
  'ImageModuleData.id': moduleId,
  'ImageUri.uri': checkImageUri,
  'RotatingBarcodeTotpDetailsTotpParameters.key': totpKey,
  'SaveRestrictions.restrictToEmailSha256': sha256,
  'TextModuleData.id': moduleId,
  'Uri.id': moduleId,
  'Uri.uri': checkUri,
  'ValueAddedModuleData.uri': checkUri,
}

/** Fields that mean the same in every schema that has them. */
const textsEverywhere: Readonly<Record<string, Format>> = {
  classId: resourceId,
  countryCode: country,
  currencyCode: currency,
  hexBackgroundColor: color,
  language: language,
  languageOverride: language,
  linkedObjectIds: resourceId,
  linkedOfferIds: resourceId,
  redemptionIssuers: issuerId,
  smartTapRedemptionValue: ascii,
}

const dates: Readonly<Record<string, Format>> = {
  'DateTime.date': date,
  'EventDateTime.doorsOpen': date,
  'EventDateTime.end': date,
  'EventDateTime.start': date,
  'FlightClass.localBoardingDateTime': localDate,
  'FlightClass.localEstimatedOrActualArrivalDateTime': localDate,
  'FlightClass.localEstimatedOrActualDepartureDateTime': localDate,
  'FlightClass.localGateClosingDateTime': localDate,
  'FlightClass.localScheduledArrivalDateTime': localDate,
  'FlightClass.localScheduledDepartureDateTime': localDate,
  'PurchaseDetails.purchaseDateTime': date,
  'RotatingBarcodeValues.startDateTime': (text, path, run) => {
    date(text, path, run)
    dateWithOffset(text, path, run)
  },
  'TicketLeg.arrivalDateTime': date,
  'TicketLeg.departureDateTime': date,
}

export function formatOf(schema: string, field: string): Format | undefined {
  const isResource = /(?:Class|Object)$/.test(schema)
  if (isResource && field === 'id') return resourceId
  return texts[`${schema}.${field}`] ?? dates[`${schema}.${field}`] ?? textsEverywhere[field]
}

/** Whether a field holds a date as text; the schema `DateTime` is one as a whole. */
export function isDateField(schema: string, field: string): boolean {
  return `${schema}.${field}` in dates
}
