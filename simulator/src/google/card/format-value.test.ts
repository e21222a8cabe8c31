import { describe, expect, it } from 'vitest'
import { date, money } from './format-value.ts'

describe('an amount', () => {
  it.each([
    [{ micros: '20000000', currencyCode: 'USD' }, 'en-US', '$20.00'],
    [{ micros: '12345678', currencyCode: 'EUR' }, 'de-DE', '12,35 €'],
    [{ micros: '500000000', currencyCode: 'JPY' }, 'en-US', '¥500'],
    [{ currencyCode: 'USD' }, 'en-US', '$0.00'],
    ['20', 'en-US', undefined],
  ])('%j in %s', (value, language, expected) => {
    expect(money(value, language)).toBe(expected)
  })
})

describe('a date', () => {
  it.each([
    ['2027-01-31T18:30:00Z', 'DATE_TIME', 'Jan 31, 7:30 PM'],
    ['2027-01-31T18:30:00Z', 'DATE_ONLY', 'Jan 31'],
    ['2027-01-31T18:30:00Z', 'TIME_ONLY', '7:30 PM'],
    ['2027-01-31T18:30:00Z', 'DATE_TIME_YEAR', 'Jan 31, 2027, 7:30 PM'],
    ['2027-01-31T18:30:00Z', 'DATE_YEAR', 'Jan 31, 2027'],
    ['2027-01-31T18:30:00Z', 'YEAR_MONTH', '01/2027'],
    ['2027-01-31T18:30:00Z', 'YEAR_MONTH_DAY', '01/31/2027'],
    ['2027-01-31T18:30:00Z', undefined, 'Jan 31, 2027, 7:30 PM'],
    ['2027-01-31T18:30', 'TIME_ONLY', '6:30 PM'],
    ['M-2027-01', undefined, undefined],
    ['2027-99-99T99:99', undefined, undefined],
  ])('%s as %s, in a zone an hour ahead', (text, format, expected) => {
    expect(date(text, format, 'en-US', 'Europe/Zurich')).toBe(expected)
  })
})
