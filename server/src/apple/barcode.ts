import type { Barcode, BarcodeFormat, PassJson } from '@billfold/pkpass'
import { symbologies } from '@billfold/pkpass/keys'
import type { PassContent } from '../passes/content/content.ts'
import { present } from '../passes/content/json.ts'

type ContentBarcode = NonNullable<PassContent['barcode']>

const formats: Readonly<Record<ContentBarcode['format'], BarcodeFormat>> = {
  qr: 'PKBarcodeFormatQR',
  pdf417: 'PKBarcodeFormatPDF417',
  aztec: 'PKBarcodeFormatAztec',
  code128: 'PKBarcodeFormatCode128',
  code39: 'PKBarcodeFormatCode39',
  codabar: 'PKBarcodeFormatCodabar',
  ean13: 'PKBarcodeFormatEAN13',
  itf: 'PKBarcodeFormatI2of5',
}

/** The first iOS that reads `barcodes`. */
const barcodesSinceIos = 9

/**
 * `barcodes`, and for iOS 8 and older `barcode`, which knows the two-dimensional formats only (Apple, *Pass.Barcodes*).
 * Phones before the formats of iOS 27 draw a Code 128 instead, which carries all that those can and which the same readers
 * read.
 */
export function barcodesOf(content: ContentBarcode | undefined): Pick<PassJson, 'barcodes' | 'barcode'> {
  if (content === undefined) return {}
  const barcode: Barcode = {
    format: formats[content.format],
    message: content.message,
    messageEncoding: content.encoding ?? (isLatin1(content.message) ? 'iso-8859-1' : 'utf-8'),
    ...present({ altText: content.altText }),
  }
  const { sinceIos, inBarcode } = symbologies[barcode.format]
  const older: Barcode[] = sinceIos > barcodesSinceIos ? [{ ...barcode, format: 'PKBarcodeFormatCode128' }] : []
  return { barcodes: [barcode, ...older], ...(inBarcode && { barcode }) }
}

/** What scanners expect; only a message that it cannot carry is written in UTF-8. */
const isLatin1 = (text: string) => !/[^\0-\xff]/.test(text)
