import type { Barcode, BarcodeType, RotatingBarcode } from '@billfold/google-wallet'
import type { PassContent } from '../passes/content/content.ts'
import { isGs1 } from '../passes/content/gs1.ts'
import { present } from '../passes/content/json.ts'
import { filled } from './values.ts'

type ContentBarcode = NonNullable<PassContent['barcode']>

const types: Readonly<Record<Exclude<ContentBarcode['format'], 'itf'>, BarcodeType>> = {
  qr: 'QR_CODE',
  pdf417: 'PDF_417',
  aztec: 'AZTEC',
  code128: 'CODE_128',
  code39: 'CODE_39',
  codabar: 'CODABAR',
  ean13: 'EAN_13',
}

/** Of interleaved codes Google draws those of 14 digits that GS1 has numbers for. */
export const isItf14 = isGs1(14)

function typeOf({ format, message }: ContentBarcode): BarcodeType {
  if (format !== 'itf') return types[format]
  return isItf14(message) ? 'ITF_14' : 'CODE_128'
}

/**
 * The barcode, or the one that turns where the pass has a key for it.
 *
 * @param rotatingKey the pass's own, in hexadecimal (RFC 6238)
 */
export function barcodesOf(
  barcode: ContentBarcode | undefined,
  rotatingKey: string | undefined,
): { barcode?: Barcode; rotatingBarcode?: RotatingBarcode } {
  if (barcode === undefined) return {}
  const { format, message, altText, encoding, rotating } = barcode
  const isUtf8 = encoding === 'utf-8' || (encoding === undefined && !isLatin1(message + rotating?.pattern))
  const look = {
    type: typeOf(barcode),
    ...present({
      alternateText: filled(altText),
      // Google knows no other encoding to choose, and this one for QR codes only.
      renderEncoding: format === 'qr' && isUtf8 ? ('UTF_8' as const) : undefined,
    }),
  }
  if (rotating === undefined || rotatingKey === undefined) return { barcode: { ...look, value: message } }
  return {
    rotatingBarcode: {
      ...look,
      valuePattern: rotating.pattern.replace('{code}', '{totp_value_0}'),
      totpDetails: {
        algorithm: 'TOTP_SHA1',
        periodMillis: String(rotating.periodSeconds * 1000),
        parameters: [{ key: rotatingKey, valueLength: rotating.digits }],
      },
    },
  }
}

/** What scanners expect where nothing is said. */
const isLatin1 = (text: string) => !/[^\0-\xff]/.test(text)
