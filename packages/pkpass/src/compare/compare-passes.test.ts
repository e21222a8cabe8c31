import { describe, expect, it } from 'vitest'
import { flight, posterCard, posterTicket } from '../testing/full-passes.ts'
import { comparePasses } from './compare-passes.ts'

type Keys = Readonly<Record<string, unknown>>

const viewing = { timeZone: 'Europe/Berlin', at: new Date('2026-11-22T09:00:00Z') }
const card = (fields: readonly Keys[], back: readonly Keys[] = []): Keys => ({
  storeCard: { primaryFields: fields, backFields: back },
})
const compare = (before: unknown, after: unknown) => comparePasses(before, after, viewing)
const replaced = (pass: Keys, style: string, group: string, value: unknown): Keys => {
  const fields = pass[style] as Record<string, Keys[]>
  const [first, ...others] = fields[group] as Keys[]
  return { ...pass, [style]: { ...fields, [group]: [{ ...first, value }, ...others] } }
}

describe('the changed fields', () => {
  it('are listed as phones show them, before and after', () => {
    const price = (value: number) => ({ key: 'price', value, currencyCode: 'EUR', changeMessage: 'Now %@' })
    const { changes } = compare(
      card([price(5), { key: 'a', value: 'same' }]),
      card([price(6.5), { key: 'a', value: 'same' }]),
    )
    expect(changes).toEqual([
      { key: 'price', path: 'storeCard.primaryFields[0]', before: '€5.00', after: '€6.50', changeMessage: 'Now %@' },
    ])
  })

  it('are none when nothing has changed, and of what is no pass', () => {
    expect(compare(posterTicket, posterTicket)).toEqual({
      changes: [],
      lockScreen: [{ style: 'eventTicket', kind: 'silent', fields: [] }],
      issues: [],
    })
    expect(compare(null, 'pass')).toEqual({ changes: [], lockScreen: [], issues: [] })
  })

  it('are found across a change of style', () => {
    const points = (value: number) => [{ key: 'points', value, changeMessage: '%@ points' }]
    const { lockScreen } = compare(
      { generic: { primaryFields: points(1) } },
      { storeCard: { primaryFields: points(2) } },
    )
    expect(lockScreen).toEqual([{ style: 'storeCard', kind: 'message', text: '2 points', fields: ['points'] }])
  })
})

describe('the lock screen', () => {
  it('names what speaks, and why it says no more than that the pass has changed', () => {
    const two = (value: number) =>
      card([
        { key: 'a', value, changeMessage: '%@' },
        { key: 'b', value, changeMessage: '%@' },
      ])
    const { lockScreen, issues } = compare(two(1), two(2))
    expect(lockScreen).toEqual([
      { style: 'storeCard', kind: 'generic', text: 'Store card changed', fields: ['a', 'b'] },
    ])
    expect(issues).toMatchObject([
      {
        code: 'CHANGE_MESSAGES_SEVERAL',
        message: 'The lock screen only says "Store card changed": a, b change together.',
      },
    ])
  })

  it('warns of a message that the new value leaves empty', () => {
    const news = (value: string) => card([], [{ key: 'news', value, changeMessage: '%@' }])
    expect(compare(news('Old'), news(''))).toMatchObject({
      lockScreen: [{ kind: 'generic', fields: ['news'] }],
      issues: [{ code: 'CHANGE_MESSAGE_UNUSABLE', path: 'storeCard.backFields[0].changeMessage' }],
    })
  })

  it('is that of each language, by the texts of pass.strings', () => {
    const points = (value: number) => card([{ key: 'p', value, changeMessage: 'POINTS' }])
    const strings = { before: { POINTS: '%@ Punkte' }, after: { POINTS: '%@ Punkte' } }
    const { lockScreen, issues } = comparePasses(points(1), points(2), { ...viewing, locale: 'de-DE', strings })
    expect(lockScreen[0]?.text).toBe('2 Punkte')
    expect(issues).toEqual([])
  })

  it('hears of a text that changed in a translation only', () => {
    const news = card([], [{ key: 'news', value: 'NEWS', changeMessage: '%@' }])
    const strings = { before: { NEWS: 'Alt' }, after: { NEWS: 'Neu' } }
    expect(comparePasses(news, news, { ...viewing, strings }).lockScreen[0]?.text).toBe('Neu')
  })

  it('of a posterGeneric is that of its fields on iOS 27, and that of its fallback before', () => {
    const after = replaced(posterCard, 'posterGeneric', 'headerFields', 4)
    expect(compare(posterCard, after).lockScreen).toEqual([
      { style: 'storeCard', kind: 'silent', fields: [], untilIos: 26 },
      { style: 'posterGeneric', kind: 'message', text: 'You have 4 stamps', fields: ['stamps'], sinceIos: 27 },
    ])
    expect(compare(posterCard, replaced(after, 'storeCard', 'headerFields', 4)).lockScreen).toEqual([
      { style: 'storeCard', kind: 'message', text: 'You have 4 stamps', fields: ['stamps'] },
    ])
  })

  it('does not hear the front of a pass that is drawn from semantic tags, as far as is known', () => {
    const { lockScreen } = compare(flight, replaced(flight, 'boardingPass', 'headerFields', '2B'))
    expect(lockScreen).toEqual([
      { style: 'boardingPass', kind: 'message', text: 'Gate changed to 2B', fields: ['gate'], untilIos: 25 },
      { style: 'boardingPass', kind: 'silent', fields: [], sinceIos: 26, doubt: expect.stringContaining('front') },
    ])
  })

  it('has texts of iOS’s own for semantic tags that change', () => {
    const semantics = { ...flight.semantics, departureGate: '2B' }
    expect(compare(flight, { ...flight, semantics }).lockScreen).toMatchObject([
      { kind: 'silent', untilIos: 25 },
      { kind: 'silent', sinceIos: 26, doubt: expect.stringContaining('texts of its own') },
    ])
  })

  it('hears the back of every pass', () => {
    const said = { key: 'news', value: '', changeMessage: '%@' }
    const withNews = (value: string): Keys => ({
      ...flight,
      boardingPass: { ...flight.boardingPass, backFields: [{ ...said, value }] },
    })
    expect(compare(withNews(''), withNews('Boarding is late'))).toMatchObject({
      lockScreen: [{ style: 'boardingPass', kind: 'message', text: 'Boarding is late' }],
      issues: [],
    })
  })
})

it('a token that goes away with its web service is no fault', () => {
  const { webServiceURL: _, authenticationToken: __, ...retired } = posterCard
  expect(compare(posterCard, retired).issues).toEqual([])
})
