import type { Kind } from '../src/passes/content/content.ts'
import type { RevisionSource } from '../src/passes/content/revision.ts'
import type { PassState } from '../src/passes/content/state.ts'

/** Ids of images, by their role. */
export const images = {
  icon: '1'.repeat(64),
  logo: '2'.repeat(64),
  strip: '3'.repeat(64),
  thumbnail: '4'.repeat(64),
}

const airport = (code: string) => ({ code, name: `${code} airport`, city: `${code} city`, terminal: '1', gate: 'B7' })

/** All that a kind knows: what is of a pass is a token, all else is written out. */
const details: { readonly [K in Kind]: object } = {
  coupon: {
    redemptionHint: 'Show it at the till',
    redemptionChannel: 'inStore',
    shortTitle: '20 % off',
    provider: 'Roast',
    finePrint: 'Once a person',
  },
  loyalty: {
    points: { label: 'Beans', value: '{{ voucher.points }}' },
    secondaryPoints: { label: 'Cups', value: 2.5 },
    tier: 'Gold',
    memberName: '{{ contact.name }}',
    memberId: '{{ voucher.code }}',
  },
  giftCard: {
    balance: { amountMinor: '{{ voucher.points }}', currency: 'EUR' },
    balanceUpdatedAt: '2026-12-24T18:00:00+01:00',
    cardNumber: '{{ voucher.code }}',
    pin: '1234',
    eventNumber: '77',
  },
  eventTicket: {
    venue: { name: 'Town hall', address: 'Market 1\nBerlin' },
    doorsOpenAt: '2026-12-24T18:00:00+01:00',
    startsAt: '2026-12-24T19:00:00+01:00',
    endsAt: '2026-12-24T22:00:00+01:00',
    seat: { section: 'A', row: '1', seat: '{{ voucher.code }}', gate: 'North' },
    holderName: '{{ contact.name }}',
    ticketType: 'Adult',
    ticketNumber: '{{ voucher.code }}',
    confirmation: 'R1',
    faceValue: { amountMinor: 1250, currency: 'EUR' },
    finePrint: 'No refund',
  },
  boardingPass: {
    carrierCode: 'LH',
    carrierName: 'Lufthansa',
    flightNumber: '400',
    operatingCarrierCode: 'DLH',
    operatingFlightNumber: '4000',
    passengerName: '{{ contact.name }}',
    legs: [
      {
        from: airport('FRA'),
        to: airport('JFK'),
        departsAt: '2026-12-24T10:00:00+01:00',
        arrivesAt: '2026-12-24T13:00:00.5-05:00',
        expectedDepartsAt: '2026-12-24T10:10:00+01:00',
        expectedArrivesAt: '2026-12-24T13:10:00-05:00',
        boardsAt: '2026-12-24T09:30:00+01:00',
        gateClosesAt: '2026-12-24T09:45:00+01:00',
      },
    ],
    seat: '{{ voucher.code }}',
    cabin: 'Business',
    boardingGroup: '2',
    boardingPosition: '3',
    sequence: '12',
    confirmation: 'PNR123',
    ticketNumber: '220',
    frequentFlyer: { program: 'Miles', number: '9' },
    status: 'scheduled',
  },
  transit: {
    mode: 'train',
    operator: 'DB',
    legs: [
      {
        from: { code: 'BLS', name: 'Berlin' },
        to: { code: 'AH', name: 'Hamburg' },
        departsAt: '2026-12-24T10:00:00+01:00',
        arrivesAt: '2026-12-24T12:00:00+01:00',
        operator: 'DB Fernverkehr',
        platform: '5',
        carriage: '7',
        seat: '{{ voucher.code }}',
        zone: 'A',
        fare: 'Saver',
      },
    ],
    trip: 'roundTrip',
    passengerNames: ['{{ contact.name }}'],
    concession: 'senior',
    ticketNumber: '{{ voucher.code }}',
    ticketStatus: 'used',
  },
  generic: { subtitle: 'Member', holderName: '{{ contact.name }}' },
}

/** A campaign of a kind that uses all that content offers, with parts of it replaced. */
export function campaignOf(kind: Kind, content: object = {}, more: Partial<RevisionSource> = {}): RevisionSource {
  const full = {
    issuerName: 'Roast & Co',
    title: 'Coffee card',
    description: 'Card of Roast & Co',
    details: details[kind],
    validity: { from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' },
    grouping: 'trip-1',
    fields: {
      header: [{ key: 'number', label: 'No', value: 'A{{ voucher.code }}' }],
      secondary: [{ key: 'opens', label: 'Opens', value: 'At nine' }],
      back: [
        { key: 'terms', label: 'Terms', value: 'One coffee for ten beans.' },
        { key: 'greeting', label: 'Hello', value: 'Dear {{ contact.name }}', changeMessage: 'Now: %@' },
      ],
    },
    colors: { background: '#3b2a20' },
    images,
    barcode: { format: 'qr', message: '{{ voucher.code }}', altText: 'Code' },
    relevance: { locations: [{ latitude: 52.5, longitude: 13.4 }] },
    links: [
      { label: 'Shop', url: 'https://roast.example/' },
      { label: 'Call', url: 'tel:+4930123' },
    ],
    ...content,
  }
  return {
    kind,
    tokens: [
      { name: 'contact.name', personal: true, sample: 'Ada' },
      { name: 'contact.tier', personal: false, default: 'basic' },
      { name: 'voucher.code', personal: true, sample: 'C0FFEE' },
      { name: 'voucher.points', personal: false, type: 'number', default: 0, sample: 120 },
    ],
    content: full as unknown as RevisionSource['content'],
    variants: [],
    ...more,
  }
}

/** The pass of Ada. */
export function adaState(facts: PassState['facts'] = {}, voucher: Record<string, unknown> = {}): PassState {
  return {
    tokens: { contact: { name: 'Ada' }, voucher: { code: 'C0FFEE', points: 120, ...voucher } },
    facts,
  }
}
