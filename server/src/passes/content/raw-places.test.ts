import { appleObjects, type KeyTable, type Type, type ValueKind } from '@billfold/pkpass/keys'
import { describe, expect, it } from 'vitest'
import { contentOf } from './content-of.ts'
import { coffeeCard, passState } from './fixture.ts'
import { type JsonObject, valueAt } from './json.ts'
import { ContentError, compileRevision, reviewRevision } from './revision.ts'

const at = new Date('2026-11-22T09:30:00Z')

/** A card with raw parts, in which `{{ voucher.x }}` is what is put there. */
const cardWith = (parts: RawParts) =>
  coffeeCard({
    content: { ...coffeeCard().content, ...parts },
    tokens: [...coffeeCard().tokens, { name: 'voucher.x', personal: false }],
  })
type RawParts = { readonly apple: JsonObject } | { readonly google: JsonObject }

/** What of its raw part a pass with this token shows, or why it shows nothing. */
function shownOf(wallet: 'apple' | 'google', part: JsonObject, x: unknown): object {
  try {
    const card = cardWith(wallet === 'apple' ? { apple: part } : { google: part })
    const { [wallet]: shown = {} } = contentOf(compileRevision(card), passState({ voucher: { x } }), at)
    return { [wallet]: shown }
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    for (const { message, fix } of error.issues) expect([message, fix]).not.toContain('')
    return { issues: error.issues.map(({ code, path }) => `${code} ${path}`) }
  }
}
const shown = (apple: JsonObject, x: unknown) => shownOf('apple', apple, x)
const shownByGoogle = (google: JsonObject, x: unknown) => shownOf('google', google, x)

const x = '{{ voucher.x }}'
/** JSON with a value at a path of keys and indices. */
const nested = (path: string, value: unknown): JsonObject =>
  path
    .split('/')
    .reduceRight<unknown>(
      (inner, segment) => (/^\d+$/.test(segment) ? [inner] : { [segment]: inner }),
      value,
    ) as JsonObject

describe('a template’s result in the raw part for Apple', () => {
  it.each([
    ['semantics/flightNumber', '815', 815],
    ['semantics/duration', ' 5400 ', 5400],
    ['semantics/silenceRequested', 'true', true],
    ['semantics/venueLocation/latitude', '-54.3', -54.3],
    ['semantics/eventStartDate', ' 2026-12-24T18:00:00+01:00', '2026-12-24T18:00:00+01:00'],
    ['semantics/eventType', 'PKEventTypeMovie', 'PKEventTypeMovie'],
    ['semantics/seats/0/seatRow', '7', '7'],
    ['semantics/seats/0/seatSectionColor', '#FF8000', 'rgb(255, 128, 0)'],
    ['semantics/performerNames/0', ' Ada ', ' Ada '],
    ['semantics/departureAirportTimeZone', 'Europe/Berlin', 'Europe/Berlin'],
    ['sharingProhibited', 'false', false],
    ['voided', 'true', true],
    ['maxDistance', '250', 250],
    ['associatedStoreIdentifiers/0', '284882215', 284882215],
    ['footerBackgroundColor', 'rgb(1, 2, 3)', 'rgb(1, 2, 3)'],
    ['locations/0/altitude', '12.5', 12.5],
    ['beacons/0/major', '7', 7],
    ['relevantDates/0/date', '2026-12-24T18:00Z', '2026-12-24T18:00Z'],
    ['nfc/requiresAuthentication', 'true', true],
    ['nfc/message', 'M-1', 'M-1'],
    ['storeCard/auxiliaryFields/0/row', '1', 1],
    ['storeCard/backFields/0/isRelative', 'true', true],
    ['posterGeneric/headerFields/0/semantics/flightNumber', '815', 815],
    ['upcomingPassInformation/0/dateInformation/isAllDay', 'true', true],
    ['upcomingPassInformation/0/images/venueMap/URLs/0/size', '2048', 2048],
    ['upcomingPassInformation/0/semantics/silenceRequested', 'false', false],
    ['upcomingPassInformation/0/auxiliaryStoreIdentifiers/0', '1', 1],
    ['featuredActions/0/url', 'tel:+494315550100', 'tel:+494315550100'],
    ['contactVenueWebsite', 'https://hall.example', 'https://hall.example'],
    ['contactVenueEmail', 'hall@example.com', 'hall@example.com'],
    ['userInfo/count', '7', '7'],
    ['keyFromTheFuture/count', '7', '7'],
  ])('at %s: %j becomes %j', (path, token, value) => {
    const result = shown(nested(path, x), token)
    expect(valueAt(result, ['apple', ...path.split('/')])).toEqual(value)
  })

  it.each([
    ['semantics/flightNumber', 'LH 400', 'result_type'],
    ['semantics/flightNumber', '-1', 'result_type'],
    ['semantics/silenceRequested', 'yes', 'result_type'],
    ['semantics/venueLocation/latitude', '91', 'result_type'],
    ['semantics/eventStartDate', '2026-12-24', 'result_type'],
    ['semantics/balance/currencyCode', '€', 'result_type'],
    ['semantics/seats/0/seatSectionColor', 'orange', 'result_type'],
    ['expirationDate', '2026-12-24T18:00:00+0100', 'result_type'],
    ['backgroundColor', 'rgb(1, 2, 300)', 'result_type'],
    ['beacons/0/proximityUUID', '7', 'result_type'],
    ['beacons/0/major', '70000', 'result_type'],
    ['nfc/message', 'x'.repeat(65), 'result_type'],
    ['barcodes/0/format', 'qr', 'result_type'],
    ['barcodes/0/message', '', 'result_type'],
    ['boardingPass/transitType', 'PKTransitTypePlane', 'result_type'],
    ['storeCard/auxiliaryFields/0/row', '2', 'result_type'],
    ['addOnURL', 'http://hall.example', 'unsafe_link'],
    ['featuredActions/0/url', 'javascript:alert(1)', 'unsafe_link'],
    ['upcomingPassInformation/0/URLs/sellURL', 'data:text/html,x', 'unsafe_link'],
    ['semantics/wifiAccess/0/captiveTokenAuthURL', 'file:///x', 'unsafe_link'],
    ['appLaunchURL', 'coffee://card', 'unsafe_link'],
    ['keyFromTheFutureURL', 'javascript:alert(1)', 'unsafe_link'],
    ['userInfo/url', 'javascript:alert(1)', 'unsafe_link'],
    ['storeCard/backFields/0/attributedValue', '', undefined],
  ])('at %s does not take %j', (path, token, code) => {
    expect(shown(nested(path, x), token)).toEqual(
      code ? { issues: [`${code} /apple/${path}`] } : { apple: nested(path, '') },
    )
  })

  it('becomes what the styles beside a field’s value say', () => {
    const fields = [
      { key: 'plain', value: x },
      { key: 'number', value: x, numberStyle: 'PKNumberStyleDecimal' },
      { key: 'money', value: x, currencyCode: 'EUR' },
    ]
    expect(shown({ storeCard: { backFields: fields } }, '7')).toMatchObject({
      apple: { storeCard: { backFields: [{ value: '7' }, { value: 7 }, { value: 7 }] } },
    })
    const date = [{ key: 'date', value: x, dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleNone' }]
    const path = 'storeCard/backFields/0/value'
    expect(shown({ storeCard: { backFields: date } }, 'tomorrow')).toEqual({ issues: [`result_type /apple/${path}`] })
    const moment = '2026-12-24T18:00:00+01:00'
    expect(valueAt(shown({ storeCard: { backFields: date } }, ` ${moment}`), `apple/${path}`.split('/'))).toBe(moment)
  })

  it('is no markup and no place for a value, at whatever depth', () => {
    const field = {
      key: 'a',
      value: 'A',
      attributedValue: `<a href="https://a.example">${x}</a>`,
      changeMessage: `${x} %@`,
    }
    const inert = { attributedValue: '<a href="https://a.example">&lt;b&gt;%@</a>', changeMessage: '<b>%\u2060@ %@' }
    const lists = {
      storeCard: { backFields: [field] },
      posterGeneric: { additionalInfoFields: [field] },
      upcomingPassInformation: [{ backFields: [field] }],
    }
    expect(shown(lists, '<b>%@')).toMatchObject({
      apple: {
        storeCard: { backFields: [inert] },
        posterGeneric: { additionalInfoFields: [inert] },
        upcomingPassInformation: [{ backFields: [inert] }],
      },
    })
  })

  it('may be handed to the app in a scheme that its author has written, and in no other', () => {
    const appLaunchURL = `coffee://card/${x}`
    expect(shown({ appLaunchURL }, '7')).toEqual({ apple: { appLaunchURL: 'coffee://card/7' } })
    expect(shown({ appLaunchURL: x }, 'https://a.example')).toEqual({ apple: { appLaunchURL: 'https://a.example' } })
  })

  it('that is empty is absent where it is no text, with the object or item that cannot be without it', () => {
    const apple = {
      maxDistance: x,
      locations: [
        { latitude: x, longitude: 13 },
        { latitude: 1, longitude: 2, altitude: x },
      ],
      associatedStoreIdentifiers: [x, 2],
      semantics: { venueLocation: { latitude: 1, longitude: x }, flightNumber: x, genre: x },
      nfc: { message: 'M', encryptionPublicKey: 'k', requiresAuthentication: x },
    }
    expect(shown(apple, '')).toEqual({
      apple: {
        locations: [{ latitude: 1, longitude: 2 }],
        associatedStoreIdentifiers: [2],
        semantics: { genre: '' },
        nfc: { message: 'M', encryptionPublicKey: 'k' },
      },
    })
  })

  it('stands in for no list and no object', () => {
    expect(shown({ semantics: { performerNames: x } }, 'Ada')).toEqual({
      apple: { semantics: { performerNames: 'Ada' } },
    })
  })

  it('is tried with samples in a review, in the content and in a variant', () => {
    const base = cardWith({
      apple: { semantics: { flightNumber: '{{ contact.firstName }}' }, maxDistance: '{{ contact.points }}' },
    })
    const variants = [
      { when: { installed: true }, content: { apple: { sharingProhibited: '{{ contact.tier }}' } } },
    ] as const
    expect(reviewRevision({ ...base, variants }).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'result_type /content/apple/semantics/flightNumber',
      'result_type /variants/0/content/apple/sharingProhibited',
    ])
  })
})

describe('a template’s result in the raw part for Google', () => {
  it.each([
    ['object/groupingInfo/sortIndex', '7', 7],
    ['object/secondaryLoyaltyPoints/balance/int', ' 12 ', 12],
    ['object/secondaryLoyaltyPoints/balance/double', '12.5', 12.5],
    ['object/secondaryLoyaltyPoints/balance/string', '12', '12'],
    ['object/secondaryLoyaltyPoints/balance/money/micros', ' 12500000', '12500000'],
    ['object/merchantLocations/0/latitude', '54.3', 54.3],
    ['object/hasLinkedDevice', 'true', true],
    ['object/state', 'COMPLETED', 'COMPLETED'],
    ['object/passConstraints/screenshotEligibility', 'INELIGIBLE', 'INELIGIBLE'],
    ['object/heroImage/sourceUri/uri', 'https://a.example/a.png', 'https://a.example/a.png'],
    ['object/linksModuleData/uris/0/uri', 'tel:+494315550100', 'tel:+494315550100'],
    ['object/linksModuleData/uris/0/description', ' 7 ', ' 7 '],
    ['object/textModulesData/0/body', '<b>', '<b>'],
    ['object/messages/0/body', '<b>', '&lt;b&gt;'],
    ['object/messages/0/localizedBody/defaultValue/value', '<b>', '&lt;b&gt;'],
    ['object/messages/0/localizedBody/defaultValue/language', 'de', 'de'],
    ['object/smartTapRedemptionValue', '7', '7'],
    ['object/keyFromTheFuture/count', '7', '7'],
  ])('at %s: %j becomes %j', (path, token, value) => {
    const result = shownByGoogle(nested(path, x), token)
    expect(valueAt(result, ['google', ...path.split('/')])).toEqual(value)
  })

  it.each([
    ['object/groupingInfo/sortIndex', '7.5', 'result_type'],
    ['object/groupingInfo/sortIndex', 'first', 'result_type'],
    ['object/state', 'OPEN', 'result_type'],
    ['object/hasLinkedDevice', 'yes', 'result_type'],
    ['object/secondaryLoyaltyPoints/balance/money/micros', '12.5', 'result_type'],
    ['object/secondaryLoyaltyPoints/balance/money/currencyCode', '€', 'result_type'],
    ['object/textModulesData/0/id', 'a.b', 'result_type'],
    ['object/linkedOfferIds/0', 'offer', 'result_type'],
    ['object/heroImage/sourceUri/uri', 'javascript:alert(1)', 'unsafe_link'],
    ['object/linksModuleData/uris/0/uri', 'geo:0,0', 'unsafe_link'],
    ['object/keyFromTheFutureUri', 'javascript:alert(1)', 'unsafe_link'],
  ])('at %s does not take %j', (path, token, code) => {
    expect(shownByGoogle(nested(path, x), token)).toEqual({ issues: [`${code} /google/${path}`] })
  })

  it('that is empty is absent where it is no text, with the object or item that cannot be without it', () => {
    const object = {
      groupingInfo: { groupingId: 'a', sortIndex: x },
      merchantLocations: [
        { latitude: x, longitude: 13 },
        { latitude: 1, longitude: 2 },
      ],
      linksModuleData: { uris: [{ uri: x, description: 'Shop' }] },
    }
    expect(shownByGoogle({ object }, '')).toEqual({
      google: {
        object: {
          groupingInfo: { groupingId: 'a' },
          merchantLocations: [{ latitude: 1, longitude: 2 }],
          linksModuleData: { uris: [] },
        },
      },
    })
  })

  it('may open an app in a scheme that its author has written, and in no other', () => {
    const path = 'object/appLinkData/androidAppLinkInfo/appTarget/targetUri/uri'
    expect(shownByGoogle(nested(path, `coffee://card/${x}`), '7')).toEqual({ google: nested(path, 'coffee://card/7') })
    expect(shownByGoogle(nested(path, x), 'coffee://card/7')).toEqual({ issues: [`unsafe_link /google/${path}`] })
  })
})

/** What each kind of value is filled with, and what it becomes. */
const results: Readonly<Record<Exclude<ValueKind, 'object' | 'list'>, readonly [token: string, value: unknown]>> = {
  any: ['7', '7'],
  text: ['7', '7'],
  word: ['', undefined],
  date: ['2026-12-24T18:00:00Z', '2026-12-24T18:00:00Z'],
  color: ['#010203', 'rgb(1, 2, 3)'],
  url: ['https://a.example', 'https://a.example'],
  appUrl: ['https://a.example', 'https://a.example'],
  number: ['1', 1],
  boolean: ['true', true],
  markup: ['<', '&lt;'],
  format: ['%@', '%\u2060@'],
  fieldValue: ['7', '7'],
}

describe('every key of every table', () => {
  const pass = appleObjects.find(({ name }) => name === 'Pass')!
  function* leavesIn(keys: KeyTable, path: string): Generator<readonly [path: string, type: Type]> {
    for (const [key, { type }] of Object.entries(keys)) yield* leavesOf(type, path === '' ? key : `${path}/${key}`)
  }
  function* leavesOf(type: Type, path: string): Generator<readonly [path: string, type: Type]> {
    if (type.item) yield* leavesOf(type.item, `${path}/0`)
    else if (type.keys) yield* leavesIn(type.keys, path)
    else yield [path, type]
  }

  it('takes a template’s result as its type', () => {
    const leaves = [...leavesIn(pass.keys, '')]
    expect(leaves.length).toBeGreaterThan(1000)
    // Each once by itself, whatever stands around it.
    const seen = new Map(
      leaves.map(([path, type]) => [`${path.split('/').slice(-2).join('/')} ${type.name}`, { path, type }]),
    )
    for (const { path, type } of seen.values()) {
      const [token, value] = results[type.kind as keyof typeof results]
      const result = shown(nested(path, x), token)
      expect([path, result]).toEqual([path, { apple: expect.anything() }])
      expect([path, valueAt(result, ['apple', ...path.split('/')])]).toEqual([path, value])
    }
  })
})
