import { describe, expect, it } from 'vitest'
import { coffeeCard } from './fixture.ts'
import { compileRevision, type RevisionSource, type Variant } from './revision.ts'
import { sharedContentAt } from './sharing.ts'

const at = new Date('2026-12-20T12:00:00Z')
const revisionOf = (changes: Partial<RevisionSource> = {}) => compileRevision(coffeeCard(changes))
const advent: Variant['when'] = { from: '2026-12-01T00:00:00Z', until: '2026-12-25T00:00:00Z' }

/** The causes of a difference at a place, as JSON Pointers and what they are. */
const causes = (changes: Partial<RevisionSource>, ...path: string[]) =>
  revisionOf(changes)
    .sharing.personalAt(...path)
    .map(({ cause, by }) => `${by} /${cause.join('/')}`)

describe('what passes share', () => {
  it('is what reads neither tokens nor facts; a field is shared as a whole or not at all', () => {
    const { content } = coffeeCard()
    const back = [
      { key: 'hours', label: 'Hours', value: 'Nine to five' },
      { key: 'greeting', label: 'Dear {{ contact.firstName }}', value: 'Hello' },
      { key: 'since', label: 'Since', value: '{{ facts.installedAt | date: "%Y" }}' },
      { key: 'year', label: 'Year', value: '{{ "now" | date: "%Y" }}' },
    ]
    const { sharing } = revisionOf({ content: { ...content, fields: { back } } })
    expect(back.map(({ key }) => sharing.isShared('fields', key))).toEqual([true, false, false, true])
    expect(sharing.isShared('title')).toBe(true)
    expect(sharing.isShared('colors')).toBe(true)
    expect(sharing.isShared('details', 'points', 'label')).toBe(true)
    expect(sharing.isShared('details', 'points')).toBe(false)
    expect(sharing.isShared('details')).toBe(false)
  })

  it.each<[string, Variant['when'], boolean]>([
    ['the calendar', advent, true],
    ['an installation', { installed: true }, false],
    ['a voiding', { voided: true }, false],
    ['an expiry', { expired: true }, false],
    ['a delay', { installed: true, after: 'PT1H' }, false],
    ['a segment', { segment: { token: 'contact.tier', equals: 'gold' } }, false],
    ['a segment within the calendar', { ...advent, segment: { token: 'contact.tier', equals: 'gold' } }, false],
  ])('is what a variant of %s changes: %#', (_, when, isShared) => {
    const variants = [{ when, content: { title: 'Another', colors: { label: '#000000' }, links: [] } }]
    const { sharing } = revisionOf({ variants })
    for (const path of [['title'], ['colors'], ['colors', 'label'], ['links'], ['links', '0', 'url']]) {
      expect(sharing.isShared(...path), path.join('/')).toBe(isShared)
    }
    expect(sharing.isShared('colors', 'background')).toBe(true)
    expect(sharing.isShared('issuerName')).toBe(true)
  })

  it('is no field that a state touches, in whatever form the patch names it', () => {
    const touched = (fields: unknown) => {
      const { sharing } = revisionOf({ variants: [{ when: { voided: true }, content: { fields } }] })
      return ['terms', 'hint'].map((key) => !sharing.isShared('fields', key))
    }
    expect(touched({ back: { hint: null } })).toEqual([false, true])
    expect(touched({ back: [{ key: 'hint', label: 'Void' }] })).toEqual([false, true])
    expect(touched({ primary: { terms: { value: 'x' } } })).toEqual([true, false])
    expect(touched({ back: null })).toEqual([true, true])
    expect(touched(null)).toEqual([true, true])
  })

  it('is not what a calendar variant writes with a token, at any time', () => {
    const variants = [{ when: advent, content: { title: 'For {{ contact.firstName }}' } }]
    expect(causes({ variants }, 'title')).toEqual(['template /variants/0/content/title'])
  })

  it('is news only if all of it comes by the calendar and names nobody', () => {
    const message = (when: Variant['when'], text: string) => ({ when, message: text })
    const christmas = message(advent, 'Merry Christmas')
    expect(causes({ variants: [christmas] }, 'fields', 'news')).toEqual([])
    expect(causes({ variants: [christmas, message({ installed: true }, 'Hi')] }, 'fields', 'news')).toEqual([
      'variant /variants/1/message',
    ])
    expect(causes({ variants: [christmas, message(advent, 'Hi {{ contact.firstName }}')] }, 'fields', 'news')).toEqual([
      'template /variants/1/message',
    ])
  })

  it('names every cause at its place', () => {
    const { content } = coffeeCard()
    const variants = [
      { when: { voided: true }, content: { title: 'Void' } },
      { when: advent, content: { fields: { back: { hint: { value: '{{ voucher.code }}' } } } } },
    ] as const
    const changes = { content: { ...content, title: '{{ contact.firstName }}' }, variants }
    expect(causes(changes, 'title')).toEqual(['template /content/title', 'variant /variants/0/content/title'])
    expect(causes(changes, 'fields', 'hint')).toEqual(['template /variants/1/content/fields/back/hint/value'])
  })
})

describe('shared content', () => {
  it('has nothing of a pass, not even defaults and samples of tokens', () => {
    const content = sharedContentAt(revisionOf(), at)
    expect(content).toMatchObject({ title: 'Coffee Card', details: {}, fields: { header: [], primary: [] } })
    expect(Object.keys(content.details ?? {})).toEqual([])
    expect('barcode' in content).toBe(false)
    const text = JSON.stringify(content)
    for (const personal of ['friend', 'Ada', 'C0FFEE', 'basic']) expect(text).not.toContain(personal)
  })

  it('follows the calendar and no state', () => {
    const variants: Variant[] = [
      { when: advent, content: { title: 'Advent card' }, message: 'Advent' },
      { when: { installed: true }, content: { title: 'Installed' } },
      { when: { voided: true }, content: { issuerName: 'Nobody' } },
    ]
    const revision = revisionOf({ variants })
    const shown = (moment: string) => {
      const { title, issuerName, fields } = sharedContentAt(revision, new Date(moment))
      return [title, issuerName, fields.back.find(({ key }) => key === 'news')?.value]
    }
    expect(shown('2026-11-30T23:59:59Z')).toEqual(['Coffee Card', 'Roast & Co', ''])
    expect(shown('2026-12-01T00:00:00Z')).toEqual(['Advent card', 'Roast & Co', 'Advent'])
    expect(shown('2026-12-25T00:00:00Z')).toEqual(['Coffee Card', 'Roast & Co', 'Advent'])
  })

  it('leaves out what cannot be without a personal part, but of the details only that part', () => {
    const leg = { from: { code: 'FRA' }, to: { code: 'JFK' }, departsAt: '2026-12-24T10:00:00+01:00' }
    const details = {
      carrierCode: 'LH',
      flightNumber: '400',
      passengerName: '{{ contact.firstName }}',
      legs: [leg, { ...leg, departsAt: '{{ voucher.validUntil }}' }],
      frequentFlyer: { program: 'Miles', number: '{{ voucher.code }}' },
    }
    const { fields: _, ...content } = coffeeCard().content
    const revision = revisionOf({
      kind: 'boardingPass',
      content: { ...content, details } as RevisionSource['content'],
    })
    expect(sharedContentAt(revision, at).details).toEqual({ carrierCode: 'LH', flightNumber: '400', legs: [leg] })
  })
})
