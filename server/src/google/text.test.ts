import { describe, expect, it } from 'vitest'
import type { FieldFormat } from '../passes/content/fields.ts'
import { valueText } from './text.ts'

const written = (value: string | number, format?: FieldFormat, language = 'en') =>
  // Languages differ in their kinds of blanks.
  valueText({ value, ...(format && { format }) }, language).replaceAll(/\s/g, ' ')

describe('a field’s value as text', () => {
  it('is the value itself where it has no format', () => {
    expect([written('Grüße'), written(1234.5), written(0), written('')]).toEqual(['Grüße', '1234.5', '0', ''])
  })

  it.each<[number, FieldFormat, string, string]>([
    [1234.5, { number: 'decimal' }, 'en', '1,234.5'],
    [1234.5, { number: 'decimal' }, 'de', '1.234,5'],
    [0.25, { number: 'percent' }, 'en', '25%'],
    [0.25, { number: 'percent' }, 'de', '25 %'],
    [1500, { number: 'scientific' }, 'en', '1.5E3'],
    [7, { number: 'spellOut' }, 'en', '7'],
    [12.5, { currency: 'EUR' }, 'en', '€12.50'],
    [12.5, { currency: 'EUR' }, 'de', '12,50 €'],
    [1250, { currency: 'JPY' }, 'en', '¥1,250'],
    [1.25, { currency: 'KWD' }, 'en', 'KWD 1.250'],
    [-3, { currency: 'EUR' }, 'en', '-€3.00'],
    [1234.5, { number: 'decimal' }, 'tlh', '1,234.5'],
  ])('%d as %o in %s is %s', (value, format, language, text) => {
    expect(written(value, format, language)).toBe(text)
  })

  it.each<[string, FieldFormat, string, string]>([
    ['2026-12-24T18:30:00+01:00', { date: 'medium', time: 'short' }, 'en', 'Dec 24, 2026, 6:30 PM'],
    ['2026-12-24T18:30:00+01:00', { date: 'long', time: 'none' }, 'de', '24. Dezember 2026'],
    ['2026-12-24T18:30:00+01:00', { date: 'none', time: 'short' }, 'de', '18:30'],
    ['2026-12-24T23:30:00-05:00', { date: 'short', time: 'none' }, 'en-GB', '24/12/2026'],
    ['2026-12-24T23:30:00Z', { date: 'none', time: 'short' }, 'de', '23:30'],
    ['2026-12-24T23:30:00.250+05:30', { date: 'none', time: 'medium' }, 'de', '23:30:00'],
    ['2026-12-24T23:30:00Z', { date: 'none', time: 'none' }, 'de', ''],
  ])('%s as %o in %s is %s, in the offset that it has', (value, format, language, text) => {
    expect(written(value, format, language)).toBe(text)
  })
})
