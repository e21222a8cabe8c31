import { describe, expect, it } from 'vitest'
import { contentDigest, contentOf } from './content-of.ts'
import { coffeeCard, passState } from './fixture.ts'
import { ContentError, compileRevision, type Variant } from './revision.ts'
import type { PassState } from './state.ts'
import { calendarTransitionsAfter, factTransitionsAfter } from './transitions.ts'

const installedAt = new Date('2026-11-22T09:30:00Z')
const before = new Date(installedAt.getTime() - 1)
const installed = passState({}, { installedAt })
const revisionOf = (...variants: Variant[]) => compileRevision(coffeeCard({ variants }))
const content = { title: 'Changed' }

const byFacts = (variants: Variant[], state: PassState, at = before) =>
  factTransitionsAfter(revisionOf(...variants), state, at).map((date) => date.toISOString())
const byCalendar = (variants: Variant[], at = before) =>
  calendarTransitionsAfter(revisionOf(...variants), at).map((date) => date.toISOString())

describe("transitions on a pass's own facts", () => {
  const later: Variant = { when: { installed: true, after: 'PT10S' }, content }

  it('are when delays since them end', () => {
    expect(byFacts([later], installed)).toEqual(['2026-11-22T09:30:10.000Z'])
    expect(byFacts([later], passState())).toEqual([])
  })

  it('lie after the moment, not at it', () => {
    const due = new Date('2026-11-22T09:30:10Z')
    expect(byFacts([later], installed, new Date(due.getTime() - 1))).toHaveLength(1)
    expect(byFacts([later], installed, due)).toEqual([])
  })

  it('come in order and once each', () => {
    const variants: Variant[] = ['PT20S', 'PT10S', 'PT20S'].map((after) => ({
      when: { installed: true, after },
      content,
    }))
    expect(byFacts(variants, installed)).toEqual(['2026-11-22T09:30:10.000Z', '2026-11-22T09:30:20.000Z'])
  })

  it('are when the validity of the pass itself ends', () => {
    const state = passState({ voucher: { validUntil: '2027-01-01T00:00:00+01:00' } })
    const expired: Variant = { when: { expired: true }, content }
    expect(byFacts([expired], state)).toEqual(['2026-12-31T23:00:00.000Z'])
    expect(byFacts([{ when: { expired: true, after: 'P1D' }, content }], state)).toEqual(['2027-01-01T23:00:00.000Z'])
    expect(byFacts([expired], passState())).toEqual([])
  })

  it('are not those of the calendar that a condition also asks for', () => {
    const both = (from: string, until: string): Variant[] => [{ when: { ...later.when, from, until }, content }]
    expect(byFacts(both('2026-11-22T09:00:00Z', '2026-11-22T10:00:00Z'), installed)).toEqual([
      '2026-11-22T09:30:10.000Z',
    ])
    expect(byFacts(both('2026-11-22T09:45:00Z', '2026-11-22T10:00:00Z'), installed)).toEqual([])
    expect(byFacts(both('2026-11-22T08:00:00Z', '2026-11-22T09:00:00Z'), installed)).toEqual([])
  })

  it('do not concern a pass outside the segment', () => {
    const gold: Variant = { when: { ...later.when, segment: { token: 'contact.tier', equals: 'gold' } }, content }
    expect(byFacts([gold], installed)).toEqual([])
    expect(byFacts([gold], passState({ contact: { tier: 'gold' } }, { installedAt }))).toHaveLength(1)
  })

  it('are refused with the reasons if the tokens are unfit', () => {
    const unfit = passState({ contact: { points: 'many' } })
    expect(() => byFacts([later], unfit)).toThrow(ContentError)
  })
})

describe('transitions of the calendar', () => {
  const xmas: Variant = {
    when: { from: '2026-12-24T00:00', until: '2026-12-27T00:00', zone: 'Europe/Berlin' },
    content,
  }

  it('are its beginnings and ends, in order and once each', () => {
    const until: Variant = { when: { until: '2026-12-01T00:00:00Z' }, content }
    expect(byCalendar([xmas, until, xmas])).toEqual([
      '2026-12-01T00:00:00.000Z',
      '2026-12-23T23:00:00.000Z',
      '2026-12-26T23:00:00.000Z',
    ])
  })

  it('lie after the moment, not at it', () => {
    expect(byCalendar([xmas], new Date('2026-12-23T23:00:00Z'))).toEqual(['2026-12-26T23:00:00.000Z'])
    expect(byCalendar([xmas], new Date('2026-12-26T23:00:00Z'))).toEqual([])
  })

  it('are none without a calendar', () => {
    expect(byCalendar([{ when: { installed: true, after: 'PT1S' }, content }])).toEqual([])
  })
})

describe('between two transitions nothing changes', () => {
  const variants: Variant[] = [
    { when: { installed: true, after: 'PT10S' }, content: { title: 'A' }, message: 'a' },
    { when: { installed: true, until: '2026-11-22T09:31:00Z' }, content: { logoText: 'B' }, message: 'b' },
    {
      when: { from: '2026-11-22T09:30:30Z', until: '2026-11-22T09:32:00Z' },
      content: { fields: { back: { hint: null } } },
    },
    { when: { voided: true, after: 'PT5S' }, content: { colors: null } },
    {
      when: { expired: true, segment: { token: 'contact.tier', equals: 'basic' } },
      content: { title: 'E' },
      message: 'e',
    },
  ]
  const facts = { installedAt, voidedAt: new Date('2026-11-22T09:30:42Z') }
  const state = passState({ voucher: { validUntil: '2026-11-22T09:31:30Z' } }, facts)

  it('and every change of the content is announced by one, or is itself a fact', () => {
    const revision = revisionOf(...variants)
    const digestAt = (ms: number) => contentDigest(contentOf(revision, state, new Date(ms)))
    const announced = new Set(
      [...factTransitionsAfter(revision, state, before), ...calendarTransitionsAfter(revision, before)].map(Number),
    )
    const happened = Object.values(facts).map(Number)
    const changes: number[] = []
    for (let ms = Number(before); ms < Number(installedAt) + 150_000; ms += 500) {
      const next = ms + 500
      if (digestAt(ms) !== digestAt(next)) changes.push(next)
      const isKnown = [...announced, ...happened].some((known) => ms < known && known <= next)
      expect(digestAt(ms) === digestAt(next) || isKnown).toBe(true)
    }
    expect(changes.length).toBeGreaterThanOrEqual(7)
  })
})
