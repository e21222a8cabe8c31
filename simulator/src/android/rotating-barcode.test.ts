import { describe, expect, it } from 'vitest'
import { rotatingValue } from './rotating-barcode.ts'

const key = Buffer.from('12345678901234567890').toString('hex')
const barcode = (valuePattern: string, periodMillis = '30000', parameters: object[] = [{ key, valueLength: 8 }]) => ({
  type: 'QR_CODE',
  valuePattern,
  totpDetails: { algorithm: 'TOTP_SHA1', periodMillis, parameters },
})

describe('a rotating barcode', () => {
  it.each([
    [59_000, '94287082'],
    [1_111_111_109_000, '07081804'],
    [1_111_111_111_000, '14050471'],
    [1_234_567_890_000, '89005924'],
    [2_000_000_000_000, '69279037'],
    [20_000_000_000_000, '65353130'],
  ])('at %i ms holds %s (RFC 6238, appendix B)', (ms, value) => {
    expect(rotatingValue(barcode('{totp_value_0}'), new Date(ms))).toBe(value)
  })

  it('changes with its period', () => {
    const short = barcode('{totp_value_0}', '3000')
    expect(rotatingValue(short, new Date(1_795_305_600_000))).toBe('15638926')
    expect(rotatingValue(short, new Date(1_795_305_602_999))).toBe('15638926')
    expect(rotatingValue(short, new Date(1_795_305_603_000))).not.toBe('15638926')
  })

  it('has several values, in their lengths, and the time', () => {
    const pattern = 'A-{totp_value_1}-{totp_value_0}-{totp_timestamp_millis}-{totp_timestamp_seconds}-{other}'
    const parameters = [
      { key, valueLength: 8 },
      { key, valueLength: 6 },
    ]
    expect(rotatingValue(barcode(pattern, '30000', parameters), new Date(59_999))).toBe(
      'A-287082-94287082-59999-59-{other}',
    )
  })

  it.each([
    ['2026-12-31T23:59:59.999Z', ''],
    ['2027-01-01T00:00:00Z', 'a'],
    ['2027-01-01T00:00:29.999Z', 'a'],
    ['2027-01-01T00:00:30Z', 'b'],
    ['2027-01-01T00:01:00Z', ''],
  ])('made ahead holds at %s %j', (at, value) => {
    const made = { startDateTime: '2027-01-01T01:00:00+01:00', periodMillis: '30000', values: ['a', 'b'] }
    expect(rotatingValue({ type: 'QR_CODE', initialRotatingBarcodeValues: made }, new Date(at))).toBe(value)
  })
})
