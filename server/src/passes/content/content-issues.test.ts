import { describe, expect, it } from 'vitest'
import { type Kind, kinds, type PassContent } from './content.ts'
import { contentIssues } from './content-issues.ts'

const instant = '2026-12-24T18:00:00+01:00'
const money = { amountMinor: 1250, currency: 'EUR' }
const points = { label: 'Points', value: 12 }

/** All that each kind knows, which is what either wallet has a structured place for. */
const details: { [K in Kind]: NonNullable<Extract<PassContent, { kind: K }>['details']> } = {
  coupon: {
    redemptionHint: 'Show at the till',
    redemptionChannel: 'inStore',
    shortTitle: '20 %',
    provider: 'Roast',
    finePrint: 'Once',
  },
  loyalty: { points, secondaryPoints: points, tier: 'Gold', memberName: 'Ada', memberId: '7' },
  giftCard: { balance: money, balanceUpdatedAt: instant, cardNumber: '1', pin: '2', eventNumber: '3' },
  eventTicket: {
    venue: { name: 'Hall', address: 'Street 1' },
    doorsOpenAt: instant,
    startsAt: instant,
    endsAt: instant,
    seat: { section: 'A', row: '1', seat: '2', gate: 'North' },
    holderName: 'Ada',
    ticketType: 'Adult',
    ticketNumber: '1',
    confirmation: 'X',
    faceValue: money,
    finePrint: 'No refund',
  },
  boardingPass: {
    carrierCode: 'LH',
    carrierName: 'Lufthansa',
    flightNumber: '400',
    operatingCarrierCode: 'DLH',
    operatingFlightNumber: '4000',
    passengerName: 'Ada Lovelace',
    legs: [
      {
        from: { code: 'FRA', name: 'Frankfurt', city: 'Frankfurt', terminal: '1', gate: 'Z50' },
        to: { code: 'JFK' },
        departsAt: instant,
        arrivesAt: instant,
        expectedDepartsAt: instant,
        expectedArrivesAt: instant,
        boardsAt: instant,
        gateClosesAt: instant,
      },
    ],
    seat: '12A',
    cabin: 'Business',
    boardingGroup: '2',
    boardingPosition: '3',
    sequence: '12',
    confirmation: 'PNR123',
    ticketNumber: '220',
    frequentFlyer: { program: 'Miles', number: '1' },
    status: 'scheduled',
  },
  transit: {
    mode: 'train',
    operator: 'DB',
    legs: [
      {
        from: { code: 'BLS', name: 'Berlin' },
        to: { name: 'Hamburg' },
        departsAt: instant,
        arrivesAt: instant,
        operator: 'DB',
        platform: '1',
        carriage: '7',
        seat: '61',
        zone: 'A',
        fare: 'Saver',
      },
    ],
    trip: 'oneWay',
    passengerNames: ['Ada', 'Charles'],
    concession: 'adult',
    ticketNumber: '1',
    ticketStatus: 'used',
  },
  generic: { subtitle: 'Museum', holderName: 'Ada' },
}

function contentOf(kind: Kind): Record<string, unknown> {
  return {
    kind,
    issuerName: 'Issuer',
    title: 'Title',
    description: 'Description',
    logoText: 'Logo',
    details: details[kind],
    voided: false,
    validity: { from: '2026-01-01T00:00:00Z', until: '2026-12-31T23:59:59.999Z' },
    fields: {
      header: [{ key: 'a', label: 'A', value: 1, format: { number: 'percent' }, align: 'right' }],
      primary: [{ key: 'b', value: 12.5, format: { currency: 'EUR' }, changeMessage: 'Now %@' }],
      secondary: [{ key: 'c', value: instant, format: { date: 'medium', time: 'none', relative: true } }],
      auxiliary: [{ key: 'd', value: '', row: 1 }],
      back: [{ key: 'e', value: 'x', detect: ['phone', 'link'] }],
    },
    colors: { background: '#000000', foreground: '#FFFFFF', label: '#abcdef' },
    images: { icon: 'a'.repeat(64), strip: '0'.repeat(64) },
    language: 'de-AT',
    grouping: 'Tour 7',
    barcode: {
      ...{ format: 'pdf417', message: 'M1', altText: 'M1', encoding: 'iso-8859-1' },
      rotating: { periodSeconds: 30, digits: 8, pattern: 'M1-{code}' },
    },
    relevance: {
      dates: [{ at: instant }, { from: instant, until: instant }],
      locations: [{ latitude: 52.5, longitude: -13.4, text: 'Here' }],
      maxDistanceMeters: 100,
    },
    links: [{ label: 'Call', url: 'tel:+4930123' }],
    apple: { sharingProhibited: true },
    google: { class: { countryCode: 'DE' }, object: { passConstraints: {} } },
  }
}

const issuesWith = (changes: Record<string, unknown>) =>
  contentIssues('loyalty', { ...contentOf('loyalty'), ...changes }).map(({ code, path }) => `${code} ${path}`)

const fieldIssues = (...back: unknown[]) =>
  issuesWith({ fields: { header: [], primary: [], secondary: [], auxiliary: [], back } })

describe('the schema of content', () => {
  it.each(kinds)('takes a %s with everything it can have', (kind) => {
    expect(contentIssues(kind, contentOf(kind))).toEqual([])
  })

  it.each(kinds)('takes a %s with nothing but names', (kind) => {
    const fields = { header: [], primary: [], secondary: [], auxiliary: [], back: [] }
    const content = { kind, issuerName: 'I', title: 'T', description: 'D', voided: true, fields }
    expect(contentIssues(kind, content)).toEqual([])
  })

  it('names everything that is wrong at once, with what is allowed there', () => {
    const content = {
      kind: 'loyalty',
      title: '',
      voided: false,
      colour: '#000000',
      fields: {
        header: [
          { key: 'a', value: true },
          { value: 1, align: 'top' },
        ],
      },
      details: { tier: 7, cardNumber: '1', points: { value: '12' } },
      colors: { background: 'red' },
      images: { icon: 'icon.png' },
      barcode: { format: 'upc', message: '' },
      links: [{ label: 'x', url: 'javascript:alert(1)' }],
      relevance: { locations: [{ latitude: 91 }], maxDistanceMeters: 0, dates: [{ from: instant }] },
      validity: { from: '2026-02-30T00:00:00Z', until: '2026-12-24' },
      apple: [],
    }
    const issues = contentIssues('loyalty', content)
    expect(issues.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      'malformed /colors/background',
      'malformed /images/icon',
      'malformed /links/0/url',
      'malformed /validity/from',
      'malformed /validity/until',
      'missing /description',
      'missing /details/points/label',
      'missing /fields/auxiliary',
      'missing /fields/back',
      'missing /fields/header/1/key',
      'missing /fields/primary',
      'missing /fields/secondary',
      'missing /issuerName',
      'missing /relevance/locations/0/longitude',
      'out_of_range /barcode/message',
      'out_of_range /relevance/locations/0/latitude',
      'out_of_range /relevance/maxDistanceMeters',
      'out_of_range /title',
      'unknown_key /colour',
      'unknown_key /details/cardNumber',
      'value_not_allowed /barcode/format',
      'value_not_allowed /fields/header/1/align',
      'wrong_type /apple',
      'wrong_type /details/points/value',
      'wrong_type /details/tier',
      'wrong_type /fields/header/0/value',
      'wrong_type /relevance/dates/0',
    ])
    for (const issue of issues) expect(issue.fix).toMatch(/^[A-Z].*\.$/)
    expect(issues.find(({ path }) => path === '/barcode/format')?.fix).toContain('"code128"')
    expect(issues.find(({ path }) => path === '/colors/background')?.fix).toContain('#rrggbb')
    expect(issues.find(({ path }) => path === '/colour')?.fix).toContain('colors')
  })

  it.each([
    '2026-12-24T18:00:00',
    '2026-12-24T18:00:00+0100',
    '2026-12-24 18:00:00Z',
    '2026-12-24t18:00:00Z',
    '2026-12-24T18:00:00z',
    '2026-12-31T23:59:60Z',
    '2026-12-24T18:00Z',
  ])('the date-time %s is refused, since a wallet would not read it', (until) => {
    expect(issuesWith({ validity: { until } })).toEqual(['malformed /validity/until'])
  })
})

describe('rules of content', () => {
  it('each field has a key of its own across all slots', () => {
    const field = { key: 'a', value: 1 }
    const fields = {
      header: [field],
      primary: [],
      secondary: [field],
      auxiliary: [],
      back: [{ key: 'b', value: 1 }, field],
    }
    expect(issuesWith({ fields })).toEqual([
      'duplicate_field_key /fields/secondary/0/key',
      'duplicate_field_key /fields/back/1/key',
    ])
  })

  it("a value is what its field's format writes", () => {
    expect(
      fieldIssues(
        { key: 'a', value: 'x', format: { number: 'decimal' } },
        { key: 'b', value: '12', format: { currency: 'EUR' } },
        { key: 'c', value: '2026-12-24', format: { date: 'short', time: 'none' } },
        { key: 'd', value: 1, format: { date: 'short', time: 'none' } },
        { key: 'e', value: 1, format: { number: 'decimal' } },
        { key: 'f', value: 1 },
      ),
    ).toEqual([0, 1, 2, 3].map((index) => `value_format /fields/back/${index}/value`))
  })

  it('a change message has a place for the new value', () => {
    expect(
      fieldIssues({ key: 'a', value: 1, changeMessage: 'Changed' }, { key: 'b', value: 1, changeMessage: '' }),
    ).toEqual([0, 1].map((index) => `change_message_placeholder /fields/back/${index}/changeMessage`))
  })

  it('the news are text', () => {
    expect(fieldIssues({ key: 'news', value: 1, format: { number: 'decimal' } })).toEqual([
      'news_not_text /fields/back/0/format',
    ])
  })

  it('validity begins before it ends', () => {
    const from = '2026-01-01T00:00:00Z'
    expect(issuesWith({ validity: { from, until: from } })).toEqual(['validity_order /validity/until'])
    expect(issuesWith({ validity: { from, until: '2026-01-01T00:30:00+01:00' } })).toEqual([
      'validity_order /validity/until',
    ])
    expect(issuesWith({ validity: { from, until: '2026-01-01T00:00:00.001Z' } })).toEqual([])
  })

  it('a barcode can carry its message', () => {
    const unfit = ['barcode_characters /barcode/message']
    expect(issuesWith({ barcode: { format: 'code128', message: 'Ünfit' } })).toEqual(unfit)
    expect(issuesWith({ barcode: { format: 'qr', encoding: 'iso-8859-1', message: '10 €' } })).toEqual(unfit)
    expect(issuesWith({ barcode: { format: 'qr', encoding: 'iso-8859-1', message: 'Café' } })).toEqual([])
    expect(issuesWith({ barcode: { format: 'qr', message: '10 € 🎟' } })).toEqual([])
  })

  it.each([
    ['code39', ['A-1 $/+%.'], ['a', 'Ä', '*']],
    ['codabar', ['12-3', 'A12$B', '$:/.+'], ['A12', 'a1b', '12 3', 'A1E']],
    ['ean13', ['4006381333931'], ['4006381333932', '400638133393', '40063813339310', 'A006381333931']],
    ['itf', ['12', '00012345678905'], ['123', '1A', '1 2']],
  ])('a barcode of the format %s carries %j and not %j', (format, fit, unfit) => {
    for (const message of fit) expect(issuesWith({ barcode: { format, message } })).toEqual([])
    for (const message of unfit) {
      expect([message, issuesWith({ barcode: { format, message } })]).toEqual([
        message,
        ['barcode_characters /barcode/message'],
      ])
    }
  })

  it.each(['{code}', 'A-{code}', '{code}\n$&'])('a barcode turns by the pattern %j', (pattern) => {
    const rotating = { periodSeconds: 30, digits: 6, pattern }
    expect(issuesWith({ barcode: { format: 'qr', message: 'M1', rotating } })).toEqual([])
  })

  it.each(['A', '{code}{code}', '{{code}}', '{code} {totp_timestamp_millis}', 'a{b}{code}'])(
    'a pattern says once, and nothing else in braces, where the code stands; %j does not',
    (pattern) => {
      const rotating = { periodSeconds: 30, digits: 6, pattern }
      expect(issuesWith({ barcode: { format: 'qr', message: 'M1', rotating } })).toEqual([
        'rotating_pattern /barcode/rotating/pattern',
      ])
    },
  )

  it('only codes turn that a wallet can turn, and not too fast, too slowly or too short', () => {
    const rotating = { periodSeconds: 30, digits: 6, pattern: '{code}' }
    for (const [format, message] of Object.entries({ aztec: 'M1', code128: 'M1', itf: '12' })) {
      expect(issuesWith({ barcode: { format, message, rotating } })).toEqual(['rotating_format /barcode/format'])
    }
    for (const odd of [{ periodSeconds: 0 }, { periodSeconds: 3_601 }, { digits: 5 }, { digits: 9 }, { digits: 6.5 }]) {
      const [key] = Object.keys(odd)
      const issues = issuesWith({ barcode: { format: 'qr', message: 'M1', rotating: { ...rotating, ...odd } } })
      expect(issues.map((issue) => issue.split(' ')[1])).toEqual([`/barcode/rotating/${key}`])
    }
  })

  it.each(['de_DE', 'DE', 'deutsch', 'en-gb', ''])('a language is a tag of BCP 47; %j is none', (language) => {
    expect(issuesWith({ language })).toEqual(['malformed /language'])
  })

  it.each(['de', 'en-GB', 'zh-Hant-TW', 'es-419'])('a language is a tag of BCP 47, such as %s', (language) => {
    expect(issuesWith({ language })).toEqual([])
  })

  it('what only follows from a template that failed is not said again', () => {
    const known = { code: 'result_type', path: '/details/points/value', message: '', fix: '' } as const
    const content = { ...contentOf('loyalty'), details: { points: { label: 'P', value: 'x' } }, logoText: 1 }
    expect(contentIssues('loyalty', content, [known]).map(({ path }) => path)).toEqual(['/logoText'])
  })
})
