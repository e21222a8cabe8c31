import { describe, expect, it } from 'vitest'
import type { ContentTemplate, PassContent } from './content.ts'
import { contentDigest, contentOf } from './content-of.ts'
import { coffeeCard, passState } from './fixture.ts'
import { ContentError, compileRevision, type RevisionSource, type Variant } from './revision.ts'
import type { PassState } from './state.ts'

const installedAt = new Date('2026-11-22T09:30:00Z')
const installed = passState({}, { installedAt })
const after = (ms: number) => new Date(installedAt.getTime() + ms)

function show(changes: Partial<RevisionSource> = {}, state: PassState = passState(), at = installedAt): PassContent {
  return contentOf(compileRevision(coffeeCard(changes)), state, at)
}

/** What the pass shows at each of the moments, by one compiled revision. */
function showAt<T>(variants: Variant[], state: PassState, moments: Date[], of: (content: PassContent) => T): T[] {
  const revision = compileRevision(coffeeCard({ variants }))
  return moments.map((at) => of(contentOf(revision, state, at)))
}

const title = (content: PassContent) => content.title
const back = (content: PassContent) => Object.fromEntries(content.fields.back.map(({ key, value }) => [key, value]))
const news = (content: PassContent) => back(content).news

function issuesOf(act: () => unknown) {
  try {
    act()
  } catch (error) {
    if (error instanceof ContentError) return error.issues.map(({ code, path }) => `${code} ${path}`)
    throw error
  }
  return []
}

describe('content is a pure function of revision, state and moment', () => {
  const variants: Variant[] = [
    {
      when: { installed: true, after: 'PT10S' },
      content: { title: 'Installed' },
      message: 'Hi {{ contact.firstName }}',
    },
    { when: { from: '2026-12-24T00:00:00Z' }, content: { colors: { background: '#aa0000' } }, message: 'Merry' },
    { when: { voided: true }, content: { title: 'Void' } },
    { when: { segment: { token: 'contact.tier', equals: 'gold' } }, content: { fields: { back: { hint: null } } } },
  ]

  it('equal arguments give equal content and digest, in any order of asking and from any copy of the revision', () => {
    const source = coffeeCard({ variants })
    const states = ['basic', 'gold'].flatMap((tier) =>
      [{}, { installedAt }, { installedAt, voidedAt: after(60_000) }].map((facts) =>
        passState({ contact: { tier } }, facts),
      ),
    )
    const moments = [0, 9_999, 10_000, 60_000, 40 * 86_400_000].map(after)
    const questions = states.flatMap((state) => moments.map((at) => ({ state, at })))
    const digests = (revision: ReturnType<typeof compileRevision>, asked: typeof questions) =>
      new Map(asked.map((question) => [question, contentDigest(contentOf(revision, question.state, question.at))]))

    const revision = compileRevision(source)
    const first = digests(revision, questions)
    const reversed = digests(revision, questions.toReversed())
    const other = digests(compileRevision(structuredClone(source)), questions)
    for (const question of questions) {
      expect(reversed.get(question)).toBe(first.get(question))
      expect(other.get(question)).toBe(first.get(question))
    }
    expect(new Set(first.values()).size).toBeGreaterThan(10)
  })

  it('does not follow what its author does to the source later', () => {
    const source = structuredClone(coffeeCard())
    const revision = compileRevision(source)
    Object.assign(source.content, { title: 'Changed' })
    expect(contentOf(revision, passState(), installedAt).title).toBe('Coffee Card')
  })

  it('a result cannot spoil the next one', () => {
    const revision = compileRevision(coffeeCard())
    const content = contentOf(revision, passState(), installedAt)
    expect(() => content.fields.back.push({ key: 'x', value: 'x' })).toThrow(TypeError)
    expect(contentOf(revision, passState(), installedAt).fields.back).toHaveLength(2)
  })
})

describe('the digest', () => {
  it('does not depend on the order of keys, and on everything else', () => {
    const content = show()
    const shuffled = Object.fromEntries(Object.entries(content).toReversed()) as PassContent
    expect(contentDigest(shuffled)).toBe(contentDigest(content))
    expect(contentDigest(content)).toMatch(/^[0-9a-f]{64}$/)
    const { barcode, ...rest } = content
    expect(contentDigest(rest as PassContent)).not.toBe(contentDigest(content))
    expect(contentDigest(show({}, passState({ contact: { points: 1 } })))).not.toBe(contentDigest(content))
  })
})

describe('a result takes the type that the schema declares at its place', () => {
  it('of numbers, dates, booleans and texts', () => {
    const fields = {
      header: [{ key: 'n', value: '{{ contact.points }}', format: { number: 'decimal' } }],
      primary: [{ key: 't', value: '{{ contact.points }}' }],
      secondary: [
        {
          key: 'd',
          value: ' {{ facts.installedAt }} ',
          format: { date: 'short', time: 'none', relative: '{{ "true" }}' },
        },
      ],
    }
    const content = show(
      { content: { ...coffeeCard().content, fields } },
      passState({ contact: { points: '12' } }, { installedAt }),
    )
    expect(content.details).toMatchObject({ points: { value: 12 } })
    expect(content.fields.header[0]?.value).toBe(12)
    expect(content.fields.primary[0]?.value).toBe('12')
    expect(content.fields.secondary[0]).toMatchObject({
      value: '2026-11-22T09:30:00.000Z',
      format: { relative: true },
    })
  })

  it('and one that cannot is an issue with its path, together with all others', () => {
    const content: ContentTemplate = {
      ...coffeeCard().content,
      details: { points: { label: 'Beans', value: '{{ contact.firstName }}' } },
      colors: { background: '{{ contact.firstName }}' },
      validity: { until: '{{ contact.firstName }}' },
      links: [{ label: 'x', url: '{{ contact.firstName }}:alert(1)' }],
      relevance: { locations: [{ latitude: '{{ contact.points | plus: 100 }}', longitude: 0 }] },
    }
    expect(
      issuesOf(() => show({ content }, passState({ contact: { firstName: 'javascript', points: 'many' } }))),
    ).toEqual([
      'token_type /tokens/contact/points',
      'result_type /details/points/value',
      'malformed /validity/until',
      'malformed /colors/background',
      'out_of_range /relevance/locations/0/latitude',
      'malformed /links/0/url',
    ])
  })

  it('whose error may be logged: only its issues quote tokens', () => {
    const state = passState({ contact: { tier: 'Lovelace' }, voucher: { validUntil: 'Lovelace' } })
    const content = { ...coffeeCard().content, colors: { background: '{{ contact.tier }}' } }
    expect(() => show({ content }, state)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('Lovelace') }),
    )
  })

  it('an empty one is absent where the place is not text, with the smallest optional part that needs it', () => {
    const content: ContentTemplate = {
      ...coffeeCard().content,
      details: { points: { label: 'Beans', value: '{{ voucher.validUntil }}' }, tier: '' },
      links: [
        { label: 'x', url: '{{ voucher.validUntil }}' },
        { label: 'y', url: 'tel:1' },
      ],
      relevance: { dates: [{ at: '{{ voucher.validUntil }}' }], maxDistanceMeters: '{{ voucher.validUntil }}' },
      fields: {
        header: [{ key: 'until', value: '{{ voucher.validUntil }}', format: { date: 'short', time: 'none' } }],
        back: [{ key: 'text', value: '{{ voucher.validUntil }}' }],
      },
    }
    expect(show({ content })).toMatchObject({
      details: { tier: '' },
      validity: {},
      links: [{ label: 'y', url: 'tel:1' }],
      relevance: { dates: [] },
      fields: { header: [], back: [{ key: 'text', value: '' }] },
    })
  })

  it('an empty barcode is an issue: such a pass could not be redeemed', () => {
    expect(issuesOf(() => show({}, passState({ voucher: { code: undefined } })))).toEqual([
      'out_of_range /barcode/message',
    ])
  })
})

describe('hostile tokens', () => {
  it.each([
    '{{ voucher.code }}',
    '{% if true %}',
    '%@',
    '<a href="javascript:x">',
    '__proto__',
    'constructor',
    '\u0000',
  ])('%j is shown as it is in a value', (firstName) => {
    const content = show({}, passState({ contact: { firstName } }))
    expect(content.fields.primary[0]?.value).toBe(firstName)
  })

  it('%@ in a change message does not stand for the value', () => {
    const fields = { header: [{ key: 'a', value: 1, changeMessage: '{{ contact.firstName }} has %@' }] }
    const content = show({ content: { ...coffeeCard().content, fields } }, passState({ contact: { firstName: '%@%' } }))
    expect(content.fields.header[0]?.changeMessage?.match(/%@/g)).toHaveLength(1)
  })

  it("are inert in the wallets' own parts", () => {
    const content: ContentTemplate = {
      ...coffeeCard().content,
      apple: {
        nested: [{ attributedValue: '<a href="https://example.org/">{{ contact.firstName }}</a>' }],
        changeMessage: '{{ contact.firstName }} %@',
        text: '{{ contact.firstName }}',
      },
      google: {
        object: {
          messages: [{ body: '{{ contact.firstName }}' }],
          textModulesData: [{ body: '{{ contact.firstName }}' }],
          groupingInfo: { groupingId: '{{ contact.points }}', sortIndex: '{{ contact.points }}' },
        },
      },
    }
    const { apple, google } = show({ content }, passState({ contact: { firstName: '<b>%@' } }))
    expect(apple).toEqual({
      nested: [{ attributedValue: '<a href="https://example.org/">&lt;b&gt;%@</a>' }],
      changeMessage: '<b>%\u2060@ %@',
      text: '<b>%@',
    })
    expect(google?.object).toEqual({
      messages: [{ body: '&lt;b&gt;%@' }],
      textModulesData: [{ body: '<b>%@' }],
      groupingInfo: { groupingId: '0', sortIndex: 0 },
    })
  })

  it("lead nowhere else from the wallets' own parts than the web, telephone and mail", () => {
    const content: ContentTemplate = {
      ...coffeeCard().content,
      apple: { appLaunchURL: 'coffee://open', addOnURL: '{{ contact.firstName }}' },
      google: { object: { messages: [{ body: '<a href="{{ contact.firstName }}">x</a>' }] } },
    }
    expect(issuesOf(() => show({ content }, passState({ contact: { firstName: 'javascript:alert(1)' } })))).toEqual([
      'unsafe_link /apple/addOnURL',
      'unsafe_link /google/object/messages/0/body',
    ])
    const fine = show({ content }, passState({ contact: { firstName: 'https://example.org/' } }))
    expect(fine.apple).toEqual({ appLaunchURL: 'coffee://open', addOnURL: 'https://example.org/' })
  })

  it('a megabyte of text and a deep object are refused by name', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`)
    expect(issuesOf(() => show({}, passState({ contact: { firstName: 'x'.repeat(1_000_000), tier: deep } })))).toEqual([
      'token_too_long /tokens/contact/firstName',
      'token_type /tokens/contact/tier',
    ])
  })
})

describe('voided', () => {
  it('holds from the moment of voiding, and no longer once the pass is restored', () => {
    const voidedAt = after(1_000)
    const voided = ({ voided }: PassContent) => voided
    const moments = [after(999), voidedAt, after(5_000)]
    expect(showAt([], passState({}, { voidedAt }), moments, voided)).toEqual([false, true, true])
    expect(showAt([], passState({}, { voidedAt: undefined }), moments, voided)).toEqual([false, false, false])
  })
})

describe('variants', () => {
  it('apply while their fact holds, from its very millisecond', () => {
    const variants = [{ when: { installed: true }, content: { title: 'On a phone' } }] as const
    expect(showAt([...variants], installed, [after(-1), after(0)], title)).toEqual(['Coffee Card', 'On a phone'])
    expect(showAt([...variants], passState(), [after(0)], title)).toEqual(['Coffee Card'])
  })

  it('wait for their delay, to the millisecond', () => {
    const variants = [{ when: { installed: true, after: 'PT15S' } as const, content: { title: 'Later' } }]
    const moments = [after(14_999), after(15_000)]
    expect(showAt(variants, installed, moments, title)).toEqual(['Coffee Card', 'Later'])
  })

  it('apply from a beginning until an end, which is no longer within', () => {
    const variants = [
      {
        when: { from: '2026-12-24T00:00', until: '2026-12-27T00:00', zone: 'Europe/Berlin' },
        content: { title: 'Xmas' },
      },
    ]
    const moments = [
      '2026-12-23T22:59:59.999Z',
      '2026-12-23T23:00:00Z',
      '2026-12-26T22:59:59.999Z',
      '2026-12-26T23:00:00Z',
    ]
    expect(
      showAt(
        variants,
        passState(),
        moments.map((at) => new Date(at)),
        title,
      ),
    ).toEqual(['Coffee Card', 'Xmas', 'Xmas', 'Coffee Card'])
  })

  it('apply at an hour that the clock shows twice from its first time on', () => {
    const variants = [{ when: { from: '2026-10-25T02:30', zone: 'Europe/Berlin' }, content: { title: 'Winter' } }]
    const moments = ['2026-10-25T00:29:59.999Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']
    expect(
      showAt(
        variants,
        passState(),
        moments.map((at) => new Date(at)),
        title,
      ),
    ).toEqual(['Coffee Card', 'Winter', 'Winter'])
  })

  it('apply once the validity of the base content has passed', () => {
    const until = '2026-12-31T23:00:00Z'
    const variants: Variant[] = [
      { when: { from: '2026-01-01T00:00:00Z' }, content: { validity: { until: '2030-01-01T00:00:00Z' } } },
      { when: { expired: true }, content: { title: 'Expired' } },
    ]
    const state = passState({ voucher: { validUntil: until } })
    const moments = [new Date(Date.parse(until) - 1), new Date(until)]
    expect(showAt(variants, state, moments, title)).toEqual(['Coffee Card', 'Expired'])
    expect(showAt(variants, passState(), moments, title)).toEqual(['Coffee Card', 'Coffee Card'])
  })

  it('apply to a segment, by values or defaults', () => {
    const variants = [
      { when: { segment: { token: 'contact.tier', in: ['gold', 'platinum'] } }, content: { title: 'VIP' } },
    ]
    const titles = ['gold', 'platinum', 'basic', undefined].map(
      (tier) => showAt(variants, passState({ contact: { tier } }), [after(0)], title)[0],
    )
    expect(titles).toEqual(['VIP', 'VIP', 'Coffee Card', 'Coffee Card'])
    const basic = [{ when: { segment: { token: 'contact.tier', equals: 'basic' } }, content: { title: 'Basic' } }]
    expect(showAt(basic, passState(), [after(0)], title)).toEqual(['Basic'])
  })

  it('compare numbers as numbers', () => {
    const variants = [{ when: { segment: { token: 'contact.points', equals: 10 } }, content: { title: 'Ten' } }]
    expect(showAt(variants, passState({ contact: { points: '10' } }), [after(0)], title)).toEqual(['Ten'])
  })

  it('apply only while all of their condition holds', () => {
    const voidedAt = after(10_000)
    const when = {
      installed: true,
      voided: true,
      after: 'PT1S',
      until: '2026-11-22T09:30:20Z',
      segment: { token: 'contact.tier', equals: 'gold' },
    } as const
    const variants = [{ when, content: { title: 'All' } }]
    const moments = [after(10_999), after(11_000), after(19_999), after(20_000)]
    const gold = passState({ contact: { tier: 'gold' } }, { installedAt, voidedAt })
    expect(showAt(variants, gold, moments, title)).toEqual(['Coffee Card', 'All', 'All', 'Coffee Card'])
    expect(showAt(variants, passState({ contact: { tier: 'gold' } }, { installedAt }), moments, title)).not.toContain(
      'All',
    )
    expect(showAt(variants, passState({}, { installedAt, voidedAt }), moments, title)).not.toContain('All')
  })

  it('are applied in order, each on what those before it left', () => {
    const variants: Variant[] = [
      { when: { installed: true }, content: { title: 'One', fields: { back: { hint: null, extra: { value: '1' } } } } },
      {
        when: { voided: true },
        content: { title: 'Two', fields: { back: { extra: { value: '2' }, terms: { label: null } } } },
      },
    ]
    const state = passState({}, { installedAt, voidedAt: after(1) })
    const [one, both] = showAt(variants, state, [after(0), after(1)], ({ title, fields }) => ({
      title,
      back: fields.back,
    }))
    expect(one?.title).toBe('One')
    expect(both).toEqual({
      title: 'Two',
      back: [
        { key: 'terms', value: 'One coffee for ten beans.' },
        { key: 'extra', value: '2' },
      ],
    })
  })

  it('may hold templates, which are typed by where they end up', () => {
    const content = { fields: { back: { hint: { value: '{{ contact.points }}', format: { number: 'decimal' } } } } }
    const shown = showAt([{ when: { installed: true }, content }], installed, [after(0)], back)
    expect(shown[0]?.hint).toBe(0)
  })

  it('that spoil each other, unseen by any review, are refused instead of shown as they are written', () => {
    const variants: Variant[] = [
      { when: { installed: true }, content: { fields: { back: { hint: { changeMessage: '%@' } } } } },
      { when: { voided: true }, content: { fields: { back: { hint: { value: '{{ at }}' } } } } },
    ]
    const both = passState({}, { installedAt, voidedAt: installedAt })
    expect(issuesOf(() => show({ variants }, both))).toEqual(['volatile_time /fields/back/1/value'])
  })

  it('that were left leave nothing behind', () => {
    const variants = [
      { when: { until: '2026-11-22T09:30:00Z' }, content: { logoText: 'x', fields: { back: { terms: null } } } },
    ]
    const revision = compileRevision(coffeeCard({ variants }))
    const plain = compileRevision(coffeeCard())
    expect(contentDigest(contentOf(revision, installed, after(0)))).toBe(
      contentDigest(contentOf(plain, installed, after(0))),
    )
  })
})

describe('the news', () => {
  const welcome: Variant = { when: { installed: true, after: 'PT10S' }, message: 'Welcome, {{ contact.firstName }}!' }
  const sale: Variant = { when: { from: '2026-11-22T10:00:00Z', until: '2026-11-22T11:00:00Z' }, message: 'Sale today' }

  it('are a field on the back that is there, and empty, before anything is said', () => {
    const content = show({ variants: [welcome], newsLabel: 'From us' }, passState())
    expect(content.fields.back.at(-1)).toEqual({ key: 'news', label: 'From us', value: '', changeMessage: '%@' })
  })

  it('are the message of the variant entered last, whether it has been left or not', () => {
    const moments = [0, 9_999, 10_000, 29 * 60_000, 30 * 60_000, 90 * 60_000, 900 * 60_000].map(after)
    expect(showAt([welcome, sale], installed, moments, news)).toEqual([
      '',
      '',
      'Welcome, Ada!',
      'Welcome, Ada!',
      'Sale today',
      'Sale today',
      'Sale today',
    ])
  })

  it('follow the order of entering, not the order of the variants', () => {
    const late = passState({}, { installedAt: new Date('2026-11-22T10:30:00Z') })
    const moments = [
      new Date('2026-11-22T10:00:00Z'),
      new Date('2026-11-22T10:30:10Z'),
      new Date('2026-11-22T12:00:00Z'),
    ]
    expect(showAt([welcome, sale], late, moments, news)).toEqual(['Sale today', 'Welcome, Ada!', 'Welcome, Ada!'])
  })

  it('are those of the later variant where two are entered at once', () => {
    const variants: Variant[] = ['first', 'second'].map((message) => ({ when: { installed: true }, message }))
    expect(showAt(variants, installed, [after(0)], news)).toEqual(['second'])
  })

  it('are not touched by a variant that says nothing', () => {
    const quiet: Variant = { when: { installed: true, after: 'PT20S' }, content: { title: 'Quiet' } }
    expect(showAt([welcome, quiet], installed, [after(20_000)], news)).toEqual(['Welcome, Ada!'])
  })

  it('do not come from a variant whose time had passed before its fact', () => {
    const early: Variant = { when: { installed: true, until: '2026-11-22T09:00:00Z' }, message: 'Early' }
    expect(showAt([early], installed, [after(0)], news)).toEqual([''])
  })

  it("are borne by the author's own field of that key, which keeps its place, label and first value", () => {
    const own = { key: 'news', label: 'Latest', value: 'Nothing new, {{ contact.firstName }}' }
    const content = { ...coffeeCard().content, fields: { secondary: [own, { key: 'other', value: 1 }] } }
    const revision = compileRevision(coffeeCard({ content, variants: [welcome] }))
    const [before, entered] = [after(0), after(10_000)].map((at) => contentOf(revision, installed, at).fields)
    expect(before?.secondary[0]).toEqual({ ...own, value: 'Nothing new, Ada', changeMessage: '%@' })
    expect(entered?.secondary[0]).toEqual({ ...own, value: 'Welcome, Ada!', changeMessage: '%@' })
    expect(entered?.back).toEqual([])
  })

  it('are there, once they have a label, even without any message', () => {
    expect(news(show({ newsLabel: 'News' }))).toBe('')
    expect(news(show())).toBeUndefined()
  })
})
