import { describe, expect, it } from 'vitest'
import { instantOf } from './dates.ts'

describe('a point in time', () => {
  it.each([
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2027-01-31T18:00Z', '2027-01-31T18:00:00.000Z'],
    ['2027-01-31T18:00:00+01:00', '2027-01-31T17:00:00.000Z'],
    ['2027-01-31T18:00:00.250-05:00', '2027-01-31T23:00:00.250Z'],
  ])('%s', (text, instant) => {
    expect(instantOf('--at', text).toISOString()).toBe(instant)
  })

  it.each(['tomorrow', '31.01.2027', '2027-13-01', '2027-01-31T18:00:00', '', '1800000000'])('is not %j', (text) => {
    expect(() => instantOf('--at', text)).toThrow(`--at ${JSON.stringify(text)} is no point in time.`)
  })
})
