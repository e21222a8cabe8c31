import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { comparePasses } from '../compare/compare-passes.ts'
import type { Issue } from '../errors.ts'
import { type IssueCode, issueCodes } from '../issue-codes.ts'
import { normalisePass } from '../pass-json/normalise-pass.ts'
import { coffeeCard, nfcKey } from '../testing/fixtures.ts'
import { enrolment, flight, posterCard, posterTicket } from '../testing/full-passes.ts'
import { lintPass } from './lint-pass.ts'
import type { LintContext } from './subject.ts'

type Keys = Readonly<Record<string, unknown>>

const card: Keys = {
  ...coffeeCard,
  formatVersion: 1,
  passTypeIdentifier: 'pass.example.coffee',
  teamIdentifier: 'TEAM',
}
const { storeCard: _, ...styleless } = card
const contact = { key: 'contact', value: 'hello@coffee.example' }
const generic = (fields: Keys = {}): Keys => ({ ...styleless, generic: { backFields: [contact], ...fields } })
const field = (keys: Keys, group = 'secondaryFields'): Keys => ({
  ...styleless,
  storeCard: {
    [group]: [{ key: 'it', value: 'x', ...keys }, ...(group === 'backFields' ? [contact] : [])],
    ...(group !== 'backFields' && { backFields: [contact] }),
  },
})
const tags = (pass: Keys, semantics: Keys): Keys => ({
  ...pass,
  semantics: { ...(pass.semantics as Keys), ...semantics },
})
const barcode = (keys: Keys) => ({ format: 'PKBarcodeFormatQR', message: 'x', messageEncoding: 'iso-8859-1', ...keys })
const barcodes = (...keys: Keys[]): Keys => ({ ...card, barcodes: keys.map(barcode) })
const upcoming = (keys: Keys): Keys => {
  const [entry] = posterTicket.upcomingPassInformation!
  return { ...posterTicket, upcomingPassInformation: [{ ...entry, ...keys }] }
}
const image = (keys: Keys): Keys =>
  upcoming({
    images: { headerImage: { URLs: [{ SHA256: 'ab'.repeat(32), URL: 'https://a.example/i.png', ...keys }] } },
  })
const actions = (...featuredActions: Keys[]): Keys => ({ ...posterCard, featuredActions })
const web = { webServiceURL: 'https://wallet.example', authenticationToken: '0123456789abcdef' }
const at = new Date('2026-11-22T12:00:00Z')
const date = '2026-12-24T18:00Z'
const whole =
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqyFSDIeQyeDNFR5q8vgHWZWl26TyoJkxy5jd5hr4+ZSclB9qqWUJh1kec+ePQJafzF/2Wz4/AwlsH3mvqQ0XKw=='

type Case = readonly [pass: unknown, context?: LintContext]

/** Of each code a pass that has the issue at the place, and the same pass without its fault. */
const lintCases: Readonly<Record<string, { readonly at: string; readonly fails: Case; readonly passes: Case }>> = {
  TYPE_WRONG: { at: 'voided', fails: [{ ...card, voided: 'yes' }], passes: [{ ...card, voided: true }] },
  TYPE_UNDOCUMENTED: {
    at: 'semantics.seats[0].seatRow',
    fails: [tags(posterTicket, { seats: [{ seatRow: 7 }] })],
    passes: [tags(posterTicket, { seats: [{ seatRow: '7' }] })],
  },
  KEY_MISSING: { at: 'description', fails: [{ ...card, description: undefined }], passes: [card] },
  KEY_UNKNOWN: {
    at: 'backgroundColour',
    fails: [{ ...card, backgroundColour: 'rgb(0, 0, 0)' }],
    passes: [{ ...card, backgroundColor: 'rgb(0, 0, 0)' }],
  },
  KEY_RENAMED: {
    at: 'semantics.departureAirportTimeZone',
    fails: [tags(flight, { departureAirportTimeZone: 'Europe/London' })],
    passes: [tags(flight, { departureLocationTimeZone: 'Europe/London' })],
  },
  KEY_DEPRECATED: {
    at: 'barcode',
    fails: [{ ...card, barcode: barcode({}) }],
    passes: [{ ...card, barcode: barcode({}), barcodes: [barcode({})] }],
  },
  KEY_WITHOUT_EFFECT: {
    at: 'groupingIdentifier',
    fails: [{ ...card, groupingIdentifier: 'tour' }],
    passes: [{ ...flight, groupingIdentifier: 'tour' }],
  },
  KEY_NEEDS_SCHEME: {
    at: 'bagPolicyURL',
    fails: [{ ...styleless, eventTicket: { backFields: [contact] }, bagPolicyURL: 'https://a.example' }],
    passes: [{ ...posterTicket, bagPolicyURL: 'https://a.example' }],
  },
  VALUE_EMPTY: { at: 'description', fails: [{ ...card, description: '' }], passes: [card] },
  VALUE_UNKNOWN: {
    at: 'boardingPass.transitType',
    fails: [{ ...flight, boardingPass: { ...flight.boardingPass, transitType: 'PKTransitTypeRocket' } }],
    passes: [flight],
  },
  VALUE_UNDOCUMENTED: {
    at: 'semantics.eventType',
    fails: [tags(posterTicket, { eventType: 'PKEventTypeOpera' })],
    passes: [tags(posterTicket, { eventType: 'PKEventTypeLivePerformance' })],
  },
  NUMBER_OUT_OF_RANGE: {
    at: 'locations[0].latitude',
    fails: [{ ...card, locations: [{ latitude: 91, longitude: 0 }] }],
    passes: [{ ...card, locations: [{ latitude: 90, longitude: 0 }] }],
  },
  TEXT_TOO_LONG: {
    at: 'nfc.message',
    fails: [{ ...card, nfc: { message: 'é'.repeat(33), encryptionPublicKey: nfcKey } }],
    passes: [{ ...card, nfc: { message: 'é'.repeat(32), encryptionPublicKey: nfcKey } }],
  },
  DATE_INVALID: {
    at: 'expirationDate',
    fails: [{ ...card, expirationDate: '2026-01-02T00:00-7:00' }],
    passes: [{ ...card, expirationDate: '2026-01-02T00:00-07:00' }],
  },
  DATES_REVERSED: {
    at: 'semantics.eventEndDate',
    fails: [tags(posterTicket, { eventEndDate: '2027-01-16T10:00Z' })],
    passes: [tags(posterTicket, { eventEndDate: '2027-01-16T21:30Z' })],
  },
  TIME_ZONE_UNKNOWN: {
    at: 'semantics.departureLocationTimeZone',
    fails: [tags(flight, { departureLocationTimeZone: 'Europe/Atlantis' })],
    passes: [tags(flight, { departureLocationTimeZone: 'Europe/Lisbon' })],
  },
  COLOR_INVALID: {
    at: 'labelColor',
    fails: [{ ...card, labelColor: 'rgb(256, 0, 0)' }],
    passes: [{ ...card, labelColor: 'rgb(255, 0, 0)' }],
  },
  COLOR_UNDOCUMENTED: {
    at: 'labelColor',
    fails: [{ ...card, labelColor: '#f00' }],
    passes: [{ ...card, labelColor: 'rgb(255, 0, 0)' }],
  },
  URL_INVALID: {
    at: 'sellURL',
    fails: [{ ...posterTicket, sellURL: 'sell it' }],
    passes: [{ ...posterTicket, sellURL: 'tickets://sell' }],
  },
  URL_NOT_HTTPS: {
    at: 'webServiceURL',
    fails: [{ ...card, ...web, webServiceURL: 'http://wallet.example' }],
    passes: [{ ...card, ...web }],
  },
  URL_FOR_DEVELOPMENT: {
    at: 'webServiceURL',
    fails: [{ ...card, ...web, webServiceURL: 'http://192.168.1.5:8787' }],
    passes: [{ ...card, ...web, webServiceURL: 'https://192.168.1.5:8787' }],
  },
  CONTACT_NOT_PLAIN: {
    at: 'contactVenueEmail',
    fails: [{ ...posterTicket, contactVenueEmail: 'mailto:a@b.example' }],
    passes: [{ ...posterTicket, contactVenueEmail: 'a@b.example' }],
  },
  UUID_INVALID: {
    at: 'beacons[0].proximityUUID',
    fails: [{ ...card, beacons: [{ proximityUUID: 'f8f589e9' }] }],
    passes: [{ ...card, beacons: [{ proximityUUID: 'f8f589e9-c07e-58b0-aeb2-a36be4d48fac' }] }],
  },
  HASH_INVALID: {
    at: 'upcomingPassInformation[0].images.headerImage.URLs[0].SHA256',
    fails: [image({ SHA256: 'abc' })],
    passes: [image({ SHA256: 'AB'.repeat(32) })],
  },
  CURRENCY_INVALID: {
    at: 'storeCard.secondaryFields[0].currencyCode',
    fails: [field({ value: 5, currencyCode: 'euro' })],
    passes: [field({ value: 5, currencyCode: 'EUR' })],
  },
  IDENTIFIER_DUPLICATE: {
    at: 'featuredActions[1].identifier',
    fails: [
      actions(
        { identifier: 'a', type: 'shop', url: 'https://a.example' },
        { identifier: 'a', type: 'order', url: 'https://a.example' },
      ),
    ],
    passes: [
      actions(
        { identifier: 'a', type: 'shop', url: 'https://a.example' },
        { identifier: 'b', type: 'order', url: 'https://a.example' },
      ),
    ],
  },

  PASS_TYPE_MISMATCH: {
    at: 'passTypeIdentifier',
    fails: [card, { passTypeIdentifier: 'pass.example.tea' }],
    passes: [card, { passTypeIdentifier: 'pass.example.coffee' }],
  },
  TEAM_MISMATCH: {
    at: 'teamIdentifier',
    fails: [card, { teamIdentifier: 'OTHER' }],
    passes: [card, { teamIdentifier: 'TEAM' }],
  },
  PASS_TYPE_UNUSUAL: {
    at: 'passTypeIdentifier',
    fails: [{ ...card, passTypeIdentifier: 'com.example.coffee' }],
    passes: [card],
  },
  SERIAL_NOT_URL_SAFE: {
    at: 'serialNumber',
    fails: [{ ...card, serialNumber: 'a/b' }],
    passes: [{ ...card, serialNumber: 'a-b' }],
  },
  TOKEN_TOO_SHORT: {
    at: 'authenticationToken',
    fails: [{ ...card, ...web, authenticationToken: '0123456789abcde' }],
    passes: [{ ...card, ...web }],
  },
  WEB_SERVICE_INCOMPLETE: {
    at: 'authenticationToken',
    fails: [{ ...card, webServiceURL: 'https://wallet.example' }],
    passes: [{ ...card, ...web }],
  },
  PASS_EXPIRED: {
    at: 'expirationDate',
    fails: [{ ...card, expirationDate: '2026-11-22T12:00:00Z' }, { at }],
    passes: [{ ...card, expirationDate: '2026-11-22T12:00:01Z' }, { at }],
  },
  CONTACT_MISSING: {
    at: 'generic.backFields',
    fails: [generic({ backFields: [{ key: 'terms', value: 'One cup in 2026.' }] })],
    passes: [generic({ backFields: [{ key: 'call', value: 'Call (800) 555-5555' }] })],
  },

  STYLE_MISSING: { at: 'pass.json', fails: [styleless], passes: [card] },
  STYLE_AMBIGUOUS: { at: 'storeCard', fails: [{ ...card, generic: {} }], passes: [card] },
  STYLE_TOO_NEW: { at: 'posterGeneric', fails: [{ ...posterCard, storeCard: undefined }], passes: [posterCard] },
  STYLE_IMAGES_CONFLICT: {
    at: 'strip.png',
    fails: [posterTicket, { files: ['strip@2x.png', 'background@2x.png'] }],
    passes: [posterTicket, { files: ['strip@2x.png', 'artwork@2x.png'] }],
  },
  TRANSIT_TYPE_NOT_ALLOWED: {
    at: 'generic.transitType',
    fails: [generic({ transitType: 'PKTransitTypeAir' })],
    passes: [generic()],
  },
  SCHEME_REQUIREMENT_MISSING: {
    at: 'semantics.passengerName',
    fails: [tags(flight, { passengerName: undefined })],
    passes: [flight],
  },
  SCHEME_RECOMMENDATION_MISSING: {
    at: 'semantics.seats',
    fails: [tags(posterTicket, { seats: undefined })],
    passes: [posterTicket],
  },
  LEGACY_FIELDS_MISSING: {
    at: 'eventTicket',
    fails: [{ ...posterTicket, eventTicket: { backFields: [contact] } }],
    passes: [posterTicket],
  },

  FIELD_KEY_DUPLICATE: {
    at: 'storeCard.backFields[0].key',
    fails: [field({ key: 'contact' })],
    passes: [field({ key: 'other' })],
  },
  FIELD_VALUE_NOT_DATE: {
    at: 'storeCard.secondaryFields[0].value',
    fails: [field({ value: 'soon', dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleNone' })],
    passes: [field({ value: date, dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleNone' })],
  },
  FIELD_VALUE_NOT_NUMBER: {
    at: 'storeCard.secondaryFields[0].value',
    fails: [field({ value: '5', numberStyle: 'PKNumberStyleDecimal' })],
    passes: [field({ value: 5, numberStyle: 'PKNumberStyleDecimal' })],
  },
  FIELD_KEY_MISPLACED: {
    at: 'storeCard.primaryFields[0].textAlignment',
    fails: [field({ textAlignment: 'PKTextAlignmentLeft' }, 'primaryFields')],
    passes: [field({ textAlignment: 'PKTextAlignmentLeft' }, 'secondaryFields')],
  },
  FIELDS_NOT_VISIBLE: {
    at: 'generic.headerFields',
    fails: [generic({ headerFields: ['a', 'b', 'c', 'd'].map((key) => ({ key, value: '' })) })],
    passes: [generic({ headerFields: ['a', 'b', 'c'].map((key) => ({ key, value: '' })) })],
  },
  DATE_STYLE_INCOMPLETE: {
    at: 'storeCard.secondaryFields[0].timeStyle',
    fails: [field({ value: date, dateStyle: 'PKDateStyleShort' })],
    passes: [field({ value: date, dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleNone' })],
  },
  NUMBER_STYLE_AMBIGUOUS: {
    at: 'storeCard.secondaryFields[0].numberStyle',
    fails: [field({ value: 5, currencyCode: 'EUR', numberStyle: 'PKNumberStyleDecimal' })],
    passes: [field({ value: 5, numberStyle: 'PKNumberStyleDecimal' })],
  },
  MARKUP_UNSUPPORTED: {
    at: 'storeCard.backFields[0].attributedValue',
    fails: [field({ attributedValue: '<b>Now</b>' }, 'backFields')],
    passes: [field({ attributedValue: '<a href="https://a.example">Now</a>, 3 < 4' }, 'backFields')],
  },
  CHANGE_MESSAGE_WITHOUT_VALUE: {
    at: 'storeCard.secondaryFields[0].changeMessage',
    fails: [field({ changeMessage: 'Changed' })],
    passes: [field({ changeMessage: 'Changed to %@' })],
  },
  CHANGE_MESSAGE_UNUSABLE: {
    at: 'storeCard.secondaryFields[0].changeMessage',
    fails: [field({ changeMessage: '20% off: %@' })],
    passes: [field({ changeMessage: '20%% off: %@' })],
  },

  BARCODE_PAYLOAD_INVALID: {
    at: 'barcodes[0].message',
    fails: [barcodes({ format: 'PKBarcodeFormatEAN13', message: '4006381333932' }, {})],
    passes: [barcodes({ format: 'PKBarcodeFormatEAN13', message: '4006381333931' }, {})],
  },
  BARCODE_NOT_ENCODABLE: {
    at: 'barcodes[0].message',
    fails: [barcodes({ message: '5 €' })],
    passes: [barcodes({ message: '5 €', messageEncoding: 'utf-8' })],
  },
  ENCODING_UNKNOWN: {
    at: 'barcodes[0].messageEncoding',
    fails: [barcodes({ messageEncoding: 'utf8' })],
    passes: [barcodes({ messageEncoding: 'UTF-8' })],
  },
  BARCODE_FORMAT_NOT_ALLOWED: {
    at: 'barcode.format',
    fails: [{ ...barcodes({}), barcode: barcode({ format: 'PKBarcodeFormatCode128' }) }],
    passes: [{ ...barcodes({}), barcode: barcode({ format: 'PKBarcodeFormatPDF417' }) }],
  },
  BARCODE_WITHOUT_FALLBACK: {
    at: 'barcodes',
    fails: [barcodes({ format: 'PKBarcodeFormatI2of5', message: '12' })],
    passes: [barcodes({ format: 'PKBarcodeFormatI2of5', message: '12' }, {})],
  },
  NFC_KEY_INVALID: {
    at: 'nfc.encryptionPublicKey',
    fails: [{ ...card, nfc: { message: 'm', encryptionPublicKey: 'MDkw' } }],
    passes: [{ ...card, nfc: { message: 'm', encryptionPublicKey: nfcKey } }],
  },
  NFC_KEY_UNCOMPRESSED: {
    at: 'nfc.encryptionPublicKey',
    fails: [{ ...card, nfc: { message: 'm', encryptionPublicKey: whole } }],
    passes: [{ ...card, nfc: { message: 'm', encryptionPublicKey: nfcKey } }],
  },
  NFC_SHAREABLE: {
    at: 'sharingProhibited',
    fails: [{ ...card, nfc: { message: 'm', encryptionPublicKey: nfcKey, requiresAuthentication: true } }],
    passes: [
      {
        ...card,
        nfc: { message: 'm', encryptionPublicKey: nfcKey, requiresAuthentication: true },
        sharingProhibited: true,
      },
    ],
  },
  RELEVANT_DATE_INCOMPLETE: {
    at: 'relevantDates[0]',
    fails: [{ ...flight, relevantDates: [{ startDate: date }] }],
    passes: [{ ...flight, relevantDates: [{ startDate: date, endDate: '2026-12-24T20:00Z' }] }],
  },
  INTERVAL_TOO_LONG: {
    at: 'relevantDates[0]',
    fails: [{ ...flight, relevantDates: [{ startDate: date, endDate: '2026-12-25T18:01Z' }] }],
    passes: [{ ...flight, relevantDates: [{ startDate: date, endDate: '2026-12-25T18:00Z' }] }],
  },
  RELEVANCE_WITHOUT_LOCATION: {
    at: 'relevantDates',
    fails: [{ ...generic(), relevantDates: [{ date }] }],
    passes: [{ ...generic(), relevantDates: [{ date }], locations: [{ latitude: 1, longitude: 1 }] }],
  },
  TOO_MANY_LOCATIONS: {
    at: 'locations',
    fails: [{ ...card, locations: Array(11).fill({ latitude: 1, longitude: 1 }) }],
    passes: [{ ...card, locations: Array(10).fill({ latitude: 1, longitude: 1 }) }],
  },
  TOO_MANY_BEACONS: {
    at: 'beacons',
    fails: [{ ...card, beacons: beacons(11) }],
    passes: [{ ...card, beacons: beacons(10) }],
  },

  TOO_MANY_ACTIONS: {
    at: 'featuredActions',
    fails: [actions(...['a', 'b', 'c'].map((identifier) => ({ identifier, type: 'shop', url: 'https://a.example' })))],
    passes: [actions(...['a', 'b'].map((identifier) => ({ identifier, type: 'shop', url: 'https://a.example' })))],
  },
  ACTION_URL_UNFIT: {
    at: 'featuredActions[0].url',
    fails: [actions({ identifier: 'a', type: 'call', url: 'https://a.example' })],
    passes: [actions({ identifier: 'a', type: 'call', url: 'tel:+49431555' })],
  },
  UPCOMING_IMAGE_NOT_HTTPS: {
    at: 'upcomingPassInformation[0].images.headerImage.URLs[0].URL',
    fails: [image({ URL: 'http://a.example/i.png' })],
    passes: [image({ URL: 'https://a.example/i.png' })],
  },
  UPCOMING_IMAGE_TOO_LARGE: {
    at: 'upcomingPassInformation[0].images.headerImage.URLs[0].size',
    fails: [image({ size: 2 * 1024 * 1024 + 1 })],
    passes: [image({ size: 2 * 1024 * 1024 })],
  },
  PERSONALIZATION_INCOMPLETE: {
    at: 'personalizationLogo.png',
    fails: [posterCard, { personalization: enrolment, files: ['icon.png'] }],
    passes: [posterCard, { personalization: enrolment, files: ['icon.png', 'personalizationLogo@2x.png'] }],
  },
  TOO_MANY_ISSUES: {
    at: 'pass.json',
    fails: [{ ...card, associatedStoreIdentifiers: Array(2000).fill('x') }],
    passes: [{ ...card, associatedStoreIdentifiers: Array(900).fill('x') }],
  },
}

function beacons(count: number): Keys[] {
  return Array.from({ length: count }, (_, i) => ({
    proximityUUID: `f8f589e9-c07e-58b0-aeb2-a36be4d480${String(i).padStart(2, '0')}`,
  }))
}

const stamps = (value: number, keys: Keys = {}): Keys => ({
  ...card,
  storeCard: { primaryFields: [{ key: 'stamps', value, changeMessage: 'You have %@' }], ...keys },
})
const tier = (value: string): Keys => ({ secondaryFields: [{ key: 'tier', value, changeMessage: 'Now %@' }] })

/** The same of codes that are about two versions. */
const comparisonCases: Readonly<
  Record<string, { readonly at: string; readonly fails: readonly [Keys, Keys]; readonly passes: readonly [Keys, Keys] }>
> = {
  PASS_NOT_THE_SAME: { at: 'serialNumber', fails: [card, { ...card, serialNumber: 'other' }], passes: [card, card] },
  TOKEN_CHANGED: {
    at: 'authenticationToken',
    fails: [
      { ...card, ...web },
      { ...card, ...web, authenticationToken: 'another-0123456789' },
    ],
    passes: [
      { ...card, ...web },
      { ...card, ...web },
    ],
  },
  CHANGE_MESSAGES_SEVERAL: {
    at: 'storeCard.primaryFields[0]',
    fails: [stamps(1, tier('Silver')), stamps(2, tier('Gold'))],
    passes: [stamps(1, tier('Silver')), stamps(2, tier('Silver'))],
  },
  CHANGE_MESSAGE_CHANGED: {
    at: 'storeCard.primaryFields[0].changeMessage',
    fails: [stamps(1), stamps(2, { primaryFields: [{ key: 'stamps', value: 2, changeMessage: '%@ stamps' }] })],
    passes: [stamps(1), stamps(2)],
  },
}

/** And of what is taken from others: the same pass, and the same as Apple documents it. */
const importCases: Readonly<Record<string, { readonly at: string; readonly fails: Keys; readonly passes: Keys }>> = {
  VALUE_NORMALISED: {
    at: 'labelColor',
    fails: { ...card, labelColor: '#fff' },
    passes: { ...card, labelColor: 'rgb(255, 255, 255)' },
  },
}

const codesAt = (issues: readonly Issue[]) => issues.map(({ code, path }) => `${code} ${path}`)
const compared = (versions: readonly [Keys, Keys]) => comparePasses(...versions, { timeZone: 'UTC', at }).issues

describe.each(Object.entries(lintCases))('%s', (code, { at, fails, passes }) => {
  it(`is found at ${at}`, () => {
    const found = lintPass(...fails)
    expect(codesAt(found)).toContain(`${code} ${at}`)
    const issue = found.find((each) => each.code === code)
    expect(issue).toMatchObject({ severity: issueCodes[code as IssueCode][0] })
    expect(issue?.message).toMatch(/\.$/)
    expect(issue?.fix).toMatch(/[.?]$/)
  })

  it('is not found without the fault', () => {
    expect(lintPass(...passes).map((issue) => issue.code)).not.toContain(code)
  })
})

describe.each(Object.entries(comparisonCases))('%s', (code, { at, fails, passes }) => {
  it(`is found at ${at}`, () => {
    expect(codesAt(compared(fails))).toContain(`${code} ${at}`)
  })

  it('is not found without the fault', () => {
    expect(compared(passes).map((issue) => issue.code)).not.toContain(code)
  })
})

describe.each(Object.entries(importCases))('%s', (code, { at, fails, passes }) => {
  it(`is found at ${at}`, () => {
    expect(codesAt(normalisePass(fails).issues)).toContain(`${code} ${at}`)
  })

  it('is not found without the fault', () => {
    expect(normalisePass(passes).issues).toEqual([])
  })
})

it('there is a case for every code that the source can give', () => {
  const root = join(import.meta.dirname, '..')
  const names = ['lint', 'compare', 'pass-json'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name)),
  )
  // lint-package.ts only hands on what others find.
  const isSource = (name: string) => name.endsWith('.ts') && !/\.test\.ts$|lint-package\.ts$/.test(name)
  const sources = names.filter(isSource)
  const text = sources.map((name) => readFileSync(name, 'utf8')).join('\n')
  const given = (Object.keys(issueCodes) as IssueCode[]).filter((code) => text.includes(`'${code}'`))
  const cases = [lintCases, comparisonCases, importCases].flatMap((table) => Object.keys(table))
  expect(cases.sort()).toEqual(given.sort())
})
