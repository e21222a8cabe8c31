import { describe, expect, it } from 'vitest'
import { isZone, readDuration, readMoment } from './moments.ts'

const iso = (text: string, zone?: string) => {
  const moment = readMoment(text, zone)
  return typeof moment === 'number' ? new Date(moment).toISOString() : moment.code
}

describe('date-times', () => {
  it('with an offset stand alone, whatever the zone', () => {
    expect(iso('2026-12-24T18:00:00+01:00')).toBe('2026-12-24T17:00:00.000Z')
    expect(iso('2026-12-24T18:00Z', 'Asia/Tokyo')).toBe('2026-12-24T18:00:00.000Z')
  })

  it('without an offset are read in the zone', () => {
    expect(iso('2026-12-24T18:00', 'Asia/Tokyo')).toBe('2026-12-24T09:00:00.000Z')
    expect(iso('2026-07-24T18:00:00.123', 'Europe/Berlin')).toBe('2026-07-24T16:00:00.123Z')
  })

  it('that the clock shows twice are the earlier instant', () => {
    expect(iso('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
    expect(iso('2026-10-25T03:00', 'Europe/Berlin')).toBe('2026-10-25T02:00:00.000Z')
  })

  it('that the clock skips are as much later', () => {
    expect(iso('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
  })

  it('without offset and zone mean nothing', () => {
    expect(iso('2026-12-24T18:00')).toBe('zone_missing')
  })

  it.each(['2026-12-24', '2026-02-30T00:00', '2026-12-24T24:00:00Z', '24.12.2026', 'now', '', '2026-12-24T18:00+0100'])(
    '%j is none',
    (text) => {
      expect(iso(text, 'UTC')).toBe('date_invalid')
    },
  )
})

describe('durations', () => {
  it.each([
    ['PT15S', 15_000],
    ['PT0.5S', 500],
    ['PT1H30M', 5_400_000],
    ['P1D', 86_400_000],
    ['P2W', 14 * 86_400_000],
    ['P1DT1S', 86_401_000],
  ])('%s has %d milliseconds', (text, ms) => {
    expect(readDuration(text)).toBe(ms)
  })

  it.each(['P1M', 'P1Y', 'PT0S', '-PT15S', 'P3661D', '15s', '15', ''])('%j is refused', (text) => {
    expect(readDuration(text)).toMatchObject({ code: 'duration_invalid' })
  })
})

describe('zones', () => {
  it('are names of the IANA database', () => {
    expect(['Europe/Berlin', 'UTC', 'Europe/Berln', '+02:00', ''].map(isZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
