import { rotatingBarcodeValue } from '@billfold/google-wallet'
import { describe, expect, it } from 'vitest'
import { faultsOf } from '../../test/google-judges.ts'
import type { PassContent } from '../passes/content/content.ts'
import { barcodesOf } from './barcode.ts'

type Barcode = NonNullable<PassContent['barcode']>

/** The barcodes, which every judge takes on an object. */
function made(barcode: Barcode | undefined, rotatingKey?: string) {
  const barcodes = barcodesOf(barcode, rotatingKey)
  expect(faultsOf('offer', 'object', { state: 'ACTIVE', ...barcodes })).toEqual([])
  return barcodes
}

describe('barcodes', () => {
  it.each([
    ['qr', 'QR_CODE', 'M1'],
    ['pdf417', 'PDF_417', 'M1'],
    ['aztec', 'AZTEC', 'M1'],
    ['code128', 'CODE_128', 'M1'],
    ['code39', 'CODE_39', 'M1'],
    ['codabar', 'CODABAR', '12-3'],
    ['ean13', 'EAN_13', '4006381333931'],
    ['itf', 'ITF_14', '00012345678905'],
  ] as const)('%s is %s', (format, type, message) => {
    expect(made({ format, message, altText: 'M 1' })).toEqual({
      barcode: { type, value: message, alternateText: 'M 1' },
    })
  })

  it.each(['1234', '00012345678906'])('an ITF that is no GTIN-14, %s, is a Code 128', (message) => {
    expect(made({ format: 'itf', message })).toEqual({ barcode: { type: 'CODE_128', value: message } })
  })

  it('none stay none', () => {
    expect(made(undefined)).toEqual({})
  })

  it.each([
    ['a message beyond Latin 1', { message: 'Żółć' }, 'UTF_8'],
    ['a message that asks for it', { message: 'M1', encoding: 'utf-8' }, 'UTF_8'],
    ['a Latin message', { message: 'Grüße' }, undefined],
    ['a message that asks for Latin 1', { message: 'M1', encoding: 'iso-8859-1' }, undefined],
    ['a PDF417, of which Google takes no encoding', { format: 'pdf417', message: 'Żółć' }, undefined],
  ] as const)('of %s are rendered in %3$s', (_, own, encoding) => {
    expect(made({ format: 'qr', ...own }).barcode?.renderEncoding).toBe(encoding)
  })
})

describe('a barcode that turns', () => {
  const rotating = { periodSeconds: 30, digits: 8, pattern: 'A17-{code}-$&' }
  const barcode: Barcode = { format: 'qr', message: 'A17', altText: 'A17', rotating }
  /** RFC 6238, Appendix B. */
  const key = Buffer.from('12345678901234567890').toString('hex')

  it('shows the codes of RFC 6238 at their place in the pattern', () => {
    const { barcode: still, rotatingBarcode = {} } = made(barcode, key)
    expect(still).toBeUndefined()
    expect(rotatingBarcode).toMatchObject({ type: 'QR_CODE', alternateText: 'A17' })
    const shownAt = (seconds: number) => rotatingBarcodeValue(rotatingBarcode, new Date(seconds * 1000))
    expect(shownAt(59)).toBe('A17-94287082-$&')
    expect(shownAt(1_111_111_109)).toBe('A17-07081804-$&')
  })

  it('stands still where there is no key for it, as on a wallet that cannot turn it', () => {
    expect(made(barcode)).toEqual({ barcode: { type: 'QR_CODE', value: 'A17', alternateText: 'A17' } })
  })

  it('keeps its form, and its encoding if the pattern needs it', () => {
    expect(made({ ...barcode, format: 'pdf417' }, key).rotatingBarcode?.type).toBe('PDF_417')
    const { rotatingBarcode } = made({ ...barcode, rotating: { ...rotating, pattern: 'Ż{code}' } }, key)
    expect(rotatingBarcode).toMatchObject({ renderEncoding: 'UTF_8', valuePattern: 'Ż{totp_value_0}' })
  })
})
