import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json.ts'
import { leastClasses, leastObjects } from '../../testing/passes.ts'
import { ApiError } from '../api/api-error.ts'
import { schemaNamed } from '../api/description.ts'
import { collectionFor, type Side, type Vertical, verticals } from '../api/verticals.ts'
import { checkBody, checkResource } from './check.ts'
import { rules } from './rules.ts'

const least = (vertical: Vertical, side: Side): JsonObject => ({
  id: '3388.x',
  ...(side === 'object' && { classId: '3388.c' }),
  ...(side === 'class' ? leastClasses : leastObjects)[vertical],
})

function faults(vertical: Vertical, side: Side, own: JsonObject): readonly string[] {
  try {
    // As it comes over the wire, where nothing is undefined.
    const body = JSON.parse(JSON.stringify({ ...least(vertical, side), ...own }))
    checkResource(collectionFor(vertical, side), body)
    return []
  } catch (error) {
    if (error instanceof ApiError) return error.messages
    throw error
  }
}

it('every rule is about a schema that there is', () => {
  for (const name of Object.keys(rules)) expect(schemaNamed(name)).toBeDefined()
})

describe.each(verticals)('%s', (vertical) => {
  it.each<Side>(['class', 'object'])('the least %s is taken', (side) => {
    expect(faults(vertical, side, {})).toEqual([])
  })

  it.each<Side>(['class', 'object'])('a %s without any of its required fields is refused', (side) => {
    const needed = Object.keys(least(vertical, side)).filter((name) => name !== 'id')
    for (const name of needed) {
      expect(faults(vertical, side, { [name]: undefined })).toContainEqual(expect.stringContaining(name))
    }
  })
})

const text = (value: string, language = 'en-US') => ({ defaultValue: { language, value } })

describe('a localized twin stands in for a required text', () => {
  it.each<[Vertical, JsonObject]>([
    ['loyalty', { issuerName: undefined, localizedIssuerName: text('Kaffee') }],
    ['loyalty', { programName: undefined, localizedProgramName: text('Bohnen') }],
    ['offer', { title: undefined, localizedTitle: text('Zwei für eins') }],
    ['offer', { provider: undefined, localizedProvider: text('Kaffee') }],
  ])('%s %j', (vertical, own) => {
    expect(faults(vertical, 'class', own)).toEqual([])
  })
})

const image = { sourceUri: { uri: 'https://example.com/x.png' } }
const selector = (fieldPath: string) => ({ fields: [{ fieldPath }] })
const item = { firstValue: selector('object.state') }
const row = (...rows: readonly JsonObject[]) => ({
  classTemplateInfo: { cardTemplateOverride: { cardRowTemplateInfos: rows } },
})
const totp = { periodMillis: '30000', algorithm: 'TOTP_SHA1', parameters: [{ key: '3132', valueLength: 8 }] }
const rotating = { type: 'QR_CODE', valuePattern: 'x{totp_value_0}', totpDetails: totp }
const ahead = { startDateTime: '2027-01-01T10:00:00Z', periodMillis: '30000', values: ['a', 'b'] }
const leg = { originName: text('Zürich'), destinationName: text('Chur'), departureDateTime: '2027-01-01T10:00' }

describe('is taken', () => {
  it.each<[string, Vertical, Side, JsonObject]>([
    ['a short colour', 'loyalty', 'class', { hexBackgroundColor: '#abc' }],
    [
      'a row of each width',
      'loyalty',
      'class',
      row({ oneItem: { item } }, { twoItems: { startItem: item, endItem: item } }),
    ],
    ['ten messages', 'loyalty', 'object', { messages: Array.from({ length: 10 }, () => ({ body: 'x' })) }],
    ['a barcode that is a text only', 'generic', 'object', { barcode: { alternateText: 'No. 1' } }],
    ['a barcode of text', 'generic', 'object', { barcode: { type: 'TEXT_ONLY', value: 'No. 1' } }],
    ['a QR code in UTF-8', 'generic', 'object', { barcode: { type: 'QR_CODE', value: 'é', renderEncoding: 'UTF_8' } }],
    ['a rotating barcode', 'loyalty', 'object', { rotatingBarcode: rotating }],
    ['an interval in local time', 'offer', 'object', { validTimeInterval: { end: { date: '2027-01-31T23:59:59' } } }],
    ['an open interval', 'offer', 'object', { validTimeInterval: { start: { date: '2027-01-31T23:59:59Z' } } }],
    ['points', 'loyalty', 'object', { loyaltyPoints: { balance: { money: { micros: '1', currencyCode: 'CHF' } } } }],
    ['a number on a map at zero', 'loyalty', 'object', { merchantLocations: [{ latitude: 0, longitude: 0 }] }],
    ['a leg', 'transit', 'object', { ticketLeg: leg }],
    [
      'a leg without a time in a pass with an interval',
      'transit',
      'object',
      {
        ticketLeg: { ...leg, departureDateTime: undefined },
        validTimeInterval: { end: { date: '2027-01-31T23:59:59Z' } },
      },
    ],
    [
      'a carrier by ICAO',
      'flight',
      'class',
      { flightHeader: { carrier: { carrierIcaoCode: 'SWR' }, flightNumber: '1' } },
    ],
    ['codes ahead', 'transit', 'object', { rotatingBarcode: { type: 'QR_CODE', initialRotatingBarcodeValues: ahead } }],
    [
      'a code of the time alone',
      'generic',
      'object',
      {
        rotatingBarcode: {
          ...rotating,
          valuePattern: '{totp_timestamp_seconds}',
          totpDetails: { ...totp, parameters: [] },
        },
      },
    ],
    ['half a row', 'loyalty', 'class', row({ twoItems: { startItem: item } })],
    ['a callback to this machine', 'generic', 'class', { callbackOptions: { url: 'http://127.0.0.1:8080/x' } }],
    ['a callback over https', 'generic', 'class', { callbackOptions: { url: 'https://example.com/x' } }],
    [
      'what only Google writes',
      'loyalty',
      'object',
      { hasUsers: true, classReference: { id: '1.x', nonsense: 1 }, version: '1' },
    ],
    [
      'links',
      'generic',
      'object',
      { linksModuleData: { uris: ['tel:+41', 'mailto:a@b.c', 'https://b.c'].map((uri) => ({ uri })) } },
    ],
  ])('%s', (_, vertical, side, own) => {
    expect(faults(vertical, side, own)).toEqual([])
  })
})

describe('is refused', () => {
  it.each<[string, Vertical, Side, JsonObject, RegExp]>([
    ['an id for an enum that is not set', 'loyalty', 'object', { state: 'STATE_UNSPECIFIED' }, /state is required/],
    ['a colour by name', 'loyalty', 'class', { hexBackgroundColor: 'brown' }, /hexBackgroundColor "brown"/],
    ['a colour in Apple’s notation', 'loyalty', 'class', { hexBackgroundColor: 'rgb(1, 2, 3)' }, /as #rrggbb/],
    ['a colour where the vertical has none', 'generic', 'class', { hexBackgroundColor: '#fff' }, /Unknown name/],
    ['a country by name', 'loyalty', 'class', { countryCode: 'Switzerland' }, /ISO 3166-1/],
    ['a language with an underscore', 'loyalty', 'class', { localizedProgramName: text('x', 'en_US') }, /BCP 47/],
    [
      'a localized text without a default',
      'loyalty',
      'class',
      { localizedProgramName: {} },
      /defaultValue is required/,
    ],
    [
      'a translation without text',
      'loyalty',
      'class',
      { localizedProgramName: { ...text('x'), translatedValues: [{ language: 'de' }] } },
      /value is required/,
    ],
    ['an image from nowhere', 'loyalty', 'class', { programLogo: {} }, /Exactly one of sourceUri, privateImageId/],
    [
      'an image from two places',
      'loyalty',
      'object',
      { imageModulesData: [{ mainImage: { ...image, privateImageId: 'a' } }] },
      /Exactly one/,
    ],
    [
      'an image without a scheme',
      'loyalty',
      'class',
      { programLogo: { sourceUri: { uri: 'example.com/x.png' } } },
      /https:\/\//,
    ],
    ['an image without an address', 'loyalty', 'class', { programLogo: { sourceUri: {} } }, /uri is required/],
    [
      'a link to a script',
      'generic',
      'object',
      { linksModuleData: { uris: [{ uri: 'javascript:alert(1)' }] } },
      /tel:, mailto:/,
    ],
    [
      'a link to nowhere',
      'generic',
      'object',
      { linksModuleData: { uris: [{ description: 'x' }] } },
      /uri is required/,
    ],
    ['a callback over http', 'generic', 'class', { callbackOptions: { url: 'http://example.com/x' } }, /https:\/\//],
    ['a callback to no address', 'generic', 'class', { callbackOptions: { url: '/callback' } }, /https:\/\//],
    [
      'eleven messages',
      'loyalty',
      'object',
      { messages: Array.from({ length: 11 }, () => ({ body: 'x' })) },
      /at most 10/,
    ],
    [
      'eleven locations',
      'loyalty',
      'class',
      { merchantLocations: Array.from({ length: 11 }, () => ({ latitude: 1, longitude: 1 })) },
      /at most 10/,
    ],
    [
      'a location off the map',
      'loyalty',
      'class',
      { merchantLocations: [{ latitude: 91, longitude: 1 }] },
      /from -90 to 90/,
    ],
    [
      'sixteen modules of added value',
      'generic',
      'object',
      { valueAddedModuleData: Array.from({ length: 16 }, () => ({ uri: 'https://a.b' })) },
      /at most 15/,
    ],
    [
      'an added value without a link',
      'generic',
      'object',
      { valueAddedModuleData: [{ header: text('x') }] },
      /uri is required/,
    ],
    ['an empty message', 'loyalty', 'object', { messages: [{ id: '1' }] }, /is required/],
    [
      'a message of Google’s',
      'loyalty',
      'object',
      { messages: [{ body: 'x', messageType: 'EXPIRATION_NOTIFICATION' }] },
      /TEXT or TEXT_AND_NOTIFY/,
    ],
    [
      'a text module with a dot in its id',
      'generic',
      'object',
      { textModulesData: [{ id: 'a.b' }] },
      /letters, digits/,
    ],
    [
      'two text modules with one id',
      'generic',
      'object',
      { textModulesData: [{ id: 'a' }, { id: 'a' }] },
      /two entries with the id "a"/,
    ],
    [
      'a long link to an app',
      'generic',
      'object',
      { appLinkData: { displayText: text('x'.repeat(31)) } },
      /longer than 30/,
    ],
    ['a value without the type of its code', 'generic', 'object', { barcode: { value: '1' } }, /type is required/],
    ['a Code 93', 'generic', 'object', { barcode: { type: 'CODE_93', value: '1' } }, /one of/],
    [
      'another text for a code of text',
      'generic',
      'object',
      { barcode: { type: 'TEXT_ONLY', value: '1', alternateText: '2' } },
      /Only one of type, alternateText/,
    ],
    [
      'an Aztec code in UTF-8',
      'generic',
      'object',
      { barcode: { type: 'AZTEC', value: '1', renderEncoding: 'UTF_8' } },
      /renderEncoding/,
    ],
    [
      'a rotating Aztec code',
      'generic',
      'object',
      { rotatingBarcode: { ...rotating, type: 'AZTEC' } },
      /QR_CODE or PDF_417/,
    ],
    [
      'a rotating code without a pattern',
      'generic',
      'object',
      { rotatingBarcode: { ...rotating, valuePattern: '' } },
      /valuePattern is required/,
    ],
    [
      'a rotating code without values',
      'generic',
      'object',
      { rotatingBarcode: { ...rotating, totpDetails: undefined } },
      /totpDetails is required/,
    ],
    [
      'a pattern without its parameter',
      'generic',
      'object',
      { rotatingBarcode: { ...rotating, valuePattern: '{totp_value_1}' } },
      /\{totp_value_1\}/,
    ],
    [
      'a period of nothing',
      'generic',
      'object',
      { rotatingBarcode: { ...rotating, totpDetails: { ...totp, periodMillis: '0' } } },
      /milliseconds/,
    ],
    [
      'another algorithm',
      'generic',
      'object',
      { rotatingBarcode: { ...rotating, totpDetails: { ...totp, algorithm: 'TOTP_ALGORITHM_UNSPECIFIED' } } },
      /TOTP_SHA1/,
    ],
    [
      'a key that is not hexadecimal',
      'generic',
      'object',
      { rotatingBarcode: { ...rotating, totpDetails: { ...totp, parameters: [{ key: 'xyz', valueLength: 8 }] } } },
      /hexadecimal/,
    ],
    [
      'a value of no length',
      'generic',
      'object',
      { rotatingBarcode: { ...rotating, totpDetails: { ...totp, parameters: [{ key: 'ab', valueLength: 0 }] } } },
      /from 1 to 10/,
    ],
    [
      'a half interval',
      'offer',
      'object',
      { validTimeInterval: { start: { date: '2027-01-01T00:00:00Z' }, end: { date: '2027-01-31T23:59:59' } } },
      /neither has/,
    ],
    [
      'a date without a time',
      'offer',
      'object',
      { validTimeInterval: { start: { date: '2027-01-01' } } },
      /ISO 8601 extended/,
    ],
    [
      'a date in the basic notation',
      'offer',
      'object',
      { validTimeInterval: { start: { date: '20270101T000000Z' } } },
      /ISO 8601 extended/,
    ],
    ['text beyond ASCII for Smart Tap', 'loyalty', 'object', { smartTapRedemptionValue: 'é' }, /ASCII/],
    ['a linked object without an issuer', 'loyalty', 'object', { linkedObjectIds: ['x'] }, /the id of an object/],
    [
      'points of two kinds',
      'loyalty',
      'object',
      { loyaltyPoints: { balance: { int: 1, string: '1' } } },
      /Exactly one of string, int/,
    ],
    ['points without a balance', 'loyalty', 'object', { loyaltyPoints: { label: 'x' } }, /balance is required/],
    ['money without a currency', 'giftCard', 'object', { balance: { micros: '1' } }, /currencyCode is required/],
    ['a currency by sign', 'giftCard', 'object', { balance: { micros: '1', currencyCode: '€' } }, /ISO 4217/],
    [
      'an update time without an offset',
      'giftCard',
      'object',
      { balanceUpdateTime: { date: '2027-01-01T00:00:00' } },
      /offset is required/,
    ],
    ['a long event id', 'eventTicket', 'class', { eventId: 'x'.repeat(65) }, /at most 64/],
    [
      'two labels for a seat',
      'eventTicket',
      'class',
      { seatLabel: 'SEAT', customSeatLabel: text('Platz') },
      /Only one of seatLabel/,
    ],
    ['a venue without an address', 'eventTicket', 'class', { venue: { name: text('Hall') } }, /address is required/],
    [
      'two labels for doors',
      'eventTicket',
      'class',
      { dateTime: { doorsOpenLabel: 'GATES_OPEN', customDoorsOpenLabel: text('x') } },
      /Only one/,
    ],
    ['an event at no time', 'eventTicket', 'class', { dateTime: { start: 'tomorrow' } }, /ISO 8601/],
    [
      'a departure with an offset',
      'flight',
      'class',
      { localScheduledDepartureDateTime: '2027-03-05T06:30:00+01:00' },
      /without a UTC offset/,
    ],
    [
      'a boarding time with an offset',
      'flight',
      'class',
      { localBoardingDateTime: '2027-03-05T06:30:00Z' },
      /without a UTC offset/,
    ],
    [
      'a carrier by two codes',
      'flight',
      'class',
      { flightHeader: { carrier: { carrierIataCode: 'LX', carrierIcaoCode: 'SWR' }, flightNumber: '1' } },
      /Exactly one of carrierIataCode/,
    ],
    [
      'a carrier in its number',
      'flight',
      'class',
      { flightHeader: { carrier: { carrierIataCode: 'LX' }, flightNumber: 'LX1' } },
      /nothing but digits/,
    ],
    [
      'a flight without a number',
      'flight',
      'class',
      { flightHeader: { carrier: { carrierIataCode: 'LX' } } },
      /flightNumber is required/,
    ],
    ['an airport by name', 'flight', 'class', { origin: { airportIataCode: 'Zurich' } }, /three capital letters/],
    ['an airport without a code', 'flight', 'class', { destination: { gate: 'A1' } }, /airportIataCode is required/],
    [
      'a frequent flyer without a number',
      'flight',
      'object',
      { reservationInfo: { frequentFlyerInfo: {} } },
      /frequentFlyerNumber is required/,
    ],
    [
      'one leg and many',
      'transit',
      'object',
      { ticketLeg: leg, ticketLegs: [leg] },
      /Only one of ticketLeg, ticketLegs/,
    ],
    [
      'a leg without a time',
      'transit',
      'object',
      { ticketLeg: { ...leg, departureDateTime: undefined } },
      /departureDateTime or validTimeInterval/,
    ],
    [
      'a leg from nowhere',
      'transit',
      'object',
      { ticketLeg: { departureDateTime: '2027-01-01T10:00' } },
      /originName is required/,
    ],
    [
      'two statuses',
      'transit',
      'object',
      { ticketStatus: 'USED', customTicketStatus: text('x') },
      /Only one of ticketStatus/,
    ],
    [
      'one seat and many',
      'transit',
      'object',
      { ticketLeg: { ...leg, ticketSeat: {}, ticketSeats: [{}] } },
      /Only one of ticketSeat/,
    ],
    ['four rows', 'loyalty', 'class', row(...Array.from({ length: 4 }, () => ({ oneItem: { item } }))), /at most 3/],
    [
      'a row of two widths',
      'loyalty',
      'class',
      row({ oneItem: { item }, twoItems: { startItem: item, endItem: item } }),
      /Exactly one of oneItem/,
    ],
    ['an empty row', 'loyalty', 'class', row({}), /Exactly one of oneItem/],
    [
      'a day that there is not',
      'offer',
      'object',
      { validTimeInterval: { start: { date: '2026-02-29T00:00:00Z' } } },
      /ISO 8601 extended/,
    ],
    [
      'an hour that there is not',
      'flight',
      'class',
      { localBoardingDateTime: '2026-02-28T24:30:00' },
      /ISO 8601 extended/,
    ],
    ['an address in clear', 'loyalty', 'object', { saveRestrictions: { restrictToEmailSha256: 'a@b.c' } }, /SHA-256/],
    [
      'an app without words',
      'loyalty',
      'object',
      { appLinkData: { webAppLinkInfo: { appTarget: { targetUri: { uri: 'https://a.b' } } } } },
      /description or localizedDescription is required/,
    ],
    [
      'codes ahead for what is no transit',
      'loyalty',
      'object',
      { rotatingBarcode: { type: 'QR_CODE', initialRotatingBarcodeValues: ahead } },
      /totpDetails is required but for transit/,
    ],
    [
      'codes ahead from no certain time',
      'transit',
      'object',
      {
        rotatingBarcode: {
          type: 'QR_CODE',
          initialRotatingBarcodeValues: { ...ahead, startDateTime: '2027-01-01T10:00:00' },
        },
      },
      /with a UTC offset/,
    ],
    [
      'codes ahead and made by Google',
      'transit',
      'object',
      { rotatingBarcode: { ...rotating, initialRotatingBarcodeValues: ahead } },
      /Only one of totpDetails/,
    ],
    [
      'codes ahead without values',
      'transit',
      'object',
      { rotatingBarcode: { type: 'QR_CODE', initialRotatingBarcodeValues: { ...ahead, values: [] } } },
      /values is required/,
    ],
    ['an empty row of two', 'loyalty', 'class', row({ twoItems: {} }), /startItem or endItem is required/],
    ['an item without a value', 'loyalty', 'class', row({ oneItem: { item: {} } }), /Exactly one of firstValue/],
    [
      'a selector without fields',
      'loyalty',
      'class',
      row({ oneItem: { item: { firstValue: { fields: [] } } } }),
      /fields is required/,
    ],
  ])('%s', (_, vertical, side, own, message) => {
    expect(faults(vertical, side, own)).toContainEqual(expect.stringMatching(message))
  })

  it('all at once, with their places', () => {
    expect(faults('loyalty', 'object', { state: undefined, barcode: { value: '1' }, nonsense: 1 })).toEqual([
      'Invalid JSON payload received. Unknown name "nonsense": Cannot find field.',
      'barcode: type is required.',
      'state is required.',
    ])
  })
})

describe('other bodies', () => {
  it.each<[string, JsonObject, RegExp]>([
    ['AddMessageRequest', {}, /message is required/],
    ['JwtResource', {}, /jwt is required/],
    ['JwtValidateRequest', {}, /Exactly one of jwtResource, jsonResource/],
    ['JwtValidateRequest', { jwtResource: { jwt: 'x' }, jsonResource: { json: '{}' } }, /Exactly one/],
    ['JsonResource', {}, /json is required/],
    ['Permissions', {}, /issuerId is required/],
    ['Permission', { emailAddress: 'a@b.c' }, /role is required/],
    ['ModifyLinkedOfferObjectsRequest', {}, /linkedOfferObjectIds is required/],
    ['AuthenticationKey', { id: 1 }, /publicKeyPem is required/],
  ])('%s %j', (schema, body, message) => {
    expect(() => checkBody(schema, body)).toThrow(message)
  })
})
