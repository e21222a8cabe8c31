import { revision as describedRevision, type Vertical, verticals } from '@billfold/google-wallet'
import { describe, expect, it } from 'vitest'
import { schemas } from '../../../packages/google-wallet/src/generated/schemas.ts'
import { adaState, campaignOf, images } from '../../test/google-campaigns.ts'
import { judgedClass, judgedObject } from '../../test/google-judges.ts'
import { type Kind, kinds } from '../passes/content/content.ts'
import { contentOf } from '../passes/content/content-of.ts'
import type { JsonObject } from '../passes/content/json.ts'
import { compileRevision, type RevisionSource, type Variant } from '../passes/content/revision.ts'
import type { PassState } from '../passes/content/state.ts'
import { googleClassOf } from './class-of.ts'
import { identityKeys } from './identity.ts'
import { googleObjectOf } from './object-of.ts'
import { googlePlace } from './place.ts'

const now = new Date('2026-11-20T12:00:00Z')
const [installedAt, voidedAt] = [new Date('2026-11-01T12:00:00Z'), new Date('2026-11-02T12:00:00Z')]
const place = googlePlace('https://passes.example')

/** The class of a campaign and the object of Ada's pass, at a moment and in a state. */
function made(source: RevisionSource, { facts = {}, at = now }: { facts?: PassState['facts']; at?: Date } = {}) {
  const revision = compileRevision(source)
  const content = contentOf(revision, adaState(facts), at)
  return {
    revision,
    ofClass: judgedClass(revision, at).resource,
    ofObject: judgedObject(content, revision, at).resource,
  }
}
const modules = ({ textModulesData = [] }: JsonObject) =>
  Object.fromEntries((textModulesData as { id: string; body: string }[]).map(({ id, body }) => [id, body]))

const advent: Variant['when'] = { from: '2026-12-01T00:00:00Z', until: '2026-12-25T00:00:00Z' }

describe('the class is rendered from no pass', () => {
  it.each(kinds)('so nothing of Ada stands in that of a %s, whatever reads her tokens', (kind) => {
    const source = campaignOf(kind, {
      title: 'Card of {{ contact.name }}',
      issuerName: 'For {{ contact.name }}',
      colors: { background: '#{{ voucher.code | size }}00000' },
      links: [{ label: '{{ contact.name }}', url: 'https://roast.example/{{ voucher.code }}' }],
      relevance: { locations: [{ latitude: '{{ voucher.points }}', longitude: 1 }] },
      google: { object: { smartTapRedemptionValue: '{{ voucher.code }}' } },
    })
    const revision = compileRevision(source)
    const { resource } = googleClassOf(revision, now, place)
    for (const personal of ['Ada', 'C0FFEE', '120', 'contact', 'voucher', 'basic']) {
      expect(JSON.stringify(resource)).not.toContain(personal)
    }
  })

  it('and is the same whatever pass is looked at', () => {
    const variants = [{ when: { installed: true } as const, content: { title: 'Welcome back' } }]
    const revision = compileRevision(campaignOf('loyalty', {}, { variants }))
    expect(googleClassOf(revision, now, place)).toEqual(googleClassOf(revision, now, place))
  })
})

describe('the object never holds what the class has', () => {
  it.each(kinds)('of a %s in any state: modules, links, images and places are on one side', (kind) => {
    const variants: Variant[] = [
      { when: { installed: true }, content: { fields: { back: { terms: { value: 'Ten beans.' } } } } },
      { when: { voided: true }, content: { links: [{ label: 'Help', url: 'https://roast.example/help' }] } },
    ]
    for (const facts of [{}, { installedAt }, { voidedAt }]) {
      const { ofClass, ofObject } = made(campaignOf(kind, {}, { variants }), { facts })
      const both = Object.keys(ofObject).filter((key) => key in ofClass)
      expect(both).toEqual(['textModulesData'])
      const ids = Object.keys(modules(ofObject))
      expect(ids.filter((id) => id in modules(ofClass))).toEqual([])
      expect(ids).toEqual(['number', 'terms', 'greeting'])
    }
  })

  it('a place that a token fills is the object’s where Google has it on both', () => {
    const source = campaignOf('eventTicket', {
      colors: { background: '#{% if contact.tier == "basic" %}112233{% else %}445566{% endif %}' },
      links: [{ label: 'Yours', url: 'https://roast.example/{{ voucher.code }}' }],
    })
    const { ofClass, ofObject } = made(source)
    expect(ofClass).not.toHaveProperty('hexBackgroundColor')
    expect(ofClass).not.toHaveProperty('linksModuleData')
    expect(ofObject).toMatchObject({
      hexBackgroundColor: '#112233',
      linksModuleData: { uris: [{ uri: 'https://roast.example/C0FFEE', description: 'Yours' }] },
    })
  })

  it('an image that a state changes is the object’s, in all states', () => {
    const variants: Variant[] = [{ when: { voided: true }, content: { images: { strip: images.icon } } }]
    const hero = (facts: PassState['facts']) => {
      const { ofClass, ofObject } = made(campaignOf('loyalty', {}, { variants }), { facts })
      expect(ofClass).not.toHaveProperty('heroImage')
      return JSON.stringify(ofObject.heroImage)
    }
    expect(hero({})).toContain(images.strip)
    expect(hero({ voidedAt })).toContain(images.icon)
  })
})

describe('a text that the class alone can hold', () => {
  const tokenTitle = campaignOf('loyalty', { title: 'Card of {{ contact.name }}' })

  it('has something neutral there if it reads a token, and stands in a text module of the object', () => {
    const { ofClass, ofObject } = made(tokenTitle)
    expect(ofClass.programName).toBe('Card of Roast & Co')
    expect(modules(ofObject)['billfold-title']).toBe('Card of Ada')
    expect(made(campaignOf('loyalty', { issuerName: '{{ contact.name }}' })).ofClass.issuerName).toBe('Coffee card')
  })

  it.each<[Kind, object, string[]]>([
    [
      'coupon',
      { details: { finePrint: '{{ contact.name }}', provider: '{{ contact.name }}' } },
      ['provider', 'finePrint'],
    ],
    ['loyalty', { details: { tier: '{{ contact.tier }}' } }, ['tier']],
    [
      'eventTicket',
      { details: { venue: { name: '{{ contact.name }}', address: 'A' }, startsAt: '{{ voucher.when }}' } },
      ['venue', 'startsAt'],
    ],
    ['transit', { title: '{{ contact.name }}' }, ['title']],
  ])('of a %s: %o', (kind, content, ids) => {
    const { tokens } = campaignOf(kind)
    const when = { name: 'voucher.when', personal: false, type: 'date', sample: '2026-12-24T18:00:00Z' } as const
    const source = campaignOf(kind, content, { tokens: [...tokens, when] })
    const revision = compileRevision(source)
    const shown = contentOf(revision, adaState({}, { when: '2026-12-24T18:00:00+01:00' }), now)
    judgedClass(revision, now)
    const { resource } = judgedObject(shown, revision, now)
    expect(Object.keys(modules(resource))).toEqual(['number', 'greeting', ...ids.map((id) => `billfold-${id}`)])
  })

  it('has a header in English content only, since labels are English', () => {
    const header = (language?: string) => {
      const { ofObject } = made(campaignOf('loyalty', { title: '{{ contact.name }}', language }))
      return (ofObject.textModulesData as { id: string; header?: string }[]).find(({ id }) => id === 'billfold-title')
        ?.header
    }
    expect([header(), header('en-GB'), header('de')]).toEqual(['Programme', 'Programme', undefined])
  })

  it('stays what it is in no particular state where a state changes it; the object tells it only if it differs', () => {
    const variants: Variant[] = [{ when: { voided: true }, content: { title: 'Void card' } }]
    const source = campaignOf('loyalty', {}, { variants })
    const [before, after] = [made(source), made(source, { facts: { voidedAt } })]
    expect([before.ofClass.programName, after.ofClass.programName]).toEqual(['Coffee card', 'Coffee card'])
    expect([modules(before.ofObject)['billfold-title'], modules(after.ofObject)['billfold-title']]).toEqual([
      undefined,
      'Void card',
    ])
  })

  it('changes with the calendar, on the class alone', () => {
    const variants: Variant[] = [
      { when: advent, content: { title: 'Advent card', fields: { secondary: { opens: { value: 'At ten' } } } } },
    ]
    const source = campaignOf('loyalty', {}, { variants })
    const [before, during, after] = ['2026-11-30T23:59:59Z', '2026-12-01T00:00:00Z', '2026-12-25T00:00:00Z'].map((at) =>
      made(source, { at: new Date(at) }),
    )
    expect([before?.ofClass.programName, during?.ofClass.programName]).toEqual(['Coffee card', 'Advent card'])
    expect(modules(during?.ofClass ?? {}).opens).toBe('At ten')
    expect(during?.ofObject).toEqual(before?.ofObject)
    expect(after?.ofClass).toEqual(before?.ofClass)
  })
})

describe('a boarding pass', () => {
  const { details } = campaignOf('boardingPass').content as { details: JsonObject & { legs: JsonObject[] } }
  const [leg = {}] = details.legs

  it.each([
    ['the flight number is a token', { flightNumber: '{{ voucher.points }}' }],
    ['the departure is a token', { legs: [{ ...leg, departsAt: '{{ voucher.when }}' }] }],
    ['the airport is a token', { legs: [{ ...leg, from: { code: '{{ voucher.airport }}' } }] }],
  ])('is a generic pass if %s', (_, own) => {
    const tokens = [
      ...campaignOf('boardingPass').tokens,
      { name: 'voucher.when', personal: false, default: '2026-12-24T10:00:00Z' } as const,
      { name: 'voucher.airport', personal: false, default: 'MUC' } as const,
    ]
    const { ofObject, revision } = made(campaignOf('boardingPass', { details: { ...details, ...own } }, { tokens }))
    expect(judgedClass(revision, now).vertical).toBe('generic')
    expect(ofObject).toMatchObject({ header: { defaultValue: { value: 'Coffee card' } } })
  })

  it('is a generic pass if a segment changes the flight, or nothing is said of it', () => {
    const segment = { token: 'contact.tier', equals: 'gold' }
    const variants: Variant[] = [{ when: { segment }, content: { details: { legs: [leg] } } }]
    for (const source of [
      campaignOf('boardingPass', {}, { variants }),
      campaignOf('boardingPass', { details: undefined }),
    ]) {
      expect(judgedClass(compileRevision(source), now).vertical).toBe('generic')
    }
  })

  it('is a flight also where the gate is another on each pass, which the pass then tells itself', () => {
    const from = { code: 'FRA', gate: '{{ voucher.code }}' }
    const source = campaignOf('boardingPass', { details: { ...details, legs: [{ ...leg, from }] } })
    const { ofClass, ofObject, revision } = made(source)
    expect(judgedClass(revision, now).vertical).toBe('flight')
    expect(ofClass.origin).toEqual({ airportIataCode: 'FRA' })
    expect(modules(ofObject)['billfold-from-gate']).toBe('C0FFEE')
  })

  it('follows a delay by the calendar on the class', () => {
    const late = { ...leg, expectedDepartsAt: '2026-12-24T12:00:00+01:00' }
    const variants: Variant[] = [{ when: advent, content: { details: { legs: [late], status: 'cancelled' } } }]
    const { ofClass } = made(campaignOf('boardingPass', {}, { variants }), { at: new Date('2026-12-10T00:00:00Z') })
    expect(ofClass).toMatchObject({
      flightStatus: 'CANCELLED',
      localEstimatedOrActualDepartureDateTime: '2026-12-24T12:00:00',
    })
  })
})

describe('images', () => {
  const shown = (content: object) => {
    const { ofClass } = made(campaignOf('loyalty', content))
    const uri = (key: string) => (ofClass[key] as { sourceUri: { uri: string } } | undefined)?.sourceUri.uri.slice(30)
    return [uri('programLogo'), uri('wideProgramLogo'), uri('heroImage')]
  }
  const [icon, logo, strip, background] = ['1', '2', '3', '5'].map((digit) => digit.repeat(64)) as [
    string,
    string,
    string,
    string,
  ]
  const [round, wide, hero] = ['-google-logo.png', '-google-wide-logo.png', '-google-hero.png']

  it.each([
    [
      'a logo without text is a word, the icon the sign',
      { images: { icon, logo } },
      [icon + round, logo + wide, undefined],
    ],
    [
      'a logo with text is the sign',
      { images: { icon, logo }, logoText: 'Roast' },
      [logo + round, undefined, undefined],
    ],
    ['an icon alone is the sign', { images: { icon } }, [icon + round, undefined, undefined]],
    ['the strip is the hero', { images: { icon, strip, background } }, [icon + round, undefined, strip + hero]],
    ['else the background', { images: { icon, background } }, [icon + round, undefined, background + hero]],
  ])('%s', (_, content, expected) => {
    expect(shown(content)).toEqual(expected)
  })
})

describe('the state of an object', () => {
  const until = '2026-12-01T00:00:00Z'
  const state = (facts: PassState['facts'], at: string) =>
    made(campaignOf('loyalty', { validity: { until } }), { facts, at: new Date(at) }).ofObject.state

  it('is active, expired at the end of the validity, and inactive while the pass is void', () => {
    expect(state({}, '2026-11-30T23:59:59.999Z')).toBe('ACTIVE')
    expect(state({}, until)).toBe('EXPIRED')
    expect(state({ voidedAt }, '2026-11-30T00:00:00Z')).toBe('INACTIVE')
    expect(state({ voidedAt }, until)).toBe('INACTIVE')
  })

  it('can be completed by the raw part', () => {
    const variants: Variant[] = [{ when: { installed: true }, content: { google: { object: { state: 'COMPLETED' } } } }]
    const { ofObject } = made(campaignOf('coupon', {}, { variants }), { facts: { installedAt } })
    expect(ofObject.state).toBe('COMPLETED')
  })
})

describe('the raw part', () => {
  it('comes last: it adds, replaces, removes with null, and adds to modules by their id', () => {
    const google = {
      class: { countryCode: 'DE', hexBackgroundColor: '#ffffff', programLogo: { contentDescription: null } },
      object: {
        linkedOfferIds: ['3388000000022000000.offer'],
        barcode: { showCodeText: { defaultValue: { language: 'en', value: 'Show' } } },
        textModulesData: [
          { id: 'number', body: 'B{{ voucher.code }}' },
          { id: 'extra', body: 'More' },
        ],
      },
    }
    const { ofClass, ofObject } = made(campaignOf('loyalty', { google }))
    expect(ofClass).toMatchObject({ countryCode: 'DE', hexBackgroundColor: '#ffffff' })
    expect(ofClass.programLogo).not.toHaveProperty('contentDescription')
    expect(ofObject).toMatchObject({ linkedOfferIds: ['3388000000022000000.offer'] })
    expect(ofObject.barcode).toMatchObject({ value: 'C0FFEE', showCodeText: { defaultValue: { value: 'Show' } } })
    expect(modules(ofObject)).toEqual({ number: 'BC0FFEE', greeting: 'Dear Ada', extra: 'More' })
  })

  it('never says which class or object it is', () => {
    const google = {
      class: Object.fromEntries(identityKeys.class.map((key) => [key, 'x'])),
      object: Object.fromEntries(identityKeys.object.map((key) => [key, 'x'])),
    }
    const { ofClass, ofObject } = made(campaignOf('loyalty', { google }))
    expect(Object.values(ofClass)).not.toContain('x')
    expect(Object.values(ofObject)).not.toContain('x')
  })

  const kindOf: Readonly<Record<Vertical, Kind>> = {
    generic: 'generic',
    loyalty: 'loyalty',
    offer: 'coupon',
    giftCard: 'giftCard',
    eventTicket: 'eventTicket',
    flight: 'boardingPass',
    transit: 'transit',
  }
  const places = (Object.keys(verticals) as Vertical[]).flatMap((vertical) =>
    (['class', 'object'] as const).map((side) => [vertical, side] as const),
  )

  it.each(places)(`reaches every key of the %s %s in the description of ${describedRevision}`, (vertical, side) => {
    const keys = Object.keys(schemas[verticals[vertical][side]]).filter((key) => !identityKeys[side].includes(key))
    expect(keys.length).toBeGreaterThan(10)
    for (const key of keys) {
      const value = { reached: [key, 1, true] }
      const revision = compileRevision(campaignOf(kindOf[vertical], { google: { [side]: { [key]: value } } }))
      const content = contentOf(revision, adaState(), now)
      const rendered =
        side === 'class' ? googleClassOf(revision, now, place) : googleObjectOf(content, revision, now, place)
      expect(rendered.resource[key], key).toMatchObject(value)
    }
  })
})
