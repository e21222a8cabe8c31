/** What readers read: barcodes and NFC (Apple, *Pass.Barcodes* and *Pass.NFC*). */

import { createPublicKey } from 'node:crypto'
import { type Issue, issueOf } from '../errors.ts'
import { isObject } from '../pass-json/describe.ts'
import { symbologyOf } from '../pass-json/tables/barcodes.ts'
import { objectsIn, type Subject } from './subject.ts'

/** The first iOS that draws barcodes of more than the old formats. */
const barcodesSinceIos = 9

export function checkBarcodes({ pass: { barcodes, barcode } }: Subject, issues: Issue[]): void {
  checkFallback(barcodes, issues)
  if (barcode === undefined) return
  if (isObject(barcode) && symbologyOf(barcode.format)?.inBarcode === undefined && symbologyOf(barcode.format)) {
    issues.push(
      issueOf(
        'BARCODE_FORMAT_NOT_ALLOWED',
        'barcode.format',
        `${barcode.format} is not possible in barcode.`,
        'Move it to barcodes; barcode is for iOS 8 and takes QR, PDF417 and Aztec.',
      ),
    )
  }
  if (barcodes === undefined) {
    const fix = 'Put it into the list barcodes; barcode may stay beside it.'
    issues.push(issueOf('KEY_DEPRECATED', 'barcode', 'Apple deprecates it in favour of barcodes.', fix))
  }
}

/** A phone that knows none of the formats shows no code at all. */
function checkFallback(barcodes: unknown, issues: Issue[]): void {
  const sinceIos = [...objectsIn(barcodes)].flatMap(([, { format }]) => symbologyOf(format)?.sinceIos ?? [])
  const first = Math.min(...sinceIos)
  if (sinceIos.length === 0 || first <= barcodesSinceIos) return
  issues.push(
    issueOf(
      'BARCODE_WITHOUT_FALLBACK',
      'barcodes',
      `Phones before iOS ${first} draw none of these formats.`,
      'Add PKBarcodeFormatQR or PKBarcodeFormatCode128 as the last one.',
      { untilIos: first - 1 },
    ),
  )
}

/** An X.509 SubjectPublicKeyInfo on P-256 in DER is that long, with a compressed point and with a whole one. */
const compressedLength = 59
const maxLength = 91

export function checkNfc({ pass: { nfc, sharingProhibited } }: Subject, issues: Issue[]): void {
  if (!isObject(nfc)) return
  const { encryptionPublicKey, requiresAuthentication } = nfc
  if (typeof encryptionPublicKey === 'string' && encryptionPublicKey !== '') checkKey(encryptionPublicKey, issues)
  if (requiresAuthentication === true && sharingProhibited !== true) {
    issues.push(
      issueOf(
        'NFC_SHAREABLE',
        'sharingProhibited',
        'Whoever gets the pass by sharing, on a phone before iOS 13.1, uses it without the authentication that it requires.',
        'Set sharingProhibited to true.',
      ),
    )
  }
}

function checkKey(base64: string, issues: Issue[]): void {
  const path = 'nfc.encryptionPublicKey'
  const der = derOf(base64)
  if (!der || !isOnP256(der)) {
    issues.push(
      issueOf(
        'NFC_KEY_INVALID',
        path,
        'It is no public key on P-256 in base64.',
        'Give what stands between BEGIN PUBLIC KEY and END PUBLIC KEY, on one line: ' +
          '`openssl ec -in key.pem -pubout -conv_form compressed`.',
      ),
    )
  } else if (der.length !== compressedLength) {
    issues.push(
      issueOf(
        'NFC_KEY_UNCOMPRESSED',
        path,
        'Its point is written in full.',
        'Write the key with `openssl ec -in key.pem -pubout -conv_form compressed`.',
        { doubt: 'Guides to readers say that phones want compressed points; Apple’s documentation does not say.' },
      ),
    )
  }
}

function derOf(base64: string): Buffer | undefined {
  if (base64.length > 4 * maxLength || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  return Buffer.from(base64, 'base64')
}

/** All passes of a template have the key of the same reader, and to read one takes as long as all the rest of a pass. */
const verdicts = new Map<string, boolean>()
const keptVerdicts = 32

function isOnP256(key: Buffer): boolean {
  const name = key.toString('latin1')
  const known = verdicts.get(name)
  if (known !== undefined) return known
  if (verdicts.size === keptVerdicts) verdicts.clear()
  const verdict = readsAsP256(key)
  verdicts.set(name, verdict)
  return verdict
}

function readsAsP256(key: Buffer): boolean {
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key, format: 'der', type: 'spki' })
    return asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}
