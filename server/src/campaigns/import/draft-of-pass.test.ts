import type { PassJson } from '@billfold/pkpass'
import { describe, expect, it } from 'vitest'
import { samplePasses } from '../../../../packages/pkpass/src/testing/sample-passes.ts'
import { appleOf } from '../../apple/pass-json.ts'
import { facesOf } from '../../passes/content/faces.ts'
import { reviewRevision } from '../../passes/content/revision.ts'
import { canonicalPass } from './canonical-pass.ts'
import { draftOfPass, type ImportedDraft } from './draft-of-pass.ts'

/** What passes of the campaign show. */
const rendered = ({ kind, content }: ImportedDraft) =>
  appleOf(facesOf({ kind, tokens: [], content, variants: [] })[0].content)
const draftOf = (pass: PassJson) => draftOfPass(pass, {}, undefined)
const { storeCard = {} } = samplePasses
const withoutIdentity = ({ webServiceURL: _, authenticationToken: __, ...pass }: PassJson) => pass

describe('a pass of each style', () => {
  it.each(Object.entries(samplePasses))('%s means the same when its campaign shows it', (_, sample) => {
    const pass = withoutIdentity(sample)
    const draft = draftOf(pass)
    expect(draft.findings).toEqual([])
    expect(rendered(draft)).toEqual(canonicalPass(pass))
  })

  it.each([
    ['boardingPass', 'boardingPass'],
    ['coupon', 'coupon'],
    ['eventTicket', 'eventTicket'],
    ['generic', 'generic'],
    ['storeCard', 'loyalty'],
    ['posterGeneric', 'generic'],
  ])('%s is of kind %s', (style, kind) => {
    expect(draftOf(samplePasses[style] ?? {}).kind).toBe(kind)
  })

  it('of trains and gift cards has a kind of its own', () => {
    const train = {
      boardingPass: { transitType: 'PKTransitTypeTrain' },
      semantics: { departureStationName: 'A', destinationStationName: 'B' },
    } as PassJson
    expect(draftOf(train)).toMatchObject({
      kind: 'transit',
      content: { details: { mode: 'train', legs: [{ from: { name: 'A' }, to: { name: 'B' } }] } },
    })
    const card = { storeCard: {}, semantics: { balance: { amount: '12.5', currencyCode: 'EUR' } } }
    expect(draftOf(card)).toMatchObject({
      kind: 'giftCard',
      content: { details: { balance: { amountMinor: 1250, currency: 'EUR' } } },
    })
    expect(rendered(draftOf(card)).semantics).toEqual(card.semantics)
  })

  it('is said in words of neither wallet, and only the rest in the raw part', () => {
    const { content } = draftOf(withoutIdentity(storeCard))
    expect(content).toMatchObject({
      issuerName: 'Example',
      title: 'Example',
      description: 'A pass',
      colors: { background: '#0a141e', foreground: '#ffffff', label: '#c8c8c8' },
      validity: { until: '2031-12-24T18:00:00+01:00' },
      barcode: { format: 'qr', message: 'member-1', altText: 'Member 1' },
      relevance: { locations: [{ latitude: 48.1, longitude: 11.5, text: 'Here' }] },
      fields: {
        header: [{ key: 'h', label: 'Points', value: 120, format: { number: 'decimal' } }],
        secondary: [{ key: 's', value: 12.5, format: { currency: 'EUR' }, changeMessage: 'Now %@' }],
        auxiliary: [{ key: 'a', value: '2030-12-24T18:00:00+01:00', format: { date: 'medium', time: 'none' } }],
      },
    })
    expect(content.apple).toEqual({
      associatedStoreIdentifiers: [284882215],
      fromTheFuture: { key: 'kept' },
      sharingProhibited: true,
      storeCard: { auxiliaryFields: [{ key: 'a', ofTomorrow: true }] },
      userInfo: { anything: [1, { url: 'kept' }] },
    })
  })

  it.each([
    ['PKBarcodeFormatCode39', 'code39', 'A-1'],
    ['PKBarcodeFormatCodabar', 'codabar', '12-3'],
    ['PKBarcodeFormatEAN13', 'ean13', '4006381333931'],
    ['PKBarcodeFormatI2of5', 'itf', '1234'],
  ] as const)('has a barcode of the format %s with the one for older phones', (format, known, message) => {
    const barcode = { format, message, messageEncoding: 'iso-8859-1' }
    const pass = {
      ...withoutIdentity(storeCard),
      barcodes: [barcode, { ...barcode, format: 'PKBarcodeFormatCode128' as const }],
    }
    const { content } = draftOf(pass)
    expect(content.barcode).toEqual({ format: known, message, encoding: 'iso-8859-1' })
    expect(content.apple ?? {}).not.toHaveProperty('barcodes')
  })

  it('has facts of an event where its semantic tags state them', () => {
    const semantics = {
      eventName: 'Concert',
      venueName: 'Hall',
      eventStartDate: '2030-12-24T18:00+01:00',
      seats: [{ seatSection: 'A', seatRow: '7', seatNumber: '12', seatColor: 'red' }],
      totalPrice: { amount: '45.00', currencyCode: 'EUR' },
      artistIDs: ['1'],
    }
    const pass: PassJson = { organizationName: 'X', description: 'Ticket', eventTicket: {}, semantics }
    const draft = draftOf(pass)
    expect(draft.content).toMatchObject({
      title: 'Concert',
      details: {
        venue: { name: 'Hall' },
        startsAt: '2030-12-24T18:00:00+01:00',
        seat: { section: 'A', row: '7', seat: '12' },
        faceValue: { amountMinor: 4500, currency: 'EUR' },
      },
    })
    expect(rendered(draft)).toEqual(pass)
  })

  it('has facts of a flight where its semantic tags state them', () => {
    const semantics = {
      airlineCode: 'EX',
      flightNumber: 123,
      flightCode: 'EX123',
      passengerName: { givenName: 'Ada', familyName: 'Lovelace' },
      departureAirportCode: 'MUC',
      destinationAirportCode: 'LHR',
      originalDepartureDate: '2030-12-24T18:00:00+01:00',
    }
    const pass: PassJson = {
      organizationName: 'X',
      description: 'Flight',
      boardingPass: { transitType: 'PKTransitTypeAir' },
      semantics,
    }
    const draft = draftOf(pass)
    expect(draft.content.details).toMatchObject({
      carrierCode: 'EX',
      flightNumber: '123',
      passengerName: 'Ada Lovelace',
      legs: [{ from: { code: 'MUC' }, to: { code: 'LHR' }, departsAt: '2030-12-24T18:00:00+01:00' }],
    })
    expect(rendered(draft)).toEqual(pass)
  })
})

describe('what content has no place for goes into the raw part as it is', () => {
  const base = { organizationName: 'X', description: 'Card', generic: {} }
  const kept: readonly (readonly [string, PassJson])[] = [
    [
      'a second barcode',
      {
        ...base,
        barcodes: ['A', 'B'].map((message) => ({
          format: 'PKBarcodeFormatQR',
          message,
          messageEncoding: 'utf-8',
        })) as never,
      },
    ],
    [
      'a barcode of a newer format',
      { ...base, barcodes: [{ format: 'PKBarcodeFormatEAN13', message: '123456789012', messageEncoding: 'utf-8' }] },
    ],
    [
      'a barcode without the one for older phones',
      { ...base, barcodes: [{ format: 'PKBarcodeFormatI2of5', message: '1234', messageEncoding: 'utf-8' }] },
    ],
    ['a colour that is none', { ...base, backgroundColor: 'red', labelColor: 'rgb(1, 2, 3)' }],
    ['a date that is none', { ...base, expirationDate: 'tomorrow' }],
    ['places with altitudes', { ...base, locations: [{ latitude: 1, longitude: 2, altitude: 3 }] }],
    [
      'more places than ten',
      { ...base, locations: Array.from({ length: 11 }, (_, i) => ({ latitude: i, longitude: i })) },
    ],
    ['fields of other groups', { ...base, generic: { additionalInfoFields: [{ key: 'x', value: 'y' }] } }],
    [
      'fields without a value',
      { ...base, generic: { backFields: [{ key: 'x' }] as never, primaryFields: [{ key: 'p', value: 'q' }] } },
    ],
    ['a text that is too long', { ...base, generic: { backFields: [{ key: 'x', value: 'y'.repeat(10_001) }] } }],
    [
      'attributed values',
      {
        ...base,
        generic: { backFields: [{ key: 'x', value: 'y', attributedValue: '<a href="https://a.example">y</a>' }] },
      },
    ],
    [
      'one of the two styles of a date',
      {
        ...base,
        generic: { backFields: [{ key: 'x', value: '2030-12-24T18:00:00Z', dateStyle: 'PKDateStyleShort' }] },
      },
    ],
    [
      'relevant dates of a style that has none',
      { organizationName: 'X', description: 'Card', coupon: {}, relevantDate: '2030-12-24T18:00:00Z' },
    ],
    ['a second style', { ...base, coupon: { backFields: [{ key: 'x', value: 'y' }] } }],
    [
      'a pass of the newest style alone',
      { organizationName: 'X', description: 'Card', posterGeneric: { primaryFields: [{ key: 'x', value: 'y' }] } },
    ],
  ]
  it.each(kept)('%s', (_, pass) => {
    const draft = draftOf(pass)
    expect(draft.findings).toEqual([])
    expect(rendered(draft)).toEqual(canonicalPass(pass))
  })
})

describe('passes that are written in two ways mean the same', () => {
  const base = { organizationName: 'X', description: 'Card' }
  const barcode = { format: 'PKBarcodeFormatQR', message: 'A', messageEncoding: 'utf-8' } as const
  it.each([
    ['colours', { ...base, generic: {}, labelColor: '#fff' }, { ...base, generic: {}, labelColor: 'rgb(255,255,255)' }],
    ['barcodes', { ...base, generic: {}, barcode }, { ...base, generic: {}, barcodes: [barcode] }],
    [
      'relevant dates',
      { ...base, generic: {}, relevantDate: '2030-12-24T18:00Z' },
      { ...base, generic: {}, relevantDates: [{ date: '2030-12-24T18:00:00.000Z' }] },
    ],
    ['empty groups', { ...base, generic: { backFields: [] } }, { ...base, generic: {} }],
    ['passes that are not void', { ...base, generic: {}, voided: false }, { ...base, generic: {} }],
  ] as const)('%s', (_, one, other) => {
    expect(draftOf(one as PassJson)).toEqual(draftOf(other as PassJson))
    expect(draftOf(one as PassJson).content).not.toHaveProperty('apple')
  })
})

describe('a draft', () => {
  const base = { organizationName: 'X', description: 'Card' }

  it('can be published as far as the pass was complete', () => {
    const { kind, content } = draftOf(withoutIdentity(storeCard))
    expect(reviewRevision({ kind, tokens: [], content, variants: [] })).toEqual([])
  })

  it('takes texts that look like templates as they are', () => {
    const value = '100 {{ off }} {% if %} {{{ {"a": 1} }}'
    const pass: PassJson = {
      ...base,
      generic: { backFields: [{ key: 'x', value, changeMessage: '{{ x }} %@' }] },
      userInfo: { template: '{{ y }}' },
    }
    const draft = draftOf(pass)
    expect(draft.findings).toEqual([])
    expect(rendered(draft)).toEqual(pass)
  })

  it('names fields anew whose keys do not fit, and says so', () => {
    const pass: PassJson = {
      ...base,
      generic: {
        primaryFields: [{ key: 'my.name', value: 'a' }],
        backFields: [
          { key: 'my.name', value: 'b' },
          { key: 'my-name-2', value: 'c' },
          { key: 'x'.repeat(70), value: 'd' },
        ],
      },
    }
    const draft = draftOf(pass)
    expect(draft.findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'field_key_renamed generic.primaryFields[0].key',
      'field_key_renamed generic.backFields[0].key',
      'field_key_renamed generic.backFields[1].key',
      'field_key_renamed generic.backFields[2].key',
    ])
    const { generic } = rendered(draft)
    expect([...(generic?.primaryFields ?? []), ...(generic?.backFields ?? [])].map(({ key }) => key)).toEqual([
      'my-name',
      'my-name-2',
      'my-name-2-2',
      'x'.repeat(64),
    ])
  })

  it('says what it cannot keep', () => {
    const pass = { ...base, generic: {}, voided: true, userInfo: { a: null, b: [null] } }
    const { findings } = draftOf(pass)
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'voided_left_out voided',
      'not_kept userInfo.a',
    ])
  })

  it('leaves it to its author to say what the pass did not', () => {
    const draft = draftOf({ generic: {}, fromTheFuture: 1 })
    expect(draft.content).toEqual({ fields: {}, apple: { fromTheFuture: 1 } })
    const issues = reviewRevision({ kind: 'generic', tokens: [], content: draft.content, variants: [] })
    expect(issues.map(({ path }) => path).sort()).toEqual([
      '/content/description',
      '/content/issuerName',
      '/content/title',
    ])
  })
})
