import { lintPass, type PassJson } from '@billfold/pkpass'
import { describe, expect, it } from 'vitest'
import type { Kind, PassContent } from '../passes/content/content.ts'
import { appleOf } from './pass-json.ts'

const noFields = { header: [], primary: [], secondary: [], auxiliary: [], back: [] }
const basics = {
  issuerName: 'Aurora',
  title: 'Aurora Card',
  description: 'Loyalty card',
  voided: false,
  fields: noFields,
}
/** The content of a kind with only what every pass has, and what is given. */
const contentOf = (kind: Kind, own: object = {}) => ({ ...basics, kind, ...own }) as PassContent
const errorsOf = (pass: PassJson) =>
  lintPass({ formatVersion: 1, passTypeIdentifier: 'p', teamIdentifier: 't', serialNumber: 's', ...pass }).filter(
    (issue) => issue.severity === 'error',
  )

describe('pass.json of each kind', () => {
  it.each([
    ['coupon', 'coupon', undefined],
    ['loyalty', 'storeCard', undefined],
    ['giftCard', 'storeCard', undefined],
    ['eventTicket', 'eventTicket', undefined],
    ['boardingPass', 'boardingPass', 'PKTransitTypeAir'],
    ['transit', 'boardingPass', 'PKTransitTypeGeneric'],
    ['generic', 'generic', undefined],
  ] as const)('%s is a %s that Wallet takes', (kind, style, transitType) => {
    const pass = appleOf(contentOf(kind))
    expect(pass[style]).toEqual(transitType === undefined ? {} : { transitType })
    expect(pass).toMatchObject({ organizationName: 'Aurora', description: 'Loyalty card' })
    expect(errorsOf(pass)).toEqual([])
  })

  it.each([
    ['train', 'PKTransitTypeTrain'],
    ['bus', 'PKTransitTypeBus'],
    ['boat', 'PKTransitTypeBoat'],
    ['other', 'PKTransitTypeGeneric'],
  ])('a journey by %s is %s', (mode, transitType) => {
    const legs = [{ from: { name: 'A' }, to: { name: 'B' } }]
    expect(appleOf(contentOf('transit', { details: { mode, legs } })).boardingPass).toEqual({ transitType })
  })
})

describe('the parts of content', () => {
  it('fields keep their slot, order and key; formats become Apple’s styles', () => {
    const { storeCard } = appleOf(
      contentOf('loyalty', {
        fields: {
          header: [{ key: 'points', label: 'POINTS', value: 12.5, align: 'right', format: { number: 'decimal' } }],
          primary: [{ key: 'balance', value: 7, align: 'left', format: { currency: 'EUR' }, changeMessage: 'Now %@' }],
          secondary: [
            {
              key: 'until',
              value: '2026-12-24T18:00:00.250+01:00',
              format: { date: 'medium', time: 'none', relative: true, ignoresTimeZone: true },
            },
          ],
          auxiliary: [{ key: 'a', value: '2026-12-24T18:00:00.250+01:00', detect: ['phone'], row: 1 }],
          back: [{ key: 'b', value: 'Call us', detect: ['phone', 'calendar'], align: 'center', row: 1 }],
        },
      }),
    )
    expect(storeCard).toEqual({
      headerFields: [
        {
          key: 'points',
          label: 'POINTS',
          value: 12.5,
          textAlignment: 'PKTextAlignmentRight',
          numberStyle: 'PKNumberStyleDecimal',
        },
      ],
      primaryFields: [{ key: 'balance', value: 7, currencyCode: 'EUR', changeMessage: 'Now %@' }],
      secondaryFields: [
        {
          key: 'until',
          value: '2026-12-24T18:00:00+01:00',
          dateStyle: 'PKDateStyleMedium',
          timeStyle: 'PKDateStyleNone',
          isRelative: true,
          ignoresTimeZone: true,
        },
      ],
      auxiliaryFields: [{ key: 'a', value: '2026-12-24T18:00:00.250+01:00', row: 1 }],
      backFields: [
        {
          key: 'b',
          value: 'Call us',
          dataDetectorTypes: ['PKDataDetectorTypePhoneNumber', 'PKDataDetectorTypeCalendarEvent'],
        },
      ],
    })
  })

  it('links follow the back fields, escaped where Wallet reads HTML', () => {
    const pass = appleOf(
      contentOf('loyalty', {
        fields: { ...noFields, back: [{ key: 'terms', value: 'Terms' }] },
        links: [
          { label: 'Shop & <more>', url: 'https://aurora.example/?a=1&b="2"' },
          { label: 'Call', url: 'tel:+4930123' },
        ],
      }),
    )
    expect(pass.storeCard?.backFields).toEqual([
      { key: 'terms', value: 'Terms' },
      {
        key: 'link-1',
        label: 'Shop & <more>',
        value: 'https://aurora.example/?a=1&b="2"',
        attributedValue: '<a href="https://aurora.example/?a=1&amp;b=&quot;2&quot;">Shop &amp; &lt;more&gt;</a>',
      },
      { key: 'link-2', label: 'Call', value: 'tel:+4930123', attributedValue: '<a href="tel:+4930123">Call</a>' },
    ])
    expect(errorsOf(pass)).toEqual([])
  })

  it('colours become CSS triples', () => {
    const colors = { background: '#6F4E37', foreground: '#ffffff', label: '#000001' }
    expect(appleOf(contentOf('coupon', { colors }))).toMatchObject({
      backgroundColor: 'rgb(111, 78, 55)',
      foregroundColor: 'rgb(255, 255, 255)',
      labelColor: 'rgb(0, 0, 1)',
    })
  })

  it.each([
    ['2026-12-24T18:00:00+01:00', '2026-12-24T18:00:00+01:00'],
    ['2026-12-24T18:00:00.999Z', '2026-12-24T18:00:00Z'],
    ['2026-12-24T18:00-09:30', '2026-12-24T18:00:00-09:30'],
  ])('the end of validity %s becomes expirationDate %s: with seconds, a zone, no fraction', (until, expirationDate) => {
    const pass = appleOf(contentOf('coupon', { validity: { from: '2026-01-01T00:00:00Z', until } }))
    expect(pass.expirationDate).toBe(expirationDate)
    expect(errorsOf(pass)).toEqual([])
  })

  it('a pass that is void says so, and any other says nothing about it', () => {
    expect(appleOf(contentOf('coupon', { voided: true }))).toMatchObject({ voided: true })
    expect(appleOf(contentOf('coupon'))).not.toHaveProperty('voided')
  })

  it.each([
    ['boardingPass', 'Tour 7'],
    ['transit', 'Tour 7'],
    ['eventTicket', 'Tour 7'],
    ['coupon', undefined],
    ['generic', undefined],
  ] as const)('passes of kind %s are grouped as %s, where Wallet groups them', (kind, grouping) => {
    const pass = appleOf(contentOf(kind, { grouping: 'Tour 7' }))
    expect(pass.groupingIdentifier).toBe(grouping)
    expect(errorsOf(pass)).toEqual([])
  })

  it.each([
    ['qr', 'ABC', undefined, { format: 'PKBarcodeFormatQR', messageEncoding: 'iso-8859-1' }],
    ['qr', 'Größe', undefined, { format: 'PKBarcodeFormatQR', messageEncoding: 'iso-8859-1' }],
    ['aztec', '10 €', undefined, { format: 'PKBarcodeFormatAztec', messageEncoding: 'utf-8' }],
    ['pdf417', 'ABC', 'utf-8', { format: 'PKBarcodeFormatPDF417', messageEncoding: 'utf-8' }],
  ] as const)('a %s barcode with "%s" is there in both forms', (format, message, encoding, expected) => {
    const pass = appleOf(
      contentOf('coupon', { barcode: { format, message, altText: 'alt', ...(encoding && { encoding }) } }),
    )
    expect(pass.barcodes).toEqual([{ message, altText: 'alt', ...expected }])
    expect(pass.barcode).toEqual(pass.barcodes?.[0])
    expect(errorsOf(pass)).toEqual([])
  })

  it('a Code 128 is not in the old form, which does not know it', () => {
    const pass = appleOf(contentOf('coupon', { barcode: { format: 'code128', message: '123' } }))
    expect(pass.barcodes).toHaveLength(1)
    expect(pass).not.toHaveProperty('barcode')
  })

  it.each([
    ['code39', 'A-1', 'PKBarcodeFormatCode39'],
    ['codabar', 'A12B', 'PKBarcodeFormatCodabar'],
    ['ean13', '4006381333931', 'PKBarcodeFormatEAN13'],
    ['itf', '1234', 'PKBarcodeFormatI2of5'],
  ])('a %s of iOS 27 is followed by a Code 128 for older phones', (format, message, first) => {
    const pass = appleOf(contentOf('coupon', { barcode: { format, message, altText: 'No. 1' } }))
    const rest = { message, messageEncoding: 'iso-8859-1', altText: 'No. 1' }
    expect(pass.barcodes).toEqual([
      { format: first, ...rest },
      { format: 'PKBarcodeFormatCode128', ...rest },
    ])
    expect(pass).not.toHaveProperty('barcode')
    expect(errorsOf(pass)).toEqual([])
    expect(lintPass(pass).map(({ code }) => code)).not.toContain('BARCODE_WITHOUT_FALLBACK')
  })

  it('relevance is there in the form of iOS 18 and in the one before', () => {
    const relevance = {
      dates: [{ at: '2026-12-24T18:00:00.5+01:00' }, { from: '2026-12-25T10:00:00Z', until: '2026-12-25T12:00:00Z' }],
      locations: [
        { latitude: 52.5, longitude: 13.4, text: 'Near' },
        { latitude: 1, longitude: 2 },
      ],
      maxDistanceMeters: 200,
    }
    const pass = appleOf(contentOf('eventTicket', { relevance }))
    expect(pass).toMatchObject({
      relevantDates: [
        { date: '2026-12-24T18:00:00+01:00', relevantDate: '2026-12-24T18:00:00+01:00' },
        { startDate: '2026-12-25T10:00:00Z', endDate: '2026-12-25T12:00:00Z' },
      ],
      relevantDate: '2026-12-24T18:00:00+01:00',
      locations: [
        { latitude: 52.5, longitude: 13.4, relevantText: 'Near' },
        { latitude: 1, longitude: 2 },
      ],
      maxDistance: 200,
    })
    expect(errorsOf(pass)).toEqual([])
  })

  it.each(['coupon', 'loyalty', 'giftCard'] as const)(
    'a %s, which Wallet brings forward by place only, has no relevant dates',
    (kind) => {
      const relevance = { dates: [{ at: '2026-12-24T18:00:00Z' }], locations: [{ latitude: 1, longitude: 2 }] }
      const pass = appleOf(contentOf(kind, { relevance }))
      expect(pass).not.toHaveProperty('relevantDates')
      expect(pass).not.toHaveProperty('relevantDate')
      expect(pass.locations).toHaveLength(1)
    },
  )

  it('is pure: equal content gives equal text', () => {
    const content = contentOf('generic', {
      colors: { background: '#102030' },
      links: [{ label: 'a', url: 'https://a.b' }],
    })
    expect(JSON.stringify(appleOf(structuredClone(content)))).toBe(JSON.stringify(appleOf(content)))
  })
})

describe('typed details become semantic tags, and no visible field', () => {
  it('of an event ticket', () => {
    const pass = appleOf(
      contentOf('eventTicket', {
        title: 'Night at the Opera',
        details: {
          venue: { name: 'Opera', address: 'Square 1' },
          doorsOpenAt: '2026-12-24T18:00:00+01:00',
          startsAt: '2026-12-24T19:00:00+01:00',
          endsAt: '2026-12-24T22:00:00+01:00',
          seat: { section: 'Parquet', row: '4', seat: '12', gate: 'B' },
          holderName: 'Ada Lovelace',
          ticketType: 'Adult',
          faceValue: { amountMinor: 1250, currency: 'EUR' },
        },
      }),
    )
    expect(pass.eventTicket).toEqual({})
    expect(pass.semantics).toEqual({
      eventName: 'Night at the Opera',
      venueName: 'Opera',
      venueDoorsOpenDate: '2026-12-24T18:00:00+01:00',
      eventStartDate: '2026-12-24T19:00:00+01:00',
      eventEndDate: '2026-12-24T22:00:00+01:00',
      seats: [{ seatSection: 'Parquet', seatRow: '4', seatNumber: '12' }],
      venueEntranceGate: 'B',
      attendeeName: 'Ada Lovelace',
      admissionLevel: 'Adult',
      totalPrice: { amount: '12.50', currencyCode: 'EUR' },
    })
    expect(errorsOf(pass)).toEqual([])
  })

  it('of an event ticket that knows nothing but a gate: no empty seat', () => {
    const pass = appleOf(contentOf('eventTicket', { details: { seat: { gate: 'B' } } }))
    expect(pass.semantics).toEqual({ eventName: 'Aurora Card', venueEntranceGate: 'B' })
  })

  it('of a flight: its first leg, and the number as a number', () => {
    const leg = (from: string, to: string, departsAt: string) => ({ from: { code: from }, to: { code: to }, departsAt })
    const pass = appleOf(
      contentOf('boardingPass', {
        details: {
          carrierCode: 'LH',
          carrierName: 'Lufthansa',
          flightNumber: '0400',
          passengerName: 'Ada Lovelace',
          legs: [
            {
              ...leg('FRA', 'JFK', '2026-12-24T10:00:00+01:00'),
              from: { code: 'FRA', name: 'Frankfurt Airport', city: 'Frankfurt', terminal: '1', gate: 'Z50' },
              boardsAt: '2026-12-24T09:20:00+01:00',
              expectedDepartsAt: '2026-12-24T10:15:00+01:00',
            },
            leg('JFK', 'BOS', '2026-12-24T16:00:00-05:00'),
          ],
          seat: '12A',
          boardingGroup: '3',
          sequence: '44',
          confirmation: 'ABC123',
          frequentFlyer: { program: 'Miles', number: '99' },
        },
      }),
    )
    expect(pass.semantics).toEqual({
      airlineCode: 'LH',
      flightCode: 'LH0400',
      flightNumber: 400,
      transitProvider: 'Lufthansa',
      boardingGroup: '3',
      boardingSequenceNumber: '44',
      confirmationNumber: 'ABC123',
      seats: [{ seatNumber: '12A' }],
      membershipProgramName: 'Miles',
      membershipProgramNumber: '99',
      departureAirportCode: 'FRA',
      departureAirportName: 'Frankfurt Airport',
      departureCityName: 'Frankfurt',
      departureTerminal: '1',
      departureGate: 'Z50',
      destinationAirportCode: 'JFK',
      originalBoardingDate: '2026-12-24T09:20:00+01:00',
      originalDepartureDate: '2026-12-24T10:00:00+01:00',
      currentDepartureDate: '2026-12-24T10:15:00+01:00',
    })
  })

  it.each([
    [
      'train',
      {
        departureStationName: 'Berlin Hbf',
        departurePlatform: '7',
        carNumber: '23',
        destinationStationName: 'Milano Centrale',
      },
    ],
    ['bus', { departureLocationDescription: 'Berlin Hbf', destinationLocationDescription: 'Milano Centrale' }],
  ])('of a journey by %s: from its first origin to its last destination', (mode, places) => {
    const pass = appleOf(
      contentOf('transit', {
        details: {
          mode,
          operator: 'Rail',
          legs: [
            {
              from: { name: 'Berlin Hbf' },
              to: { name: 'Zürich HB' },
              departsAt: '2026-12-24T06:00:00+01:00',
              platform: '7',
              carriage: '23',
              seat: '51',
            },
            { from: { name: 'Zürich HB' }, to: { name: 'Milano Centrale' }, arrivesAt: '2026-12-24T18:00:00+01:00' },
          ],
        },
      }),
    )
    expect(pass.semantics).toEqual({
      transitProvider: 'Rail',
      originalDepartureDate: '2026-12-24T06:00:00+01:00',
      originalArrivalDate: '2026-12-24T18:00:00+01:00',
      seats: [{ seatNumber: '51' }],
      ...places,
    })
  })

  it.each([
    [1250, 'EUR', '12.50'],
    [5, 'EUR', '0.05'],
    [-1250, 'USD', '-12.50'],
    [1250, 'JPY', '1250'],
    [1250, 'KWD', '1.250'],
    [900719925474099, 'EUR', '9007199254740.99'],
  ])('of a gift card: %i minor units of %s are %s', (amountMinor, currency, amount) => {
    const pass = appleOf(contentOf('giftCard', { details: { balance: { amountMinor, currency } } }))
    expect(pass.semantics).toEqual({ balance: { amount, currencyCode: currency } })
  })

  it('of a loyalty card, a coupon or a generic pass: there are none', () => {
    const details = { points: { label: 'Points', value: 5 }, memberId: '1' }
    expect(appleOf(contentOf('loyalty', { details }))).not.toHaveProperty('semantics')
  })
})

describe('the raw apple part comes last', () => {
  it('adds keys that content has no word for, at any depth', () => {
    const pass = appleOf(
      contentOf('eventTicket', {
        apple: {
          sharingProhibited: true,
          nfc: { message: 'm', encryptionPublicKey: 'k' },
          semantics: { performerNames: ['Ada'] },
          preferredStyleSchemes: ['posterEventTicket', 'eventTicket'],
        },
      }),
    )
    expect(pass).toMatchObject({
      sharingProhibited: true,
      nfc: { message: 'm', encryptionPublicKey: 'k' },
      semantics: { eventName: 'Aurora Card', performerNames: ['Ada'] },
      preferredStyleSchemes: ['posterEventTicket', 'eventTicket'],
    })
  })

  it('replaces and, by null, removes', () => {
    const apple = { description: 'Other', logoText: null, semantics: null, eventTicket: { headerFields: [] } }
    const pass = appleOf(contentOf('eventTicket', { logoText: 'Aurora', apple }))
    expect(pass.description).toBe('Other')
    expect(pass).not.toHaveProperty('logoText')
    expect(pass).not.toHaveProperty('semantics')
  })

  it('reaches single fields by their key, leaves the others and appends new ones', () => {
    const back = [
      { key: 'terms', value: 'Terms' },
      { key: 'help', value: 'Help', label: 'HELP' },
    ]
    const apple = {
      generic: {
        backFields: [
          { key: 'help', attributedValue: '<a href="https://a.b">Help</a>', label: null },
          { key: 'new', value: 1, label: null },
        ],
      },
    }
    expect(appleOf(contentOf('generic', { fields: { ...noFields, back }, apple })).generic?.backFields).toEqual([
      { key: 'terms', value: 'Terms' },
      { key: 'help', value: 'Help', attributedValue: '<a href="https://a.b">Help</a>' },
      { key: 'new', value: 1 },
    ])
  })

  it('cannot say which pass it is, nor touch a prototype', () => {
    const identity = {
      formatVersion: 2,
      passTypeIdentifier: 'x',
      teamIdentifier: 'x',
      serialNumber: 'x',
      webServiceURL: 'https://evil.example',
      authenticationToken: 'x',
    }
    const apple = JSON.parse(`{"__proto__": {"polluted": true}, "userInfo": {"constructor": {"a": 1}}}`)
    const pass = appleOf(contentOf('coupon', { apple: { ...identity, ...apple } }))
    for (const key of Object.keys(identity)) expect(pass).not.toHaveProperty(key)
    expect(pass.userInfo).toEqual({ constructor: { a: 1 } })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
