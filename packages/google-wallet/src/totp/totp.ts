import { createHmac } from 'node:crypto'

export interface TotpParameters {
  /** Base16. */
  readonly key: string
  /** In decimal digits. */
  readonly valueLength: number
  readonly periodMs: number
}

/**
 * The time-based one-time password of RFC 6238 with SHA-1, as rotating barcodes use it.
 *
 * @throws RangeError for a key that is not Base16, and for lengths and periods below 1
 */
export function totpValue(parameters: TotpParameters, at: Date): string {
  return hotpValue(parameters, counterAt(parameters.periodMs, at))
}

/** How many periods have passed since 1970. */
export function counterAt(periodMs: number, at: Date): number {
  if (!(Number.isInteger(periodMs) && periodMs > 0)) throw new RangeError(`A period of ${periodMs} ms is none.`)
  return Math.floor(at.getTime() / periodMs)
}

/** RFC 4226 §5.3. */
export function hotpValue({ key, valueLength }: Omit<TotpParameters, 'periodMs'>, counter: number): string {
  if (!/^(?:[0-9a-f]{2})+$/i.test(key)) throw new RangeError('The TOTP key is not in Base16.')
  if (!(Number.isInteger(valueLength) && valueLength > 0)) throw new RangeError(`${valueLength} digits are none.`)
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac('sha1', Buffer.from(key, 'hex')).update(message).digest()
  const offset = mac[19]! & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** valueLength).padStart(valueLength, '0')
}
