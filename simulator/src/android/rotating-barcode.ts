import { createHmac } from 'node:crypto'
import { isObject, type JsonObject, objectsIn, textAt, valueAt } from '../json.ts'

/** What a rotating barcode shows at a time (Google Wallet API, *Rotating barcodes*). */
export function rotatingValue(barcode: JsonObject, at: Date): string {
  const millis = at.getTime()
  if (isObject(barcode.initialRotatingBarcodeValues)) return valueMadeAhead(barcode.initialRotatingBarcodeValues, at)
  const details = isObject(barcode.totpDetails) ? barcode.totpDetails : {}
  const periodMs = Number(details.periodMillis)
  return (textAt(barcode, 'valuePattern') ?? '').replace(
    /\{totp_value_(\d+)\}|\{totp_timestamp_millis\}|\{totp_timestamp_seconds\}/g,
    (placeholder, index: string | undefined) => {
      if (placeholder === '{totp_timestamp_millis}') return String(millis)
      if (placeholder === '{totp_timestamp_seconds}') return String(Math.floor(millis / 1_000))
      const parameter = objectsIn(details.parameters)[Number(index)]
      const key = Buffer.from(textAt(parameter, 'key') ?? '', 'hex')
      return totp(key, Math.floor(millis / periodMs), Number(valueAt(parameter, 'valueLength')))
    },
  )
}

/** The value whose turn it is; none before the first and after the last. */
function valueMadeAhead(made: JsonObject, at: Date): string {
  const start = new Date(textAt(made, 'startDateTime') ?? '')
  const index = Math.floor((at.getTime() - start.getTime()) / Number(made.periodMillis))
  return String([made.values ?? []].flat()[index] ?? '')
}

/** A time-based one-time password with SHA-1 (RFC 6238, RFC 4226 §5.3). */
function totp(key: Uint8Array, counter: number, length: number): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const digest = createHmac('sha1', key).update(message).digest()
  const offset = digest.readUInt8(digest.length - 1) & 0x0f
  const code = digest.readUInt32BE(offset) & 0x7fffffff
  return String(code).padStart(length, '0').slice(-length)
}
