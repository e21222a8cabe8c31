import { expect, it } from 'vitest'
import { type RotatingBarcodeSecret, rotatingBarcodeValue, verifyRotatingBarcode } from './rotating-barcode.ts'

const key = '3132333435363738393031323334353637383930'

function secretOf(valuePattern: string, ...lengths: readonly number[]): RotatingBarcodeSecret {
  const parameters = lengths.map((valueLength, n) => ({ key: n === 0 ? key : '61'.repeat(20), valueLength }))
  return { valuePattern, totpDetails: { algorithm: 'TOTP_SHA1', periodMillis: '30000', parameters } }
}

const at = new Date(1_111_111_109_123)

it('replaces every placeholder (Google Wallet API, RotatingBarcode)', () => {
  const secret = secretOf('A-{totp_value_0}-{totp_timestamp_seconds}-{totp_timestamp_millis}-{totp_value_0}-{x}', 8)
  expect(rotatingBarcodeValue(secret, at)).toBe('A-07081804-1111111109-1111111109123-07081804-{x}')
})

it('uses the parameters that the placeholder names', () => {
  const secret = secretOf('{totp_value_1}{totp_value_0}', 8, 6)
  const value = rotatingBarcodeValue(secret, at)
  expect(value).toMatch(/^\d{6}07081804$/)
  expect(verifyRotatingBarcode(secret, value, { at })).toMatchObject({ isValid: true })
})

const patterns = [
  secretOf('{totp_value_0}', 8),
  secretOf('(a|b).*{totp_value_0}[c]$', 6),
  secretOf('{totp_timestamp_seconds}-{totp_value_0}', 8),
  secretOf('{totp_timestamp_millis}{totp_value_0}{totp_value_1}', 8, 6),
]

it.each(patterns)('$valuePattern is valid in its period and in the one before and after', (secret) => {
  const turn = (periods: number) => new Date(at.getTime() + periods * 30_000)
  const counter = Math.floor(at.getTime() / 30_000)
  const scanned = rotatingBarcodeValue(secret, at)
  expect(verifyRotatingBarcode(secret, scanned, { at })).toEqual({ isValid: true, counter, periodsOff: 0 })
  expect(verifyRotatingBarcode(secret, scanned, { at: turn(1) })).toEqual({ isValid: true, counter, periodsOff: -1 })
  expect(verifyRotatingBarcode(secret, scanned, { at: turn(-1) })).toEqual({ isValid: true, counter, periodsOff: 1 })
  expect(verifyRotatingBarcode(secret, scanned, { at: turn(2) })).toEqual({ isValid: false })
  expect(verifyRotatingBarcode(secret, scanned, { at: turn(-2) })).toEqual({ isValid: false })
  expect(verifyRotatingBarcode(secret, scanned, { at: turn(2), tolerancePeriods: 2 })).toMatchObject({ isValid: true })
  expect(verifyRotatingBarcode(secret, scanned, { at: turn(1), tolerancePeriods: 0 })).toEqual({ isValid: false })
})

it.each(patterns)('$valuePattern refuses everything else', (secret) => {
  const scanned = rotatingBarcodeValue(secret, at)
  for (let n = 0; n < scanned.length; n++) {
    // The last digits of milliseconds may be any within the period.
    const isMillisecond = secret.valuePattern?.startsWith('{totp_timestamp') && n < 13
    const changed = `${scanned.slice(0, n)}${scanned[n] === '0' ? '1' : '0'}${scanned.slice(n + 1)}`
    if (!isMillisecond) expect(verifyRotatingBarcode(secret, changed, { at }), changed).toEqual({ isValid: false })
  }
  for (const other of ['', `${scanned}\n`, ` ${scanned}`, scanned.slice(1)]) {
    expect(verifyRotatingBarcode(secret, other, { at })).toEqual({ isValid: false })
  }
})

it('a timestamp has to be of the period of the value beside it', () => {
  const secret = secretOf('{totp_timestamp_seconds}-{totp_value_0}', 8)
  expect(verifyRotatingBarcode(secret, '1111111109-07081804', { at })).toMatchObject({ isValid: true })
  expect(verifyRotatingBarcode(secret, '1111111079-07081804', { at })).toEqual({ isValid: false })
  expect(verifyRotatingBarcode(secret, '1111111110-07081804', { at })).toEqual({ isValid: false })
})

it('seconds that were rounded down to before the period began are of the period too', () => {
  const secret = { ...secretOf('{totp_timestamp_seconds}-{totp_value_0}', 8) }
  const odd = { ...secret, totpDetails: { ...secret.totpDetails, periodMillis: '1500' } }
  const begin = new Date(1500 * 740_740_741)
  expect(begin.getTime() % 1000).toBe(500)
  expect(verifyRotatingBarcode(odd, rotatingBarcodeValue(odd, begin), { at: begin })).toMatchObject({ periodsOff: 0 })
})

it('near 1970 there is no period before', () => {
  const secret = secretOf('{totp_value_0}', 8)
  const first = new Date(0)
  expect(verifyRotatingBarcode(secret, rotatingBarcodeValue(secret, first), { at: first })).toMatchObject({
    counter: 0,
  })
})

it.each([
  [{}],
  [secretOf('{totp_value_1}', 8)],
  [secretOf('{totp_minutes}', 8)],
  [{ valuePattern: '{totp_value_0}', totpDetails: { parameters: [{ key: 'zz', valueLength: 8 }], periodMillis: 1 } }],
  [{ valuePattern: 'A', totpDetails: { parameters: [], periodMillis: 0 } }],
])('%j cannot be used', (secret) => {
  expect(() => rotatingBarcodeValue(secret, at)).toThrow(RangeError)
  expect(() => verifyRotatingBarcode(secret, 'A', { at })).toThrow(RangeError)
})
