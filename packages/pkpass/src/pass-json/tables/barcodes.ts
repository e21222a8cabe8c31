/** Barcodes (Apple, *Pass.Barcodes*): what each symbology can hold, and since when Wallet draws it. */
import { issueOf } from '../../errors.ts'
import { isObject, quoted } from '../describe.ts'
import { isEncodingName } from '../encodings.ts'
import { barcodeFormats } from '../enums.ts'
import type { ObjectOf, Type } from '../key.ts'
import { keys, objectOf, requiredKeys } from '../object.ts'
import * as v from '../values.ts'

interface Symbology {
  readonly payload: RegExp
  readonly payloadRule: string
  /** The first iOS that draws it in `barcodes`. */
  readonly sinceIos: number
  /** Whether iOS 8 draws it, which reads `barcode`. */
  readonly inBarcode?: true
  /** How much its largest symbol holds; absent if the length of a line is all that limits it. */
  readonly capacity?: Capacity
}

interface Capacity {
  readonly digits: number
  /** Of the characters that it has a shorter form for. */
  readonly characters: number
  readonly shortCharacters: RegExp
  readonly bytes: number
}

const twoDimensional = { payload: /^/, payloadRule: 'any text', sinceIos: 9, inBarcode: true } as const

export const symbologies: Readonly<Record<(typeof barcodeFormats)[number], Symbology>> = {
  // ISO/IEC 18004, table 7; 15438, 5.1.1; 24778, 4.3
  PKBarcodeFormatQR: {
    ...twoDimensional,
    capacity: { digits: 7089, characters: 4296, shortCharacters: /^[0-9A-Z $%*+./:-]*$/, bytes: 2953 },
  },
  PKBarcodeFormatPDF417: {
    ...twoDimensional,
    capacity: { digits: 2710, characters: 1850, shortCharacters: /^[\t\n\r -~]*$/, bytes: 1108 },
  },
  PKBarcodeFormatAztec: {
    ...twoDimensional,
    capacity: { digits: 3832, characters: 3067, shortCharacters: /^[\t\n\r -~]*$/, bytes: 1914 },
  },
  PKBarcodeFormatCode128: { payload: /^[\0-\x7f]*$/, payloadRule: 'ASCII characters', sinceIos: 9 },
  PKBarcodeFormatCode39: { payload: /^[0-9A-Z .$/+%-]*$/, payloadRule: '0-9 A-Z space . $ / + % -', sinceIos: 27 },
  PKBarcodeFormatCodabar: {
    payload: /^(?:[A-D][0-9$:/.+-]+[A-D]|[0-9$:/.+-]+)$/,
    payloadRule: '0-9 $ : / . + -, between A to D if wanted',
    sinceIos: 27,
  },
  PKBarcodeFormatEAN13: { payload: /^\d{12,13}$/, payloadRule: '12 digits, or 13 with the check digit', sinceIos: 27 },
  PKBarcodeFormatI2of5: { payload: /^(?:\d\d)+$/, payloadRule: 'an even number of digits', sinceIos: 27 },
}

/** IANA name, normally `iso-8859-1`. */
const encoding: Type<string> = {
  ...v.filledString,
  check(value, path, issues) {
    v.filledString.check(value, path, issues)
    if (typeof value !== 'string' || value === '' || isEncodingName(value)) return
    const fix = 'Use "iso-8859-1", or "utf-8" for characters that it lacks.'
    const doubt = 'Apple does not say what Wallet does with a code whose encoding it does not know.'
    issues.push(
      issueOf('ENCODING_UNKNOWN', path, `${quoted(value)} is no encoding that is known here.`, fix, { doubt }),
    )
  },
}

export const barcodeKeys = {
  ...requiredKeys(
    { sinceIos: 6 },
    {
      format: v.oneOf(barcodeFormats),
      message: v.filledString,
      messageEncoding: encoding,
    },
  ),
  ...keys({ sinceIos: 6 }, { altText: v.text }),
}

const barcodeObject = objectOf('Barcode', barcodeKeys)

export const barcode: Type<ObjectOf<typeof barcodeKeys>> = {
  ...barcodeObject,
  check(value, path, issues) {
    barcodeObject.check(value, path, issues)
    const { format, message, messageEncoding } = isObject(value) ? value : {}
    if (typeof message !== 'string' || message === '') return
    const symbology = symbologyOf(format)
    if (symbology && !(symbology.payload.test(message) && hasItsCheckDigit(format, message))) {
      issues.push(
        issueOf(
          'BARCODE_PAYLOAD_INVALID',
          `${path}.message`,
          `${format} cannot hold ${quoted(message)}.`,
          `It takes ${symbology.payloadRule}; use PKBarcodeFormatQR for anything else.`,
        ),
      )
    }
    const excess = symbology?.capacity && excessOf(message, messageEncoding, symbology.capacity)
    if (excess) {
      const fix = 'Put an identifier into the code, and keep the rest where it is looked up.'
      issues.push(issueOf('BARCODE_PAYLOAD_INVALID', `${path}.message`, `${format} ${excess}.`, fix))
    }
    if (typeof messageEncoding === 'string' && !isEncodable(message, messageEncoding)) {
      issues.push(
        issueOf(
          'BARCODE_NOT_ENCODABLE',
          `${path}.message`,
          `${quoted(message)} has characters that ${quoted(messageEncoding)} lacks.`,
          'Use "utf-8" as messageEncoding.',
        ),
      )
    }
  },
}

/** What is too much for a symbol, or nothing. */
function excessOf(message: string, encoding: unknown, capacity: Capacity): string | undefined {
  const isDigits = /^\d*$/.test(message)
  const isShort = isDigits || capacity.shortCharacters.test(message)
  const size = isShort ? message.length : Buffer.byteLength(message, encoding === 'iso-8859-1' ? 'latin1' : 'utf8')
  const max = isDigits ? capacity.digits : isShort ? capacity.characters : capacity.bytes
  if (size <= max) return undefined
  const unit = isDigits ? 'digits' : isShort ? 'characters' : 'bytes'
  return `holds at most ${max} ${unit}, and the message has ${size}`
}

export function symbologyOf(format: unknown): Symbology | undefined {
  return typeof format === 'string' && Object.hasOwn(symbologies, format)
    ? symbologies[format as keyof typeof symbologies]
    : undefined
}

/** GS1's: with weights 1 and 3 in turn, the digits of an EAN-13 add up to a multiple of ten. */
function hasItsCheckDigit(format: unknown, message: string): boolean {
  if (format !== 'PKBarcodeFormatEAN13' || message.length !== 13) return true
  const sum = [...message].reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}

/** By the encodings in use; of others nothing is known. */
function isEncodable(message: string, encoding: string): boolean {
  const name = encoding.toLowerCase()
  if (name === 'iso-8859-1') return !/[^\0-\xff]/.test(message)
  return name !== 'us-ascii' || !/[^\0-\x7f]/.test(message)
}
