import { describe, expect, it } from 'vitest'
import { adaState, campaignOf } from '../../test/google-campaigns.ts'
import { contentOf } from '../passes/content/content-of.ts'
import { compileRevision, type Variant } from '../passes/content/revision.ts'
import type { PassState } from '../passes/content/state.ts'
import { announcementsOf, classAnnouncementsOf } from './announcements.ts'

const now = new Date('2026-12-10T12:00:00Z')

function announced(content: object, variants: readonly Variant[] = [], facts: PassState['facts'] = {}) {
  const revision = compileRevision(campaignOf('loyalty', content, { variants }))
  return {
    ofObject: announcementsOf(contentOf(revision, adaState(facts), now), revision),
    ofClass: classAnnouncementsOf(revision, now),
  }
}

describe('what is announced', () => {
  it('is each field with a change message, with its value written out in the place of %@', () => {
    const format = { currency: 'EUR' }
    const { ofObject, ofClass } = announced({
      language: 'de',
      fields: {
        header: [{ key: 'left', label: 'Rest', value: '{{ voucher.points }}', format, changeMessage: 'Noch %@ übrig' }],
        secondary: [{ key: 'silent', value: '{{ contact.name }}' }],
        back: [{ key: 'who', value: '$& {{ contact.name }}', changeMessage: 'Hallo %@' }],
      },
    })
    expect(ofObject.map(({ key, header, text }) => [key, header, text.replaceAll(/\s/g, ' ')])).toEqual([
      ['left', 'Rest', 'Noch 120,00 € übrig'],
      ['who', 'Coffee card', 'Hallo $& Ada'],
    ])
    expect(ofClass).toEqual([])
  })

  it('is not a field without a value', () => {
    const back = [{ key: 'empty', value: '{{ voucher.points | slice: 9 }}', changeMessage: 'Now %@' }]
    expect(announced({ fields: { back } }).ofObject).toEqual([])
  })

  it('of a field that all passes share is the class’s, for one message to all', () => {
    const back = [{ key: 'hours', label: 'Hours', value: 'Nine to five', changeMessage: 'We are open %@' }]
    expect(announced({ fields: { back } })).toEqual({
      ofObject: [],
      ofClass: [{ key: 'hours', header: 'Hours', text: 'We are open Nine to five' }],
    })
  })

  it('of a variant that the calendar enters is the class’s, of one that passes enter by themselves the object’s', () => {
    const fields = { back: [] }
    const advent: Variant = { when: { from: '2026-12-01T00:00:00Z' }, message: 'Advent' }
    const hello: Variant = { when: { installed: true }, message: 'Hello {{ contact.name }}' }
    const facts = { installedAt: new Date('2026-12-09T00:00:00Z') }
    const news = (text: string) => [{ key: 'news', header: 'News', text }]
    expect(announced({ fields }, [advent], facts)).toEqual({ ofObject: [], ofClass: news('Advent') })
    expect(announced({ fields }, [advent, hello], facts)).toEqual({ ofObject: news('Hello Ada'), ofClass: [] })
    expect(announced({ fields }, [advent, hello])).toEqual({ ofObject: news('Advent'), ofClass: [] })
  })
})
