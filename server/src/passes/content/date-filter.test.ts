import { describe, expect, it } from 'vitest'
import { formatDate } from './date-filter.ts'

const at = '2026-11-22T09:30:00.000Z'
const date = (value: unknown, format?: string, zone?: string) => formatDate(value, format, zone, at)

describe('the filter date', () => {
  it.each([
    ['%Y-%m-%d', '2026-03-05'],
    ['%-d.%-m.%y', '5.3.26'],
    ['%e|%_d|%0e', ' 5| 5|05'],
    ['%A %a %B %b %^a', 'Thursday Thu March Mar THU'],
    ['%H:%M:%S.%L', '07:08:09.012'],
    ['%I %l %k %-I %p %P', '07  7  7 7 AM am'],
    ['%j %u %w %V', '064 4 4 10'],
    ['%z %:z %Z', '+0000 +00:00 UTC'],
    ['%F %T %R', '2026-03-05 07:08:09 07:08'],
    ['%s', '1772694489'],
    ['100%% %Q', '100% %Q'],
  ])('writes %s as %s', (format, expected) => {
    expect(date('2026-03-05T07:08:09.012Z', format)).toBe(expected)
  })

  it('writes 12 for midnight and noon on a 12-hour clock', () => {
    expect(date('2026-03-05T00:00:00Z', '%I %p')).toBe('12 AM')
    expect(date('2026-03-05T12:00:00Z', '%I %p')).toBe('12 PM')
  })

  it('shows an instant in the zone, in winter and in summer', () => {
    expect(date('2026-01-05T12:00:00Z', '%R %:z', 'Europe/Berlin')).toBe('13:00 +01:00')
    expect(date('2026-07-05T12:00:00+02:00', '%R %:z', 'Europe/Berlin')).toBe('12:00 +02:00')
  })

  it('reads what has no offset in the zone, UTC without one', () => {
    expect(date('2026-12-24', '%F %R %:z', 'America/New_York')).toBe('2026-12-24 00:00 -05:00')
    expect(date('2026-12-24T18:30', '%s')).toBe(String(Date.UTC(2026, 11, 24, 18, 30) / 1000))
  })

  it('reads seconds since 1970, as text or number', () => {
    expect(date(1772694489, '%FT%T')).toBe('2026-03-05T07:08:09')
    expect(date('1772694489', '%FT%T')).toBe('2026-03-05T07:08:09')
  })

  it('writes the date alone without a format', () => {
    expect(date('2026-03-05T07:08:09Z')).toBe('2026-03-05')
  })

  it.each(['', 'soon', '2026-02-30', '24.12.2026', undefined, true])('leaves %j as it is', (value) => {
    expect(date(value, '%F')).toBe(value)
  })

  it('refuses an unknown zone', () => {
    expect(() => date('2026-03-05T07:08:09Z', '%F', 'Europe/Berln')).toThrow(RangeError)
  })
})
