/** Barcodes (Apple, *Pass.Barcodes*): what each symbology can hold, and since when Wallet draws it. */
import { type Issue, issueOf } from '../errors.ts'
import { barcodeFormats } from './enums.ts'
import { checkShape, filledText, isObject, listOf, oneOf, type Rule, shape, text, wrongType } from './rules.ts'

interface Symbology {
  readonly payload: RegExp
  readonly payloadRule: string
  /** The first iOS that draws it in `barcodes`. */
  readonly sinceIos: number
}

const anyPayload = { payload: /^/, payloadRule: 'any text', sinceIos: 9 }

const symbologies: Readonly<Record<(typeof barcodeFormats)[number], Symbology>> = {
  PKBarcodeFormatQR: anyPayload,
  PKBarcodeFormatPDF417: anyPayload,
  PKBarcodeFormatAztec: anyPayload,
  PKBarcodeFormatCode128: { payload: /^[\0-\x7f]*$/, payloadRule: 'ASCII characters', sinceIos: 9 },
  PKBarcodeFormatCode39: { payload: /^[0-9A-Z .$/+%-]*$/, payloadRule: '0-9 A-Z space . $ / + % -', sinceIos: 27 },
  PKBarcodeFormatCodabar: {
    payload: /^(?:[A-D][0-9$:/.+-]+[A-D]|[0-9$:/.+-]+)$/,
    payloadRule: '0-9 $ : / . + -, between A to D if wanted',
    sinceIos: 27,
  },
  PKBarcodeFormatEAN13: { payload: /^\d{12,13}$/, payloadRule: '12 or 13 digits', sinceIos: 27 },
  PKBarcodeFormatI2of5: { payload: /^(?:\d\d)+$/, payloadRule: 'an even number of digits', sinceIos: 27 },
}

/** What iOS 8 and older can draw. */
const oldFormats: readonly string[] = ['PKBarcodeFormatQR', 'PKBarcodeFormatPDF417', 'PKBarcodeFormatAztec']

const barcodeShape = shape(
  { format: oneOf(barcodeFormats), message: filledText, messageEncoding: filledText, altText: text },
  ['format', 'message', 'messageEncoding'],
)

const anyBarcode: Rule = (value, path, issues) => {
  if (!isObject(value)) {
    issues.push(wrongType(value, path, 'an object'))
    return
  }
  checkShape(value, barcodeShape, `${path}.`, issues)
  const { format, message, messageEncoding } = value
  if (typeof message !== 'string' || typeof messageEncoding !== 'string') return
  const symbology = symbologyOf(format)
  if (symbology && message !== '' && !symbology.payload.test(message)) {
    issues.push(
      issueOf(
        'BARCODE_PAYLOAD_INVALID',
        `${path}.message`,
        `${format} cannot hold "${message}".`,
        `It takes ${symbology.payloadRule}; use PKBarcodeFormatQR for anything else.`,
      ),
    )
  }
  if (!isEncodable(message, messageEncoding)) {
    issues.push(
      issueOf(
        'BARCODE_NOT_ENCODABLE',
        `${path}.message`,
        `"${message}" has characters that ${messageEncoding} lacks.`,
        'Use "utf-8" as messageEncoding.',
      ),
    )
  }
}

/** The deprecated single barcode. */
export const barcode: Rule = (value, path, issues) => {
  anyBarcode(value, path, issues)
  const format = isObject(value) ? value.format : undefined
  if (!symbologyOf(format) || oldFormats.includes(String(format))) return
  issues.push(
    issueOf(
      'BARCODE_FORMAT_NOT_ALLOWED',
      `${path}.format`,
      `${format} is not possible in barcode.`,
      'Move it to barcodes; barcode is for iOS 8 and takes QR, PDF417 and Aztec.',
    ),
  )
}

/** In order of preference: a phone draws the first that it knows. */
export const barcodes: Rule = (value, path, issues) => {
  listOf(anyBarcode)(value, path, issues)
  if (Array.isArray(value)) issues.push(...fallbackIssues(value, path))
}

function fallbackIssues(list: readonly unknown[], path: string): Issue[] {
  const known = list.flatMap((element) => (isObject(element) ? (symbologyOf(element.format) ?? []) : []))
  const sinceIos = Math.min(...known.map((symbology) => symbology.sinceIos))
  if (known.length === 0 || sinceIos <= 9) return []
  return [
    issueOf(
      'BARCODE_WITHOUT_FALLBACK',
      path,
      `Phones before iOS ${sinceIos} draw none of these formats.`,
      'Add PKBarcodeFormatQR or PKBarcodeFormatCode128 as the last one.',
    ),
  ]
}

function symbologyOf(format: unknown): Symbology | undefined {
  return barcodeFormats.find((known) => known === format) && symbologies[format as keyof typeof symbologies]
}

/** By the encodings in use; of others nothing is known. */
function isEncodable(message: string, encoding: string): boolean {
  const name = encoding.toLowerCase()
  if (name === 'iso-8859-1') return !/[^\0-\xff]/.test(message)
  return name !== 'us-ascii' || !/[^\0-\x7f]/.test(message)
}
