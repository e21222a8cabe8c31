import { describe, expect, it } from 'vitest'
import { campaignOf } from '../../test/google-campaigns.ts'
import { compileRevision, type Variant } from '../passes/content/revision.ts'
import { scheduleLosses } from './schedule.ts'

const now = new Date('2026-11-20T00:00:00Z')
const ofEach = { fields: { header: { number: { value: 'Happy hour, {{ contact.name }}' } } } }
const ofAll = { title: 'Happy hour' }

/** What cannot be held with so many objects at 15 requests a second. */
function tooFast(objects: number, variants: readonly Variant[], at = now): string[] {
  const revision = compileRevision(campaignOf('loyalty', {}, { variants }))
  return scheduleLosses(revision, { objects, requestsPerSecond: 15 }, at).map(
    ({ path, message }) => `${path} ${message}`,
  )
}
const hour = (content: object, more: Partial<Variant> = {}): Variant => ({
  when: { from: '2026-12-01T17:00:00Z', until: '2026-12-01T18:00:00Z' },
  content: content as NonNullable<Variant['content']>,
  ...more,
})

describe('a schedule that Google cannot hold', () => {
  it('is one whose next turn comes before all passes are told of the one before', () => {
    // 15 a second are 54,000 an hour.
    expect(tooFast(54_000, [hour(ofEach)])).toEqual([])
    expect(tooFast(54_001, [hour(ofEach)])).toEqual([
      '/variants/0/when At 15 requests a second Google is told of 54001 passes within 1 h 1 s, but after the change of ' +
        '2026-12-01T17:00:00.000Z the next one comes 1 h later.',
    ])
    expect(tooFast(1_000_000, [hour(ofEach)])[0]).toContain('within 18 h 31 min')
  })

  it('is never one that changes only what all passes share, however many they are', () => {
    expect(tooFast(10_000_000, [hour(ofAll, { message: 'Happy hour!' })])).toEqual([])
  })

  it('counts a message to each holder as a request of its own, which leaving a variant does not send', () => {
    const personal = hour({}, { message: 'Come, {{ contact.name }}!' })
    const later: Variant = {
      when: { from: '2026-12-01T19:00:00Z' },
      content: ofEach as NonNullable<Variant['content']>,
    }
    // 17:00 tells two a pass, 18:00 nothing: there are two hours for them.
    expect(tooFast(54_000, [personal, later])).toEqual([])
    expect(tooFast(54_001, [personal, later])).toHaveLength(1)
  })

  it('counts a change that is announced as two requests', () => {
    const announced = { fields: { back: { greeting: { value: 'Come, {{ contact.name }}' } } } }
    expect(tooFast(27_000, [hour(announced)])).toEqual([])
    expect(tooFast(27_001, [hour(announced)])).toHaveLength(1)
  })

  it('counts turns at one instant together, and those that are over not at all', () => {
    const twice = [hour(ofEach), hour({ fields: { back: { terms: { value: 'For {{ contact.name }}' } } } })]
    expect(tooFast(54_000, twice)).toEqual([])
    expect(tooFast(54_001, twice)).toHaveLength(1)
    expect(tooFast(54_001, twice, new Date('2026-12-01T17:00:00Z'))).toEqual([])
  })

  it('is none where nothing turns by the calendar, or nothing comes after', () => {
    const installed: Variant = {
      when: { installed: true, after: 'PT1S' },
      content: ofEach as NonNullable<Variant['content']>,
    }
    const open: Variant = { when: { from: '2026-12-01T17:00:00Z' }, content: ofEach as NonNullable<Variant['content']> }
    expect(tooFast(10_000_000, [installed, open])).toEqual([])
    expect(tooFast(0, [hour(ofEach)])).toEqual([])
  })
})
