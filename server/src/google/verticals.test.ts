import { describe, expect, it } from 'vitest'
import { adaState, campaignOf, images } from '../../test/google-campaigns.ts'
import { judgedClass, judgedObject } from '../../test/google-judges.ts'
import { type Kind, kinds } from '../passes/content/content.ts'
import { contentOf } from '../passes/content/content-of.ts'
import { compileRevision } from '../passes/content/revision.ts'

const at = new Date('2026-12-01T12:00:00Z')
/** The class of a kind's campaign and the object of Ada's pass. */
function made(kind: Kind, content: object = {}, voucher: Record<string, unknown> = {}) {
  const revision = compileRevision(campaignOf(kind, content))
  const shown = contentOf(revision, adaState({}, voucher), at)
  const [ofClass, ofObject] = [judgedClass(revision, at), judgedObject(shown, revision, at)]
  return { vertical: ofClass.vertical, ofClass: ofClass.resource, ofObject: ofObject.resource }
}

const en = (value: string) => ({ defaultValue: { language: 'en', value } })
const image = (id: string, shape = '') => ({
  sourceUri: { uri: `https://passes.example/assets/${id}${shape}.png` },
  contentDescription: en('Card of Roast & Co'),
})
const logo = image(images.icon, '-google-logo')
const wideLogo = image(images.logo, '-google-wide-logo')
const hero = image(images.strip, '-google-hero')

/** What every class shows of the campaign, and every object of Ada. */
const everyClass = {
  textModulesData: [
    { id: 'opens', header: 'Opens', body: 'At nine' },
    { id: 'terms', header: 'Terms', body: 'One coffee for ten beans.' },
  ],
  imageModulesData: [{ id: 'thumbnail', mainImage: image(images.thumbnail) }],
  linksModuleData: {
    uris: [
      { id: 'link-1', uri: 'https://roast.example/', description: 'Shop' },
      { id: 'link-2', uri: 'tel:+4930123', description: 'Call' },
    ],
  },
  merchantLocations: [{ latitude: 52.5, longitude: 13.4 }],
}
const coloured = { hexBackgroundColor: '#3b2a20', heroImage: hero }
const issued = { ...everyClass, ...coloured, issuerName: 'Roast & Co' }
const everyObject = {
  state: 'ACTIVE',
  validTimeInterval: { start: { date: '2026-01-01T00:00:00Z' }, end: { date: '2027-01-01T00:00:00Z' } },
  groupingInfo: { groupingId: 'trip-1' },
  barcode: { type: 'QR_CODE', value: 'C0FFEE', alternateText: 'Code' },
  textModulesData: [
    { id: 'number', header: 'No', body: 'AC0FFEE' },
    { id: 'greeting', header: 'Hello', body: 'Dear Ada' },
  ],
}
/** A text module for what has no place of its own in a vertical. */
const titled = (header: string) => [
  ...everyClass.textModulesData,
  { id: 'billfold-title', header, body: 'Coffee card' },
]

describe('a kind with all that content offers becomes', () => {
  it('an offer: all but barcode and validity is the class’s', () => {
    const { vertical, ofClass, ofObject } = made('coupon')
    const { classTemplateInfo: _, ...rest } = ofClass
    expect(vertical).toBe('offer')
    expect(rest).toEqual({
      ...issued,
      multipleDevicesAndHoldersAllowedStatus: 'MULTIPLE_HOLDERS',
      title: 'Coffee card',
      shortTitle: '20 % off',
      provider: 'Roast',
      details: 'Show it at the till',
      finePrint: 'Once a person',
      redemptionChannel: 'INSTORE',
      titleImage: logo,
      wideTitleImage: wideLogo,
    })
    expect(ofObject).toEqual(everyObject)
  })

  it('a loyalty card: the programme and its tier are the class’s, account and points the object’s', () => {
    const { vertical, ofClass, ofObject } = made('loyalty')
    const { classTemplateInfo: _, ...rest } = ofClass
    expect(vertical).toBe('loyalty')
    expect(rest).toEqual({
      ...issued,
      multipleDevicesAndHoldersAllowedStatus: 'ONE_USER_ALL_DEVICES',
      programName: 'Coffee card',
      rewardsTier: 'Gold',
      programLogo: logo,
      wideProgramLogo: wideLogo,
    })
    expect(ofObject).toEqual({
      ...everyObject,
      accountName: 'Ada',
      accountId: 'C0FFEE',
      loyaltyPoints: { label: 'Beans', balance: { int: 120 } },
      secondaryLoyaltyPoints: { label: 'Cups', balance: { double: 2.5 } },
    })
  })

  it('a gift card', () => {
    const { vertical, ofClass, ofObject } = made('giftCard', {}, { points: 1250 })
    const { classTemplateInfo: _, ...rest } = ofClass
    expect(vertical).toBe('giftCard')
    expect(rest).toEqual({
      ...issued,
      multipleDevicesAndHoldersAllowedStatus: 'ONE_USER_ALL_DEVICES',
      merchantName: 'Coffee card',
      allowBarcodeRedemption: true,
      programLogo: logo,
      wideProgramLogo: wideLogo,
    })
    expect(ofObject).toEqual({
      ...everyObject,
      cardNumber: 'C0FFEE',
      pin: '1234',
      eventNumber: '77',
      balance: { micros: '12500000', currencyCode: 'EUR' },
      balanceUpdateTime: { date: '2026-12-24T18:00:00+01:00' },
    })
  })

  it('an event ticket: the event is the class’s, seat and holder the object’s', () => {
    const { vertical, ofClass, ofObject } = made('eventTicket')
    const { classTemplateInfo: _, ...rest } = ofClass
    expect(vertical).toBe('eventTicket')
    expect(rest).toEqual({
      ...issued,
      multipleDevicesAndHoldersAllowedStatus: 'ONE_USER_ALL_DEVICES',
      eventName: en('Coffee card'),
      venue: { name: en('Town hall'), address: en('Market 1\nBerlin') },
      dateTime: {
        doorsOpen: '2026-12-24T18:00:00+01:00',
        start: '2026-12-24T19:00:00+01:00',
        end: '2026-12-24T22:00:00+01:00',
      },
      finePrint: en('No refund'),
      logo,
      wideLogo,
    })
    expect(ofObject).toEqual({
      ...everyObject,
      seatInfo: { section: en('A'), row: en('1'), seat: en('C0FFEE'), gate: en('North') },
      ticketHolderName: 'Ada',
      ticketType: en('Adult'),
      ticketNumber: 'C0FFEE',
      reservationInfo: { confirmationCode: 'R1' },
      faceValue: { micros: '12500000', currencyCode: 'EUR' },
    })
  })

  it('a flight, whose times have no offset: the flight is the class’s, the passenger the object’s', () => {
    const { vertical, ofClass, ofObject } = made('boardingPass')
    const { classTemplateInfo: _, ...rest } = ofClass
    const airport = (code: string) => ({
      airportIataCode: code,
      airportNameOverride: en(`${code} city`),
      terminal: '1',
      gate: 'B7',
    })
    expect(vertical).toBe('flight')
    expect(rest).toEqual({
      ...issued,
      textModulesData: titled('Boarding pass'),
      multipleDevicesAndHoldersAllowedStatus: 'ONE_USER_ALL_DEVICES',
      flightHeader: {
        carrier: {
          carrierIataCode: 'LH',
          airlineName: en('Lufthansa'),
          airlineLogo: logo,
          wideAirlineLogo: wideLogo,
        },
        flightNumber: '400',
        operatingCarrier: { carrierIcaoCode: 'DLH' },
        operatingFlightNumber: '4000',
      },
      flightStatus: 'SCHEDULED',
      origin: airport('FRA'),
      destination: airport('JFK'),
      localScheduledDepartureDateTime: '2026-12-24T10:00:00',
      localScheduledArrivalDateTime: '2026-12-24T13:00:00.5',
      localEstimatedOrActualDepartureDateTime: '2026-12-24T10:10:00',
      localEstimatedOrActualArrivalDateTime: '2026-12-24T13:10:00',
      localBoardingDateTime: '2026-12-24T09:30:00',
      localGateClosingDateTime: '2026-12-24T09:45:00',
    })
    expect(ofObject).toEqual({
      ...everyObject,
      passengerName: 'Ada',
      boardingAndSeatingInfo: {
        seatNumber: 'C0FFEE',
        seatClass: 'Business',
        boardingGroup: '2',
        boardingPosition: '3',
        sequenceNumber: '12',
      },
      reservationInfo: {
        confirmationCode: 'PNR123',
        eticketNumber: '220',
        frequentFlyerInfo: { frequentFlyerNumber: '9', frequentFlyerProgramName: en('Miles') },
      },
    })
  })

  it('a transit ticket', () => {
    const { vertical, ofClass, ofObject } = made('transit')
    const { classTemplateInfo: _, ...rest } = ofClass
    expect(vertical).toBe('transit')
    expect(rest).toEqual({
      ...issued,
      textModulesData: titled('Ticket'),
      multipleDevicesAndHoldersAllowedStatus: 'ONE_USER_ALL_DEVICES',
      transitType: 'RAIL',
      transitOperatorName: en('DB'),
      logo,
      wideLogo,
    })
    expect(ofObject).toEqual({
      ...everyObject,
      tripType: 'ROUND_TRIP',
      passengerNames: 'Ada',
      passengerType: 'SINGLE_PASSENGER',
      concessionCategory: 'SENIOR',
      ticketNumber: 'C0FFEE',
      ticketStatus: 'USED',
      ticketLeg: {
        originName: en('Berlin'),
        originStationCode: 'BLS',
        destinationName: en('Hamburg'),
        destinationStationCode: 'AH',
        departureDateTime: '2026-12-24T10:00:00+01:00',
        arrivalDateTime: '2026-12-24T12:00:00+01:00',
        transitOperatorName: en('DB Fernverkehr'),
        platform: '5',
        carriage: '7',
        zone: 'A',
        fareName: en('Saver'),
        ticketSeat: { seat: 'C0FFEE' },
      },
    })
  })

  it('a generic pass: all but the layout and what is shared below the card is the object’s', () => {
    const { vertical, ofClass, ofObject } = made('generic')
    const { classTemplateInfo: _, ...rest } = ofClass
    expect(vertical).toBe('generic')
    expect(rest).toEqual({ ...everyClass, multipleDevicesAndHoldersAllowedStatus: 'ONE_USER_ALL_DEVICES' })
    expect(ofObject).toEqual({
      ...everyObject,
      ...coloured,
      cardTitle: en('Roast & Co'),
      header: en('Coffee card'),
      subheader: en('Member'),
      logo,
      wideLogo,
    })
  })

  it.each(kinds)('what Google takes, also if a %s has nothing but what every pass has', (kind) => {
    const bare = {
      validity: undefined,
      grouping: undefined,
      details: undefined,
      relevance: undefined,
      links: undefined,
    }
    const { ofClass, ofObject } = made(kind, {
      ...bare,
      fields: {},
      colors: undefined,
      images: { icon: images.icon },
      barcode: kind === 'giftCard' ? { format: 'qr', message: 'M1' } : undefined,
    })
    expect(Object.keys(ofClass)).not.toContain('classTemplateInfo')
    expect(ofObject).toMatchObject({ state: 'ACTIVE' })
  })

  it.each(kinds)('what Google takes, also if every text of a %s is long and every optional text is empty', (kind) => {
    const long = 'Ä'.repeat(10_000)
    const field = (key: string) => ({ key, label: long, value: `${long.slice(0, 9_000)}{{ voucher.code }}` })
    made(kind, {
      issuerName: long,
      title: long,
      description: long,
      logoText: '',
      grouping: '',
      fields: { header: [field('a')], primary: [field('b')], back: [{ key: 'c', label: '', value: '' }] },
      barcode: { format: 'qr', message: 'M1', altText: '' },
    })
  })
})

describe('facts of the kinds', () => {
  it.each([
    ['EUR', 1250, '12500000'],
    ['EUR', -5, '-50000'],
    ['JPY', 1250, '1250000000'],
    ['KWD', 1250, '1250000'],
    ['EUR', 900_719_925_474_099, '9007199254740990000'],
  ])('money of %s in minor units, %d, is %s micros', (currency, amountMinor, micros) => {
    const { ofObject } = made('giftCard', { details: { balance: { amountMinor, currency }, cardNumber: '1' } })
    expect(ofObject.balance).toEqual({ micros, currencyCode: currency })
  })

  it.each([
    [120, { int: 120 }],
    [0, { int: 0 }],
    [-7, { int: -7 }],
    [0.5, { double: 0.5 }],
    [2 ** 31, { double: 2 ** 31 }],
  ])('points of %d are %o', (value, balance) => {
    const { ofObject } = made('loyalty', { details: { points: { label: 'Points', value } } })
    expect(ofObject.loyaltyPoints).toEqual({ label: 'Points', balance })
  })

  it('a gift card without a number has what its barcode says below the code', () => {
    expect(made('giftCard', { details: {} }).ofObject.cardNumber).toBe('Code')
    expect(made('giftCard', { details: {}, barcode: { format: 'qr', message: 'M1' } }).ofObject.cardNumber).toBe('M1')
  })

  it('a venue without an address, which Google knows not, is left out', () => {
    const { ofClass } = made('eventTicket', { details: { venue: { name: 'Town hall' } } })
    expect(Object.keys(ofClass)).not.toContain('venue')
  })

  it('several legs, and stations of which only one has a code', () => {
    const leg = (from: object, to: object) => ({ from, to, departsAt: '2026-12-24T10:00:00+01:00' })
    const [a, b, c] = [{ name: 'A' }, { name: 'B', code: 'BB' }, { name: 'C' }]
    const { ofObject } = made('transit', {
      details: { mode: 'bus', legs: [leg(a, b), leg(b, c)], passengerNames: ['Ada', 'Charles'] },
    })
    expect(ofObject).not.toHaveProperty('ticketLeg')
    expect(ofObject).toMatchObject({
      passengerNames: 'Ada, Charles',
      passengerType: 'MULTIPLE_PASSENGERS',
      tripType: 'ONE_WAY',
      ticketLegs: [
        { originName: en('A'), destinationName: en('B') },
        { originName: en('B'), originStationCode: 'BB', destinationName: en('C') },
      ],
    })
  })

  it.each([
    ['train', 'RAIL'],
    ['bus', 'BUS'],
    ['boat', 'FERRY'],
    ['other', 'OTHER'],
  ])('a journey by %s is %s', (mode, transitType) => {
    const legs = [{ from: { name: 'A' }, to: { name: 'B' } }]
    expect(made('transit', { details: { mode, legs } }).ofClass).toMatchObject({ transitType })
  })

  it('texts are in the language of the content', () => {
    const language = 'de-AT'
    const { ofClass, ofObject } = made('eventTicket', { language })
    expect(ofClass.eventName).toEqual({ defaultValue: { language, value: 'Coffee card' } })
    expect(ofObject.ticketType).toEqual({ defaultValue: { language, value: 'Adult' } })
    expect(made('boardingPass', { language }).ofClass.languageOverride).toBe(language)
  })
})
