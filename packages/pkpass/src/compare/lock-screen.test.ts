import { describe, expect, it } from 'vitest'
import type { PassJson } from '../pass-json/types.ts'
import { comparePasses } from './compare-passes.ts'

const viewing = { timeZone: 'Europe/Berlin', at: new Date('2026-11-22T09:00:00Z') }

type Fields = readonly Readonly<Record<string, unknown>>[]

function pass(front: Fields, back: Fields = [], style = 'storeCard'): PassJson {
  return { [style]: { secondaryFields: front, backFields: back } } as PassJson
}

function text(before: PassJson, after: PassJson): string | undefined {
  const { lockScreen } = comparePasses(before, after, viewing)
  expect(lockScreen).toHaveLength(1)
  return lockScreen[0]?.text
}

function points(value: unknown, changeMessage?: string): Fields {
  return [{ key: 'points', value, ...(changeMessage !== undefined && { changeMessage }) }]
}

describe('the text on the lock screen', () => {
  it('is the change message with the new value', () => {
    expect(text(pass(points(10, 'You have %@ points.')), pass(points(20, 'You have %@ points.')))).toBe(
      'You have 20 points.',
    )
  })

  it('has the new value as iOS formats it', () => {
    const balance = (value: number) => [{ key: 'balance', value, currencyCode: 'EUR', changeMessage: 'Balance: %@' }]
    expect(text(pass(balance(5)), pass(balance(1234.5)))).toBe('Balance: €1,234.50')
    const gate = (value: string) => [
      { key: 'boarding', value, timeStyle: 'PKDateStyleShort', changeMessage: 'Boarding at %@' },
    ]
    expect(text(pass(gate('2026-12-24T17:30Z')), pass(gate('2026-12-24T18:00Z')))).toBe('Boarding at 7:00 PM')
  })

  it('comes from fields on the back as well', () => {
    const news = (value: string) => [{ key: 'news', value, changeMessage: '%@' }]
    expect(text(pass([], news('')), pass([], news('Two for one today')))).toBe('Two for one today')
  })

  it('puts the value in as it is, whatever it looks like', () => {
    expect(text(pass(points('a', 'Now %@')), pass(points("$& %@ %% $'", 'Now %@')))).toBe("Now $& %@ %% $'")
  })

  it('has a percent sign for every %%', () => {
    expect(text(pass(points(5, '%@%% off')), pass(points(10, '%@%% off')))).toBe('10% off')
  })

  it("takes the new pass's change message", () => {
    expect(text(pass(points(1, 'Old: %@')), pass(points(2, 'New: %@')))).toBe('New: 2')
    expect(text(pass(points(1)), pass(points(2, 'New: %@')))).toBe('New: 2')
  })

  it('follows a field to another place on the same side', () => {
    const before = { storeCard: { headerFields: points(1, 'Now %@') } } as PassJson
    expect(text(before, pass(points(1, 'Now %@')))).toBeUndefined()
    expect(text(before, pass(points(2, 'Now %@')))).toBe('Now 2')
  })

  it('counts a field that was not there before as having been empty', () => {
    expect(text(pass([]), pass(points(5, 'Now %@')))).toBe('Now 5')
    expect(text(pass([]), pass(points('', 'Now %@')))).toBeUndefined()
  })
})

describe('an update is silent', () => {
  it.each([
    ['nothing has changed', pass(points(1, '%@')), pass(points(1, '%@'))],
    ['the changed field has no change message', pass(points(1)), pass(points(2))],
    [
      'only the label has changed',
      pass([{ key: 'a', value: 1, label: 'x', changeMessage: '%@' }]),
      pass([{ key: 'a', value: 1, label: 'y', changeMessage: '%@' }]),
    ],
    ['only the change message has changed', pass(points(1, 'Old %@')), pass(points(1, 'New %@'))],
    ['a field has no value any more', pass(points(1, '%@')), pass(points(undefined, '%@'))],
    ['a field is gone', pass(points(1, '%@')), pass([])],
    [
      'only colours and barcodes have changed',
      pass(points(1, '%@')),
      { ...pass(points(1, '%@')), backgroundColor: 'rgb(0, 0, 0)', barcodes: [] },
    ],
    ['it was a text that equals the new one', pass(points('2', '%@')), pass(points('2', '%@'))],
  ] as const)('if %s', (_, before, after) => {
    expect(text(before, after)).toBeUndefined()
  })
})

describe('one line that names only the style', () => {
  const two = (a: number, b: number) => [
    { key: 'a', value: a, changeMessage: 'A is %@' },
    { key: 'b', value: b, changeMessage: 'B is %@' },
  ]

  it.each([
    ['boardingPass', 'Boarding pass changed'],
    ['coupon', 'Coupon changed'],
    ['eventTicket', 'Event ticket changed'],
    ['generic', 'Pass changed'],
    ['storeCard', 'Store card changed'],
  ])('stands for several changes of a %s: %s', (style, expected) => {
    expect(text(pass(two(1, 1), [], style), pass(two(2, 2), [], style))).toBe(expected)
  })

  it('is not needed if only one of the changed fields has a message', () => {
    const before = pass([...points(1, 'Now %@'), { key: 'tier', value: 'Silver' }])
    const after = pass([...points(2, 'Now %@'), { key: 'tier', value: 'Gold' }])
    expect(text(before, after)).toBe('Now 2')
  })

  it('stands for changes on both sides', () => {
    const both = (value: number) => pass(points(value, '%@'), [{ key: 'news', value, changeMessage: '%@' }])
    expect(text(both(1), both(2))).toBe('Store card changed')
  })

  it.each([
    ['has no %@', 'Something is new', 2],
    ['has two %@', '%@, %@', 2],
    ['has a stray percent sign', '20% off: %@', 2],
    ['has another conversion', '%d points, %@', 2],
    ['ends in a percent sign', '%@ %', 2],
    ['would show an empty value', 'News: %@', ''],
  ])('stands for a message that %s', (_, changeMessage, value) => {
    expect(text(pass(points(1, changeMessage)), pass(points(value, changeMessage)))).toBe('Store card changed')
  })
})
