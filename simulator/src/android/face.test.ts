import { describe, expect, it } from 'vitest'
import type { Vertical } from '../google/api/verticals.ts'
import type { JsonObject } from '../json.ts'
import { leastClasses, leastObjects } from '../testing/passes.ts'
import { androidFace } from './face.ts'

const viewing = { language: 'en-US', timeZone: 'UTC', at: new Date('2026-11-22T09:00:00Z') }
const text = (value: string, translations: Readonly<Record<string, string>> = {}) => ({
  defaultValue: { language: 'en-US', value },
  translatedValues: Object.entries(translations).map(([language, value]) => ({ language, value })),
})

function face(
  vertical: Vertical,
  own: { readonly passClass?: JsonObject; readonly object?: JsonObject; readonly testOnly?: boolean } = {},
  language = 'en-US',
) {
  const passClass = { id: '1.card', ...leastClasses[vertical], ...own.passClass }
  const object = { id: '1.ada', classId: '1.card', state: 'ACTIVE', ...leastObjects[vertical], ...own.object }
  const pass = { vertical, savedAtMs: 0, testOnly: own.testOnly ?? false, passClass, object }
  return androidFace(pass, { ...viewing, language })
}

const item = (...paths: readonly string[]) => ({ firstValue: { fields: paths.map((fieldPath) => ({ fieldPath })) } })
const template = (...rows: readonly JsonObject[]) => ({
  classTemplateInfo: { cardTemplateOverride: { cardRowTemplateInfos: rows } },
})
const rowOf = (vertical: Vertical, path: string, object: JsonObject, passClass: JsonObject = {}) =>
  face(vertical, { object, passClass: { ...passClass, ...template({ oneItem: { item: item(path) } }) } }).rows[0]?.[0]

describe('the title area, by kind', () => {
  it.each<[Vertical, { passClass?: JsonObject; object?: JsonObject }, JsonObject]>([
    [
      'generic',
      { object: { subheader: text('Member') } },
      { issuer: 'Example Coffee', title: 'Ada Lovelace', subtitle: 'Member' },
    ],
    ['loyalty', {}, { issuer: 'Example Coffee', title: 'Beans' }],
    ['offer', {}, { issuer: 'Example Coffee', title: 'Two for one' }],
    [
      'giftCard',
      { passClass: { merchantName: 'Shop' }, object: { balance: { micros: '5000000', currencyCode: 'CHF' } } },
      { issuer: 'Shop', title: 'CHF 5.00' },
    ],
    ['giftCard', {}, { issuer: 'Example Coffee', title: '1234' }],
    ['eventTicket', {}, { issuer: 'Example Coffee', title: 'Cupping' }],
    ['flight', {}, { issuer: 'Example Coffee', title: 'ZRH → SFO', subtitle: 'LX 123' }],
    [
      'transit',
      {
        passClass: { transitOperatorName: text('SBB') },
        object: { ticketLegs: [{ originName: text('Zürich') }, { destinationStationCode: 'CHR' }] },
      },
      { issuer: 'SBB', title: 'Zürich → CHR' },
    ],
    ['transit', { object: { ticketNumber: 'T-1' } }, { issuer: 'Example Coffee', title: 'T-1' }],
  ])('%s %j', (vertical, own, title) => {
    expect(face(vertical, own).title).toEqual(title)
  })
})

describe('texts are shown in the language of the phone', () => {
  const passClass = { localizedProgramName: text('Beans', { de: 'Bohnen', 'fr-CH': 'Fèves' }) }
  it.each([
    ['de', 'Bohnen'],
    ['de-CH', 'Bohnen'],
    ['fr', 'Fèves'],
    ['it', 'Beans'],
  ])('%s: %s', (language, title) => {
    expect(face('loyalty', { passClass }, language).title.title).toBe(title)
  })
})

describe('a reference of the template shows a field with its label', () => {
  it.each<[string, Vertical, string, JsonObject, JsonObject, string, string]>([
    [
      'points',
      'loyalty',
      'object.loyaltyPoints.balance',
      { loyaltyPoints: { label: 'Beans', balance: { int: 1200 } } },
      {},
      'Beans',
      '1,200',
    ],
    [
      'points as a whole',
      'loyalty',
      'object.loyaltyPoints',
      { loyaltyPoints: { balance: { string: 'many' } } },
      {},
      'Points',
      'many',
    ],
    [
      'points in money',
      'loyalty',
      'object.loyaltyPoints.balance',
      { loyaltyPoints: { balance: { money: { micros: '1500000', currencyCode: 'USD' } } } },
      {},
      'Balance',
      '$1.50',
    ],
    [
      'points with decimals',
      'loyalty',
      'object.loyaltyPoints.balance',
      { loyaltyPoints: { label: 'x', balance: { double: 1.5 } } },
      {},
      'x',
      '1.5',
    ],
    [
      'a tier by the class’s label',
      'loyalty',
      'class.rewardsTier',
      {},
      { rewardsTier: 'Gold', rewardsTierLabel: 'Level' },
      'Level',
      'Gold',
    ],
    ['a tier', 'loyalty', 'class.rewardsTier', {}, { rewardsTier: 'Gold' }, 'Tier', 'Gold'],
    [
      'a text module',
      'loyalty',
      "object.textModulesData['news']",
      {
        textModulesData: [
          { id: 'old', body: 'x' },
          { id: 'news', header: 'News', body: 'None' },
        ],
      },
      {},
      'News',
      'None',
    ],
    [
      'a localized text module',
      'loyalty',
      "object.textModulesData['news']",
      { textModulesData: [{ id: 'news', localizedHeader: text('News'), localizedBody: text('None') }] },
      {},
      'News',
      'None',
    ],
    [
      'a module of the class',
      'loyalty',
      "class.textModulesData['a']",
      {},
      { textModulesData: [{ id: 'a', header: 'A', body: 'b' }] },
      'A',
      'b',
    ],
    [
      'a link',
      'loyalty',
      "object.linksModuleData.uris['shop']",
      { linksModuleData: { uris: [{ id: 'shop', uri: 'https://a.b', description: 'Shop' }] } },
      {},
      '',
      'Shop',
    ],
    [
      'an image',
      'loyalty',
      "object.imageModulesData['p']",
      {
        imageModulesData: [
          { id: 'p', mainImage: { sourceUri: { uri: 'https://a.b' }, contentDescription: text('Photo') } },
        ],
      },
      {},
      '',
      '[Photo]',
    ],
    [
      'an amount',
      'giftCard',
      'object.balance',
      { balance: { micros: '5000000', currencyCode: 'EUR' } },
      {},
      'Balance',
      '€5.00',
    ],
    [
      'a date with an offset',
      'offer',
      'object.validTimeInterval.end',
      { validTimeInterval: { end: { date: '2027-01-31T23:59:59Z' } } },
      {},
      'Valid until',
      'Jan 31, 2027, 11:59 PM',
    ],
    [
      'a list of texts',
      'loyalty',
      'object.linkedOfferIds',
      { linkedOfferIds: ['1.a', '1.b'] },
      {},
      'Linked offer ids',
      '1.a, 1.b',
    ],
    [
      'a seat by the class’s label',
      'eventTicket',
      'object.seatInfo.seat',
      { seatInfo: { seat: text('12') } },
      { customSeatLabel: text('Place') },
      'Place',
      '12',
    ],
    ['a text of another name', 'flight', 'object.passengerName', {}, {}, 'Passenger name', 'Ada Lovelace'],
  ])('%s', (_, vertical, path, object, passClass, label, value) => {
    expect(rowOf(vertical, path, object, passClass)).toEqual({ label, value })
  })

  it.each([
    ['object.accountName', {}],
    ["object.textModulesData['a']", { textModulesData: [{ id: 'b', body: 'x' }] }],
    ['object.loyaltyPoints.balance', {}],
    ['object.loyaltyPoints.balance', { loyaltyPoints: { balance: {} } }],
    ['object.accountName', { accountName: '' }],
    ['nonsense', {}],
  ])('nothing where the pass has nothing: %s of %j', (path, object) => {
    expect(rowOf('loyalty', path, object)).toBeUndefined()
  })

  it('the first that is there, and a second after a slash', () => {
    const both = {
      ...item('object.accountName', 'object.accountId'),
      secondValue: item('class.programName').firstValue,
    }
    const passClass = template({ twoItems: { startItem: both, endItem: item('object.accountId') } })
    expect(face('loyalty', { object: { accountId: 'M-1' }, passClass }).rows).toEqual([
      [
        { label: 'Member ID / Program name', value: 'M-1 / Beans' },
        { label: 'Member ID', value: 'M-1' },
      ],
    ])
  })

  it('in the format that it asks for', () => {
    const fields = [{ fieldPath: 'class.localBoardingDateTime', dateFormat: 'TIME_ONLY' }]
    const passClass = {
      localBoardingDateTime: '2027-03-05T06:00:00',
      ...template({ oneItem: { item: { firstValue: { fields } } } }),
    }
    expect(face('flight', { passClass }).rows).toEqual([[{ label: 'Boarding', value: '6:00 AM' }]])
  })

  it('predefined items', () => {
    const own = (predefinedItem: string) => ({ oneItem: { item: { predefinedItem } } })
    const passClass = {
      flightHeader: { carrier: { carrierIataCode: 'LX' }, flightNumber: '123', operatingFlightNumber: '9' },
      ...template(own('FREQUENT_FLYER_PROGRAM_NAME_AND_NUMBER'), own('FLIGHT_NUMBER_AND_OPERATING_FLIGHT_NUMBER')),
    }
    const frequentFlyerInfo = { frequentFlyerNumber: '7', frequentFlyerProgramName: text('Miles') }
    expect(face('flight', { passClass, object: { reservationInfo: { frequentFlyerInfo } } }).rows).toEqual([
      [{ label: 'Miles', value: '7' }],
      [{ label: 'Flight', value: 'LX 123 / 9' }],
    ])
  })
})

it('without a template, a card has the rows of its kind', () => {
  const object = { seatInfo: { row: text('4'), seat: text('12') } }
  const passClass = {
    venue: { name: text('Hall'), address: text('Street 1') },
    dateTime: { start: '2027-01-31T20:00' },
  }
  expect(face('eventTicket', { object, passClass }).rows).toEqual([
    [
      { label: 'Venue', value: 'Hall' },
      { label: 'Starts', value: 'Jan 31, 2027, 8:00 PM' },
    ],
    [
      { label: 'Row', value: '4' },
      { label: 'Seat', value: '12' },
    ],
  ])
})

describe('below the card stand', () => {
  const textModulesData = [
    { id: 'points', header: 'Points', body: '3' },
    { id: 'terms', header: 'Terms', body: 'None' },
  ]

  it('modules that the card does not show, of the object before those of the class', () => {
    const passClass = {
      ...template({ oneItem: { item: item("object.textModulesData['points']") } }),
      textModulesData: [{ id: 'points', header: 'Class', body: 'x' }],
    }
    expect(face('loyalty', { object: { textModulesData }, passClass }).details).toEqual([
      { label: 'Terms', value: 'None' },
      { label: 'Class', value: 'x' },
    ])
  })

  it('what the class’s template says, if it says something', () => {
    const classTemplateInfo = {
      detailsTemplateOverride: { detailsItemInfos: [{ item: item("object.textModulesData['terms']") }] },
    }
    expect(face('loyalty', { object: { textModulesData }, passClass: { classTemplateInfo } }).details).toEqual([
      { label: 'Terms', value: 'None' },
    ])
  })

  it('messages within their interval, without markup, and links', () => {
    const messages = [
      { header: 'Now', body: 'Two <a href="https://a.b">for</a> one' },
      { header: 'Later', body: 'x', displayInterval: { start: { date: '2027-01-01T00:00:00Z' } } },
      { header: 'Past', body: 'x', displayInterval: { end: { date: '2026-01-01T00:00:00Z' } } },
    ]
    const linksModuleData = { uris: [{ uri: 'https://a.b', description: 'Shop' }, { uri: 'tel:+41' }] }
    const shown = face('loyalty', { object: { linksModuleData }, passClass: { messages } })
    expect(shown.messages).toEqual([{ header: 'Now', body: 'Two for one' }])
    expect(shown.links).toEqual([
      { text: 'Shop', uri: 'https://a.b' },
      { text: 'tel:+41', uri: 'tel:+41' },
    ])
  })
})

describe('the barcode', () => {
  const barcode = { type: 'QR_CODE', value: 'M-1', alternateText: 'No. 1' }

  it('has its text, and what the template puts around it', () => {
    const fieldSelector = { fields: [{ fieldPath: 'object.accountId' }] }
    const passClass = {
      classTemplateInfo: {
        cardBarcodeSectionDetails: { firstTopDetail: { fieldSelector }, firstBottomDetail: { fieldSelector } },
      },
    }
    expect(face('loyalty', { object: { barcode, accountId: 'M-1' }, passClass }).barcode).toEqual({
      type: 'QR_CODE',
      value: 'M-1',
      text: 'No. 1',
      rotating: false,
      above: [{ label: 'Member ID', value: 'M-1' }],
      below: [{ label: 'Member ID', value: 'M-1' }],
    })
    expect(face('loyalty').barcode).toBeNull()
  })

  it('that rotates comes first, with what it holds now', () => {
    const rotatingBarcode = { type: 'PDF_417', valuePattern: '{totp_timestamp_seconds}' }
    expect(face('loyalty', { object: { barcode, rotatingBarcode } }).barcode).toMatchObject({
      type: 'PDF_417',
      value: String(viewing.at.getTime() / 1_000),
      rotating: true,
    })
  })
})

it('state, colour, image and test mode', () => {
  const object = { state: 'EXPIRED', heroImage: { sourceUri: { uri: 'https://a.b/o.png' } } }
  const passClass = { hexBackgroundColor: '#aabbcc', heroImage: { sourceUri: { uri: 'https://a.b/c.png' } } }
  expect(face('loyalty', { object, passClass, testOnly: true })).toMatchObject({
    objectId: '1.ada',
    classId: '1.card',
    state: 'EXPIRED',
    testOnly: true,
    backgroundColor: '#aabbcc',
    heroImage: 'https://a.b/o.png',
  })
})
