import type { Barcode, BarcodeFormat, PassJson } from '@billfold/pkpass'
import type { PassContent } from '../passes/content/content.ts'
import { present } from '../passes/content/json.ts'

type ContentBarcode = NonNullable<PassContent['barcode']>

const formats: Readonly<Record<ContentBarcode['format'], BarcodeFormat>> = {
  qr: 'PKBarcodeFormatQR',
  pdf417: 'PKBarcodeFormatPDF417',
  aztec: 'PKBarcodeFormatAztec',
  code128: 'PKBarcodeFormatCode128',
}

/** `barcodes`, and for iOS 8 and older `barcode`, which knows no Code 128 (Apple, *Pass.Barcodes*). */
export function barcodesOf(content: ContentBarcode | undefined): Pick<PassJson, 'barcodes' | 'barcode'> {
  if (content === undefined) return {}
  const barcode: Barcode = {
    format: formats[content.format],
    message: content.message,
    messageEncoding: content.encoding ?? (isLatin1(content.message) ? 'iso-8859-1' : 'utf-8'),
    ...present({ altText: content.altText }),
  }
  return content.format === 'code128' ? { barcodes: [barcode] } : { barcodes: [barcode], barcode }
}

/** What scanners expect; only a message that it cannot carry is written in UTF-8. */
const isLatin1 = (text: string) => !/[^\0-\xff]/.test(text)
