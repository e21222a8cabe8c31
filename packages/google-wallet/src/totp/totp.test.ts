import { expect, it } from 'vitest'
import { totpValue } from './totp.ts'

/** ASCII 12345678901234567890: the key of RFC 6238, Appendix B. */
const key = '3132333435363738393031323334353637383930'

it.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('RFC 6238, Appendix B: %i s', (seconds, value) => {
  expect(totpValue({ key, valueLength: 8, periodMs: 30_000 }, new Date(seconds * 1000))).toBe(value)
})

it('has periods of any length, in milliseconds', () => {
  expect(totpValue({ key, valueLength: 8, periodMs: 3000 }, new Date(1_795_305_600_000))).toBe('15638926')
})

it('RFC 4226, Appendix D: six digits', () => {
  const values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((counter) =>
    totpValue({ key, valueLength: 6, periodMs: 1000 }, new Date(counter * 1000)),
  )
  expect(values).toEqual('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' '))
})

it('is padded with zeros, also beyond ten digits', () => {
  expect(totpValue({ key, valueLength: 12, periodMs: 1000 }, new Date(0))).toBe('001284755224')
})

it.each([
  [{ key: 'xyz', valueLength: 8, periodMs: 1000 }],
  [{ key: '', valueLength: 8, periodMs: 1000 }],
  [{ key: '3132', valueLength: 0, periodMs: 1000 }],
  [{ key: '3132', valueLength: 8, periodMs: 0 }],
  [{ key: '3132', valueLength: 8, periodMs: Number.NaN }],
])('%j cannot be used', (parameters) => {
  expect(() => totpValue(parameters, new Date(0))).toThrow(RangeError)
})
