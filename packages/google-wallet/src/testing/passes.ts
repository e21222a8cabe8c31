/** A complete class and object of every vertical, with whatever the vertical has to show. */
import type { ClassOf, LocalizedString, ObjectOf, Vertical } from '../index.ts'

export const issuerId = '3388000000022000001'

const text = (value: string): LocalizedString => ({ defaultValue: { language: 'en-US', value } })
const image = (name: string) => ({
  sourceUri: { uri: `https://example.com/${name}.png` },
  contentDescription: text(name),
})

const commonClass = {
  callbackOptions: { url: 'https://passes.example.com/google/callback' },
  linksModuleData: {
    uris: [
      { id: 'home', uri: 'https://example.com', description: 'Our shop' },
      { id: 'call', uri: 'tel:+4930123456', localizedDescription: text('Call us') },
    ],
  },
  merchantLocations: [{ latitude: 52.52, longitude: 13.405 }],
  multipleDevicesAndHoldersAllowedStatus: 'ONE_USER_ALL_DEVICES',
  textModulesData: [{ id: 'terms', header: 'Terms', body: 'Not transferable.' }],
  securityAnimation: { animationType: 'FOIL_SHIMMER' },
  viewUnlockRequirement: 'UNLOCK_NOT_REQUIRED',
} as const

const reviewedClass = {
  ...commonClass,
  issuerName: 'Harbour Coffee',
  localizedIssuerName: text('Harbour Coffee'),
  reviewStatus: 'UNDER_REVIEW',
  heroImage: image('hero'),
  hexBackgroundColor: '#336699',
  homepageUri: { uri: 'https://example.com', description: 'Home page' },
  countryCode: 'DE',
  messages: [
    {
      id: 'welcome',
      header: 'Welcome',
      body: 'Good to have you.',
      messageType: 'TEXT',
      displayInterval: { start: { date: '2026-12-01T00:00:00Z' }, end: { date: '2026-12-31T23:59:59Z' } },
    },
  ],
} as const

const oneItem = (...fieldPaths: readonly string[]) => ({
  oneItem: { item: { firstValue: { fields: fieldPaths.map((fieldPath) => ({ fieldPath })) } } },
})

const commonObject = {
  state: 'ACTIVE',
  barcode: { type: 'QR_CODE', value: 'A1B2C3', alternateText: 'A1B2C3', renderEncoding: 'UTF_8' },
  heroImage: image('hero'),
  validTimeInterval: { start: { date: '2026-12-01T00:00:00+01:00' }, end: { date: '2027-12-01T00:00:00+01:00' } },
  textModulesData: [
    { id: 'news', header: 'News', body: 'Christmas menu from Friday' },
    { id: 'level', localizedHeader: text('Level'), localizedBody: text('Captain') },
  ],
  imageModulesData: [{ id: 'map', mainImage: image('map') }],
  groupingInfo: { groupingId: 'coffee', sortIndex: 1 },
  passConstraints: { screenshotEligibility: 'INELIGIBLE', nfcConstraint: ['BLOCK_PAYMENT'] },
  appLinkData: {
    androidAppLinkInfo: { appTarget: { packageName: 'com.example.coffee' } },
    webAppLinkInfo: { appTarget: { targetUri: { uri: 'https://example.com/app', description: 'App' } } },
    displayText: text('Open the app'),
  },
  valueAddedModuleData: [
    { header: text('Partner offer'), body: text('Two for one'), uri: 'https://partner.example.com', sortIndex: 1 },
  ],
} as const

const id = (suffix: string) => `${issuerId}.${suffix}`

export const classes: { readonly [V in Vertical]: ClassOf<V> } = {
  generic: {
    ...commonClass,
    id: id('generic'),
    classTemplateInfo: {
      cardTemplateOverride: {
        cardRowTemplateInfos: [
          {
            twoItems: {
              startItem: { firstValue: { fields: [{ fieldPath: "object.textModulesData['news']" }] } },
              endItem: { firstValue: { fields: [{ fieldPath: "object.textModulesData['level']" }] } },
            },
          },
        ],
      },
    },
  },
  loyalty: {
    ...reviewedClass,
    id: id('loyalty'),
    programName: 'Harbour Club',
    programLogo: image('logo'),
    wideProgramLogo: image('wide'),
    accountIdLabel: 'Member ID',
    accountNameLabel: 'Member',
    rewardsTier: 'Gold',
    rewardsTierLabel: 'Tier',
    enableSmartTap: true,
    redemptionIssuers: [issuerId],
    classTemplateInfo: {
      cardTemplateOverride: {
        cardRowTemplateInfos: [
          {
            threeItems: {
              startItem: { firstValue: { fields: [{ fieldPath: 'object.loyaltyPoints.balance' }] } },
              middleItem: { firstValue: { fields: [{ fieldPath: 'class.rewardsTier' }] } },
              endItem: {
                firstValue: { fields: [{ fieldPath: 'object.validTimeInterval.end', dateFormat: 'DATE_YEAR' }] },
              },
            },
          },
          oneItem("object.textModulesData['missing']", "object.textModulesData['news']"),
        ],
      },
      cardBarcodeSectionDetails: {
        firstTopDetail: { fieldSelector: { fields: [{ fieldPath: "class.linksModuleData.uris['home']" }] } },
      },
      detailsTemplateOverride: {
        detailsItemInfos: [{ item: { firstValue: { fields: [{ fieldPath: "class.textModulesData['terms']" }] } } }],
      },
      listTemplateOverride: { secondRowOption: { fields: [{ fieldPath: 'object.accountName' }] } },
    },
  },
  offer: {
    ...reviewedClass,
    id: id('offer'),
    title: '20 % off any coffee',
    shortTitle: '20 % off',
    provider: 'Harbour',
    titleImage: image('title'),
    redemptionChannel: 'INSTORE',
    details: 'One each day.',
    finePrint: 'While stocks last.',
    helpUri: { uri: 'https://example.com/help', description: 'Help' },
  },
  giftCard: {
    ...reviewedClass,
    id: id('gift'),
    merchantName: 'Harbour Coffee',
    programLogo: image('logo'),
    pinLabel: 'PIN',
    cardNumberLabel: 'Card number',
    allowBarcodeRedemption: true,
  },
  eventTicket: {
    ...reviewedClass,
    id: id('event'),
    eventId: 'harbour-concert-2027',
    eventName: text('Harbour Concert'),
    logo: image('logo'),
    venue: { name: text('Harbour Hall'), address: text('Quay 1\n10115 Berlin') },
    dateTime: {
      doorsOpen: '2027-03-05T18:30:00+01:00',
      start: '2027-03-05T20:00:00+01:00',
      end: '2027-03-05T22:30:00+01:00',
      doorsOpenLabel: 'GATES_OPEN',
    },
    seatLabel: 'SEAT',
    customGateLabel: text('Entrance'),
    classTemplateInfo: {
      cardTemplateOverride: {
        cardRowTemplateInfos: [
          {
            oneItem: {
              item: { firstValue: { fields: [{ fieldPath: 'class.dateTime.start', dateFormat: 'DATE_TIME' }] } },
            },
          },
          oneItem('object.seatInfo.seat'),
        ],
      },
    },
  },
  flight: {
    ...reviewedClass,
    id: id('flight'),
    localScheduledDepartureDateTime: '2027-03-05T06:30:00',
    localScheduledArrivalDateTime: '2027-03-05T08:10:00.000',
    localBoardingDateTime: '2027-03-05T06:00:00',
    flightHeader: {
      carrier: { carrierIataCode: 'LX', airlineName: text('Swiss'), airlineLogo: image('airline') },
      flightNumber: '123',
      operatingCarrier: { carrierIcaoCode: 'EZY' },
      operatingFlightNumber: '234',
    },
    origin: { airportIataCode: 'BER', terminal: '1', gate: 'B12' },
    destination: { airportIataCode: 'ZRH', airportNameOverride: text('Zürich') },
    boardingAndSeatingPolicy: { boardingPolicy: 'GROUP_BASED', seatClassPolicy: 'CABIN_BASED' },
    flightStatus: 'SCHEDULED',
    languageOverride: 'de-CH',
    classTemplateInfo: {
      detailsTemplateOverride: {
        detailsItemInfos: [{ item: { predefinedItem: 'FLIGHT_NUMBER_AND_OPERATING_FLIGHT_NUMBER' } }],
      },
    },
  },
  transit: {
    ...reviewedClass,
    id: id('transit'),
    transitType: 'FERRY',
    transitOperatorName: text('Harbour Ferries'),
    logo: image('logo'),
    watermark: image('watermark'),
    activationOptions: { activationUrl: 'https://example.com/activate', allowReactivation: true },
    customPlatformLabel: text('Pier'),
    classTemplateInfo: {
      listTemplateOverride: { firstRowOption: { transitOption: 'ORIGIN_AND_DESTINATION_NAMES' } },
    },
  },
}

export const objects: { readonly [V in Vertical]: ObjectOf<V> } = {
  generic: {
    ...commonObject,
    id: id('generic-1'),
    classId: classes.generic.id,
    cardTitle: text('Harbour Library'),
    header: text('Ada Lovelace'),
    subheader: text('Member'),
    logo: image('logo'),
    hexBackgroundColor: '#369',
    genericType: 'GENERIC_LIBRARY_MEMBERSHIP',
    notifications: { expiryNotification: { enableNotification: true } },
  },
  loyalty: {
    ...commonObject,
    id: id('loyalty-1'),
    classId: classes.loyalty.id,
    accountId: 'M-1234',
    accountName: 'Ada Lovelace',
    loyaltyPoints: { label: 'Points', balance: { int: 120 } },
    secondaryLoyaltyPoints: { label: 'Credit', balance: { money: { micros: '12500000', currencyCode: 'EUR' } } },
    linkedOfferIds: [id('offer-1')],
    linkedObjectIds: [id('gift-1')],
    smartTapRedemptionValue: 'M-1234',
    notifyPreference: 'NOTIFY_ON_UPDATE',
    rotatingBarcode: {
      type: 'QR_CODE',
      valuePattern: 'HC-{totp_timestamp_seconds}-{totp_value_0}',
      totpDetails: {
        algorithm: 'TOTP_SHA1',
        periodMillis: '30000',
        parameters: [{ key: '3132333435363738393031323334353637383930', valueLength: 8 }],
      },
    },
  },
  offer: { ...commonObject, id: id('offer-1'), classId: classes.offer.id, disableExpirationNotification: true },
  giftCard: {
    ...commonObject,
    id: id('gift-1'),
    classId: classes.giftCard.id,
    cardNumber: '1234 5678',
    pin: '0000',
    balance: { micros: 20_000_000, currencyCode: 'EUR' },
    balanceUpdateTime: { date: '2026-12-01T09:00:00Z' },
    eventNumber: '7',
  },
  eventTicket: {
    ...commonObject,
    id: id('event-1'),
    classId: classes.eventTicket.id,
    seatInfo: { seat: text('12'), row: text('B'), section: text('Stalls'), gate: text('West') },
    reservationInfo: { confirmationCode: 'XK12' },
    ticketHolderName: 'Ada Lovelace',
    ticketNumber: '000123',
    ticketType: text('Adult'),
    faceValue: { micros: '49000000', currencyCode: 'EUR' },
  },
  flight: {
    ...commonObject,
    id: id('flight-1'),
    classId: classes.flight.id,
    passengerName: 'LOVELACE/ADA',
    boardingAndSeatingInfo: { boardingGroup: 'B', seatNumber: '12A', seatClass: 'Economy', sequenceNumber: '49' },
    reservationInfo: {
      confirmationCode: 'ABC123',
      frequentFlyerInfo: { frequentFlyerNumber: '992001', frequentFlyerProgramName: text('Miles') },
    },
    securityProgramLogo: image('security'),
  },
  transit: {
    ...commonObject,
    id: id('transit-1'),
    classId: classes.transit.id,
    tripType: 'ROUND_TRIP',
    passengerType: 'SINGLE_PASSENGER',
    passengerNames: 'Ada Lovelace',
    ticketLegs: [
      {
        originName: text('Old Pier'),
        destinationName: text('Island'),
        departureDateTime: '2027-03-05T09:00:00+01:00',
        arrivalDateTime: '2027-03-05T09:40:00+01:00',
        platform: '2',
        ticketSeats: [{ coach: '1', seat: '4', fareClass: 'FIRST' }],
      },
      { originStationCode: 'ISL', destinationStationCode: 'OLD', departureDateTime: '2027-03-05T18:00:00+01:00' },
    ],
    ticketStatus: 'USED',
    concessionCategory: 'ADULT',
    purchaseDetails: {
      purchaseDateTime: '2026-12-01T08:00:00Z',
      ticketCost: { faceValue: { micros: '12000000', currencyCode: 'EUR' } },
    },
    ticketRestrictions: { otherRestrictions: text('No bicycles') },
    activationStatus: { state: 'NOT_ACTIVATED' },
    linkedObjectIds: [id('gift-1')],
    rotatingBarcode: {
      type: 'PDF_417',
      initialRotatingBarcodeValues: {
        startDateTime: '2027-03-05T00:00:00Z',
        periodMillis: 60_000,
        values: ['one', 'two'],
      },
    },
  },
}
