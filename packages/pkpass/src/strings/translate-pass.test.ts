import { expect, it } from 'vitest'
import { translatePass } from './translate-pass.ts'

const translation = { KEY: 'Text', toString: 'no' }

it('texts for people are translated wherever they stand', () => {
  const pass = {
    organizationName: 'KEY',
    eventLogoText: 'KEY',
    eventTicket: {
      primaryFields: [{ key: 'a', label: 'KEY', value: 'KEY', attributedValue: 'KEY', changeMessage: 'KEY' }],
      backFields: [{ key: 'b', value: 5 }],
    },
    barcodes: [{ format: 'PKBarcodeFormatQR', message: 'x', messageEncoding: 'utf-8', altText: 'KEY' }],
    locations: [{ latitude: 1, longitude: 2, relevantText: 'KEY' }],
    semantics: { venueName: 'KEY', performerNames: ['KEY', 'Other'], seats: [{ seatSection: 'KEY' }] },
    upcomingPassInformation: [{ identifier: 'i', type: 'event', name: 'KEY' }],
  }
  expect(translatePass(pass, translation)).toEqual(JSON.parse(JSON.stringify(pass).replaceAll('"KEY"', '"Text"')))
})

it('everything else stays: identifiers, codes, values of enumerations, and what nobody knows', () => {
  const pass = {
    serialNumber: 'KEY',
    storeCard: { headerFields: [{ key: 'KEY', value: 'toString', textAlignment: 'KEY', ofTomorrow: 'KEY' }] },
    barcodes: [{ format: 'KEY', message: 'KEY', messageEncoding: 'KEY' }],
    semantics: { eventType: 'KEY', loungePlaceIDs: ['KEY'] },
    userInfo: { label: 'KEY', value: ['KEY'] },
    ofTomorrow: { label: 'KEY' },
    locations: 'KEY',
    beacons: null,
  }
  expect(translatePass(pass, { KEY: 'Text' })).toEqual(pass)
})
