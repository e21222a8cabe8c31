import { describe, expect, it } from 'vitest'
import { formatValue } from './format-value.ts'

const viewing = { timeZone: 'America/New_York', at: new Date('2026-11-22T09:00:00Z') }

function shown(field: Readonly<Record<string, unknown>>): string {
  return formatValue(field, viewing)
}

describe('a number', () => {
  it.each([
    [{ value: 1234.5 }, '1234.5'],
    [{ value: 0 }, '0'],
    [{ value: 1234.5678, numberStyle: 'PKNumberStyleDecimal' }, '1,234.568'],
    [{ value: 0.256, numberStyle: 'PKNumberStylePercent' }, '26%'],
    [{ value: 12345, numberStyle: 'PKNumberStyleScientific' }, '1.2345E4'],
    [{ value: 21.5, currencyCode: 'USD' }, '$21.50'],
    [{ value: 21.5, currencyCode: 'EUR' }, '€21.50'],
    [{ value: 2150, currencyCode: 'JPY' }, '¥2,150'],
    [{ value: -5, currencyCode: 'USD' }, '-$5.00'],
    [{ value: 7, currencyCode: 'no currency' }, '7'],
  ])('%j shows as %s', (field, expected) => {
    expect(shown(field)).toBe(expected)
  })

  it.each([
    [0, 'zero'],
    [13, 'thirteen'],
    [40, 'forty'],
    [99, 'ninety-nine'],
    [100, 'one hundred'],
    [1234.5, 'one thousand two hundred thirty-four point five'],
    [-2_000_017, 'minus two million seventeen'],
  ])('%d spelt out is "%s"', (value, expected) => {
    expect(shown({ value, numberStyle: 'PKNumberStyleSpellOut' })).toBe(expected)
  })
})

describe('a date', () => {
  const value = '2026-12-24T17:30:00Z'

  it.each([
    [{ dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleShort' }, '12/24/26, 12:30 PM'],
    [{ dateStyle: 'PKDateStyleMedium' }, 'Dec 24, 2026'],
    [{ dateStyle: 'PKDateStyleLong', timeStyle: 'PKDateStyleNone' }, 'December 24, 2026'],
    [{ dateStyle: 'PKDateStyleFull' }, 'Thursday, December 24, 2026'],
    [{ dateStyle: 'PKDateStyleNone', timeStyle: 'PKDateStyleMedium' }, '12:30:00 PM'],
  ])('with %j shows in the zone of the phone as %s', (styles, expected) => {
    expect(shown({ value, ...styles })).toBe(expected)
  })

  it('without a style shows as its text', () => {
    expect(shown({ value })).toBe(value)
    expect(shown({ value, dateStyle: 'PKDateStyleNone', timeStyle: 'PKDateStyleNone' })).toBe(value)
  })

  it.each(['Christmas', '2026-12-24', '2026-12-24T17:30:00', '2026-12-24T17:30:00+0100', '2026-13-45T00:00Z'])(
    'that is none, like %s, shows as its text',
    (text) => {
      expect(shown({ value: text, dateStyle: 'PKDateStyleShort' })).toBe(text)
    },
  )

  it('with ignoresTimeZone shows in the zone that it carries', () => {
    const styles = { timeStyle: 'PKDateStyleShort', ignoresTimeZone: true }
    expect(shown({ value: '2026-12-24T17:30+05:30', ...styles })).toBe('5:30 PM')
    expect(shown({ value: '2026-12-24T17:30Z', ...styles })).toBe('5:30 PM')
  })

  it.each([
    ['2026-11-22T20:00:00Z', 'Today, 3:00 PM'],
    ['2026-11-23T04:30:00Z', 'Today, 11:30 PM'],
    ['2026-11-23T05:30:00Z', 'Tomorrow, 12:30 AM'],
    ['2026-11-21T15:00:00Z', 'Yesterday, 10:00 AM'],
    ['2026-11-30T15:00:00Z', '11/30/26, 10:00 AM'],
  ])('with isRelative names the days around today: %s → %s', (text, expected) => {
    const styles = { dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleShort', isRelative: true }
    expect(shown({ value: text, ...styles })).toBe(expected)
  })
})

it('a phone in another language writes in that language', () => {
  const german = { ...viewing, timeZone: 'Europe/Berlin', locale: 'de-DE' }
  expect(formatValue({ value: 1234.5, numberStyle: 'PKNumberStyleDecimal' }, german)).toBe('1.234,5')
  const styles = { dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleShort', isRelative: true }
  expect(formatValue({ value: '2026-11-23T08:00:00Z', ...styles }, german)).toBe('Morgen, 09:00')
  expect(formatValue({ value: 7, numberStyle: 'PKNumberStyleSpellOut' }, german)).toBe('7')
})

it('what is neither text nor number shows nothing', () => {
  expect(shown({ value: null })).toBe('')
  expect(shown({})).toBe('')
})

it('a text shows as it is', () => {
  expect(shown({ value: 'Gold', numberStyle: 'PKNumberStyleDecimal' })).toBe('Gold')
})
