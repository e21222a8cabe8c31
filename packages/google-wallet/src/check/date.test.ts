import { expect, it } from 'vitest'
import { comparable, dateProblem, offsetOf } from './date.ts'

it.each([
  ['1985-04-12T23:20:50.52Z', 'Z'],
  ['1985-04-12T19:20:50.52-04:00', '-04:00'],
  ['1985-04-12T19:20:50.52', undefined],
  ['2027-03-05T06:30', undefined],
  ['2024-02-29T00:00:00.123456789+05:30:15', '+05:30:15'],
])('%s is a date with the offset %s', (text, offset) => {
  expect(dateProblem(text)).toBeUndefined()
  expect(offsetOf(text)).toBe(offset)
})

it.each([
  ['2027-03-05', 'is not written as ISO 8601 with date and time'],
  ['2027-03-05 06:30', 'is not written as ISO 8601 with date and time'],
  ['2027-3-5T06:30:00', 'is not written as ISO 8601 with date and time'],
  ['2027-03-05T06:30:00+0100', 'is not written as ISO 8601 with date and time'],
  ['2027-03-05T06:30:00+19:00', 'is not written as ISO 8601 with date and time'],
  ['1785888000000', 'is not written as ISO 8601 with date and time'],
  ['2027-02-29T00:00:00', 'does not exist in the calendar'],
  ['2027-13-01T00:00:00', 'does not exist in the calendar'],
  ['2027-04-31T00:00:00', 'does not exist in the calendar'],
  ['2027-04-30T24:00:00', 'does not exist in the calendar'],
  ['2027-04-30T23:60:00', 'does not exist in the calendar'],
])('%s %s', (text, problem) => {
  expect(dateProblem(text)).toBe(problem)
})

it('compares instants with offsets and local times among themselves, to the fraction', () => {
  expect(comparable('1985-04-12T23:20:50.52Z')).toBe(comparable('1985-04-12T19:20:50.52-04:00'))
  expect(comparable('2027-01-01T00:00:00.0011')).toBeGreaterThan(comparable('2027-01-01T00:00:00.001'))
  expect(comparable('2027-01-01T00:00:00Z')).toBe(Date.parse('2027-01-01T00:00:00Z'))
})
