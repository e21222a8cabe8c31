import type { PassJson } from '@billfold/pkpass'
import type { Kind } from '../../passes/content/content.ts'
import { isJsonObject, type JsonObject, present } from '../../passes/content/json.ts'
import { hexColor, styleOf } from './canonical-pass.ts'
import { detailsOfPass } from './details-of-pass.ts'
import { fieldsOfPass } from './fields-of-pass.ts'

/** What sort of campaign gives out passes like this one. */
export function kindOfPass(pass: PassJson): Kind {
  const style = styleOf(pass)
  if (style === 'storeCard') return isJsonObject(pass.semantics) && pass.semantics.balance ? 'giftCard' : 'loyalty'
  if (style !== 'boardingPass') return style ?? 'generic'
  return pass.boardingPass?.transitType === 'PKTransitTypeAir' ? 'boardingPass' : 'transit'
}

/**
 * A canonical pass in words of neither wallet, as far as there are words for it; what they do not say, the raw part of
 * the content adds.
 *
 * @param images the ids of its images by their roles
 * @param language that its texts are in
 */
export function contentOfPass(
  pass: PassJson,
  images: Readonly<Record<string, string>>,
  language: string | undefined,
): JsonObject {
  const kind = kindOfPass(pass)
  const style = styleOf(pass)
  const { organizationName, description, logoText, expirationDate, groupingIdentifier } = pass
  const eventName = kind === 'eventTicket' && isJsonObject(pass.semantics) ? pass.semantics.eventName : undefined
  return present({
    issuerName: textOf(organizationName),
    title: [eventName, logoText, description, organizationName].map(textOf).find((text) => text !== undefined),
    description: textOf(description),
    language,
    grouping: textOf(groupingIdentifier),
    logoText: typeof logoText === 'string' ? logoText : undefined,
    details: detailsOfPass(kind, pass),
    validity: typeof expirationDate === 'string' ? { until: expirationDate } : undefined,
    fields: style === undefined ? undefined : fieldsOfPass(pass[style] as JsonObject),
    colors: filled({
      background: hexColor(pass.backgroundColor),
      foreground: hexColor(pass.foregroundColor),
      label: hexColor(pass.labelColor),
    }),
    images: filled(images),
    barcode: barcodeOf(pass.barcodes),
    relevance: filled({
      dates: style === 'coupon' || style === 'storeCard' ? undefined : datesOf(pass.relevantDates),
      locations: locationsOf(pass.locations),
      maxDistanceMeters: pass.maxDistance,
    }),
  })
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function filled(part: JsonObject): JsonObject | undefined {
  const known = present(part)
  return Object.keys(known).length > 0 ? known : undefined
}

const barcodeFormats: Readonly<Record<string, string>> = {
  PKBarcodeFormatQR: 'qr',
  PKBarcodeFormatPDF417: 'pdf417',
  PKBarcodeFormatAztec: 'aztec',
  PKBarcodeFormatCode128: 'code128',
  PKBarcodeFormatCode39: 'code39',
  PKBarcodeFormatCodabar: 'codabar',
  PKBarcodeFormatEAN13: 'ean13',
  PKBarcodeFormatI2of5: 'itf',
}

function barcodeOf(barcodes: unknown): JsonObject | undefined {
  const first: unknown = Array.isArray(barcodes) ? barcodes[0] : undefined
  if (!isJsonObject(first)) return undefined
  const { format, message, altText, messageEncoding } = first
  const known = barcodeFormats[String(format)]
  if (known === undefined) return undefined
  const encoding = String(messageEncoding).toLowerCase()
  return present({
    format: known,
    message,
    altText,
    encoding: ['utf-8', 'iso-8859-1'].includes(encoding) ? encoding : undefined,
  })
}

function datesOf(relevantDates: unknown): JsonObject[] | undefined {
  if (!Array.isArray(relevantDates) || !relevantDates.every(isJsonObject)) return undefined
  return relevantDates.map(({ date, startDate, endDate }) =>
    date === undefined ? present({ from: startDate, until: endDate }) : { at: date },
  )
}

function locationsOf(locations: unknown): JsonObject[] | undefined {
  if (!Array.isArray(locations) || !locations.every(isJsonObject)) return undefined
  return locations.map(({ latitude, longitude, relevantText }) => present({ latitude, longitude, text: relevantText }))
}
