import { describe, expect, it } from 'vitest'
import { expiryOf } from './certificate-expiry.ts'

const notAfter = new Date('2027-11-01T12:00:00Z')
const before = (days: number, moreMs = 0) => new Date(notAfter.getTime() - days * 86_400_000 - moreMs)

describe('expiryOf', () => {
  it.each([
    [61, 0, 61, []],
    [60, 1, 60, []],
    [60, 0, 60, ['certificate_expires_within_60d']],
    [31, 0, 31, ['certificate_expires_within_60d']],
    [30, 0, 30, ['certificate_expires_within_30d']],
    [14, 1, 14, ['certificate_expires_within_30d']],
    [14, 0, 14, ['certificate_expires_within_14d']],
    [7, 0, 7, ['certificate_expires_within_7d']],
    [1, 1, 1, ['certificate_expires_within_7d']],
    [1, 0, 1, ['certificate_expires_within_1d']],
    [0, 1, 0, ['certificate_expires_within_1d']],
    [0, 0, 0, ['certificate_expires_within_1d']],
    [0, -1, 0, ['certificate_expired']],
    [-100, 0, 0, ['certificate_expired']],
  ])('%i days and %i ms before the end: %i days left, %j', (days, moreMs, daysLeft, codes) => {
    const expiry = expiryOf(notAfter, before(days, moreMs))
    expect(expiry.daysLeft).toBe(daysLeft)
    expect(expiry.warnings.map(({ code }) => code)).toEqual(codes)
  })

  it('says when it ends and what to do', () => {
    const [warning] = expiryOf(notAfter, before(10)).warnings
    expect(warning?.message).toBe('The certificate expires on 2027-11-01T12:00:00.000Z: within 14 days.')
    expect(warning?.fix).toContain('/api/wallet-configurations')
  })
})
