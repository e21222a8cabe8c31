import type { PassJson } from '../pass-json/types.ts'
import { nfcKey } from './fixtures.ts'

const common: PassJson = {
  organizationName: 'Example',
  description: 'A pass',
  logoText: 'Example',
  backgroundColor: 'rgb(10, 20, 30)',
  foregroundColor: 'rgb(255, 255, 255)',
  labelColor: 'rgb(200, 200, 200)',
  expirationDate: '2031-12-24T18:00:00+01:00',
  sharingProhibited: true,
  associatedStoreIdentifiers: [284882215],
  userInfo: { anything: [1, { url: 'kept' }] },
  barcodes: [{ format: 'PKBarcodeFormatQR', message: 'member-1', messageEncoding: 'iso-8859-1', altText: 'Member 1' }],
  locations: [{ latitude: 48.1, longitude: 11.5, relevantText: 'Here' }],
  fromTheFuture: { key: 'kept' },
}

const fields = {
  headerFields: [{ key: 'h', label: 'Points', value: 120, numberStyle: 'PKNumberStyleDecimal' as const }],
  primaryFields: [{ key: 'p', label: 'Holder', value: 'Ada' }],
  secondaryFields: [{ key: 's', label: 'Balance', value: 12.5, currencyCode: 'EUR', changeMessage: 'Now %@' }],
  auxiliaryFields: [
    {
      key: 'a',
      label: 'Valid',
      value: '2030-12-24T18:00+01:00',
      dateStyle: 'PKDateStyleMedium' as const,
      timeStyle: 'PKDateStyleNone' as const,
      ofTomorrow: true,
    },
  ],
  backFields: [{ key: 'b', label: 'News', value: '', changeMessage: '%@' }],
}

/** A pass of each style, with keys of every kind, also some that nobody knows yet. */
export const samplePasses: Readonly<Record<string, PassJson>> = {
  boardingPass: {
    ...common,
    boardingPass: { ...fields, transitType: 'PKTransitTypeAir' },
    relevantDates: [{ startDate: '2030-12-24T18:00:00Z', endDate: '2030-12-24T20:00:00Z' }],
    semantics: {
      airlineCode: 'EX',
      flightNumber: 123,
      departureLocationTimeZone: 'Europe/Berlin',
      passengerName: { givenName: 'Ada', familyName: 'Lovelace' },
      seats: [{ seatNumber: '7A', ofTomorrow: 'kept' }],
    },
  },
  coupon: { ...common, coupon: fields },
  eventTicket: {
    ...common,
    eventTicket: fields,
    groupingIdentifier: 'tour',
    semantics: { eventName: 'Concert', venueName: 'Hall', performerNames: ['Somebody'] },
  },
  generic: { ...common, generic: fields, nfc: { message: 'member-1', encryptionPublicKey: nfcKey } },
  storeCard: {
    ...common,
    storeCard: fields,
    webServiceURL: 'https://example.com',
    authenticationToken: '0123456789abcdef',
  },
  posterGeneric: {
    ...common,
    generic: fields,
    posterGeneric: { headerFields: fields.headerFields, primaryFields: fields.primaryFields },
    featuredActions: [{ identifier: 'shop', type: 'shop', url: 'https://example.com' }],
  },
}
