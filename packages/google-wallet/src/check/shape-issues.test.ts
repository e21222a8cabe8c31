import {
  balance,
  barcode,
  type Cases,
  carrier,
  describeCases,
  field,
  id,
  image,
  item,
  items,
  parameters,
  rotating,
  row,
  text,
} from '../testing/issue-cases.ts'
import { classes } from '../testing/passes.ts'

const cases: Cases = [
  ['TYPE_WRONG', { of: 'loyalty class', wrong: { programName: 7 }, right: { programName: '7' }, path: 'programName' }],
  ['TYPE_WRONG', { of: 'loyalty class', wrong: { programLogo: 'a.png' }, right: {}, path: 'programLogo' }],
  ['TYPE_WRONG', { of: 'loyalty class', wrong: { messages: {} }, right: { messages: [] }, path: 'messages' }],
  ['TYPE_WRONG', { of: 'loyalty class', wrong: { messages: ['a'] }, right: {}, path: 'messages[0]' }],
  ['TYPE_WRONG', { of: 'loyalty class', wrong: { enableSmartTap: 'true' }, right: {}, path: 'enableSmartTap' }],
  ['TYPE_WRONG', { of: 'loyalty class', wrong: { programName: null }, right: {}, path: 'programName' }],
  [
    'TYPE_WRONG',
    {
      of: 'loyalty object',
      wrong: balance({ int: '5' }),
      right: balance({ int: 5 }),
      path: 'loyaltyPoints.balance.int',
    },
  ],
  [
    'TYPE_WRONG',
    {
      of: 'loyalty object',
      wrong: balance({ double: Number.NaN }),
      right: balance({ double: 0.5 }),
      path: 'loyaltyPoints.balance.double',
    },
  ],
  [
    'TYPE_WRONG',
    {
      of: 'giftCard object',
      wrong: { balance: { micros: '1.5', currencyCode: 'EUR' } },
      right: { balance: { micros: '1500000', currencyCode: 'EUR' } },
      path: 'balance.micros',
    },
  ],
  [
    'KEY_UNKNOWN',
    { of: 'loyalty class', wrong: { program_name: 'A' }, right: { programName: 'A' }, path: 'program_name' },
  ],
  ['KEY_MISSING', { of: 'giftCard object', wrong: { cardNumber: undefined }, right: {}, path: 'cardNumber' }],
  [
    'KEY_MISSING',
    {
      of: 'offer class',
      wrong: { title: undefined },
      right: { title: undefined, localizedTitle: text('Ten off') },
      path: 'title',
    },
  ],
  ['KEY_MISSING', { of: 'offer object', wrong: { state: 'STATE_UNSPECIFIED' }, right: {}, path: 'state' }],
  ['KEY_MISSING', { of: 'loyalty class', wrong: { programLogo: {} }, right: {}, path: 'programLogo.sourceUri' }],
  ['KEY_MISSING', { of: 'offer object', wrong: { barcode: { type: 'AZTEC' } }, right: {}, path: 'barcode.value' }],
  [
    'KEY_MISSING',
    {
      of: 'generic object',
      wrong: { barcode: {} },
      right: { barcode: { alternateText: 'No code needed' } },
      path: 'barcode.type',
    },
  ],
  [
    'KEY_MISSING',
    {
      of: 'transit object',
      wrong: { ticketLegs: [{ destinationName: text('B'), originStationCode: 'A' }] },
      right: { ticketLegs: [{ destinationName: text('B'), originName: text('A') }] },
      path: 'ticketLegs[0].originName',
    },
  ],
  [
    'KEY_MISSING',
    {
      of: 'offer object',
      wrong: { appLinkData: { webAppLinkInfo: { appTarget: { targetUri: { uri: 'https://a.example' } } } } },
      right: {
        appLinkData: { webAppLinkInfo: { appTarget: { targetUri: { uri: 'https://a.example', description: 'A' } } } },
      },
      path: 'appLinkData.webAppLinkInfo.appTarget.targetUri.description',
    },
  ],
  [
    'KEY_MISSING',
    {
      of: 'loyalty class',
      wrong: row({
        oneItem: {
          item: {
            predefinedItem: 'FLIGHT_NUMBER_AND_OPERATING_FLIGHT_NUMBER',
            secondValue: { fields: [{ fieldPath: 'class.programName' }] },
          },
        },
      }),
      right: field('class.programName'),
      path: 'classTemplateInfo.cardTemplateOverride.cardRowTemplateInfos[0].oneItem.item.firstValue',
    },
  ],
  [
    'KEY_MISSING',
    {
      of: 'transit object',
      wrong: { activationStatus: undefined },
      right: {},
      path: 'activationStatus',
      classResource: classes.transit,
    },
  ],
  [
    'KEY_DEPRECATED',
    { of: 'offer class', wrong: { wordMark: image('https://a.example/a.png') }, right: {}, path: 'wordMark' },
  ],
  [
    'KEY_DEPRECATED',
    { of: 'offer object', wrong: { locations: [] }, right: { merchantLocations: [] }, path: 'locations' },
  ],
  ['KEY_READ_ONLY', { of: 'offer object', wrong: { hasUsers: true }, right: {}, path: 'hasUsers' }],
  [
    'KEY_READ_ONLY',
    { of: 'offer object', wrong: { classReference: classes.offer }, right: {}, path: 'classReference' },
  ],
  [
    'KEY_WITHOUT_EFFECT',
    {
      of: 'generic object',
      wrong: {
        notifications: {
          expiryNotification: { enableNotification: true },
          upcomingNotification: { enableNotification: true },
        },
      },
      right: { notifications: { upcomingNotification: { enableNotification: true } } },
      path: 'notifications.upcomingNotification',
    },
  ],
  [
    'KEY_WITHOUT_EFFECT',
    {
      of: 'giftCard object',
      wrong: { disableExpirationNotification: true },
      right: { disableExpirationNotification: false },
      path: 'disableExpirationNotification',
    },
  ],
  [
    'KEYS_EXCLUSIVE',
    {
      of: 'flight class',
      wrong: carrier({ carrierIataCode: 'LX', carrierIcaoCode: 'SWR' }),
      right: carrier({ carrierIcaoCode: 'SWR' }),
      path: 'flightHeader.carrier.carrierIcaoCode',
    },
  ],
  [
    'KEYS_EXCLUSIVE',
    {
      of: 'loyalty object',
      wrong: balance({ int: 5, string: '5' }),
      right: balance({ string: '5' }),
      path: 'loyaltyPoints.balance.int',
    },
  ],
  [
    'KEYS_EXCLUSIVE',
    { of: 'transit object', wrong: { ticketLeg: { originStationCode: 'A' } }, right: {}, path: 'ticketLegs' },
  ],
  [
    'KEYS_EXCLUSIVE',
    {
      of: 'eventTicket class',
      wrong: { gateLabel: 'DOOR' },
      right: { gateLabel: 'DOOR', customGateLabel: undefined },
      path: 'customGateLabel',
    },
  ],
  [
    'KEYS_EXCLUSIVE',
    {
      of: 'loyalty class',
      wrong: { programLogo: { sourceUri: { uri: 'https://a.example/a.png' }, privateImageId: '1' } },
      right: { programLogo: { privateImageId: '1' } },
      path: 'programLogo.privateImageId',
    },
  ],
  [
    'KEYS_EXCLUSIVE',
    {
      of: 'loyalty class',
      wrong: row({
        oneItem: { item: item({ fieldPath: 'class.programName' }) },
        twoItems: {
          startItem: item({ fieldPath: 'class.programName' }),
          endItem: item({ fieldPath: 'class.rewardsTier' }),
        },
      }),
      right: field('class.programName'),
      path: 'classTemplateInfo.cardTemplateOverride.cardRowTemplateInfos[0].twoItems',
    },
  ],
  ['VALUE_EMPTY', { of: 'loyalty class', wrong: { programName: '' }, right: {}, path: 'programName' }],
  [
    'VALUE_EMPTY',
    {
      of: 'transit object',
      wrong: {
        rotatingBarcode: {
          type: 'QR_CODE',
          initialRotatingBarcodeValues: { startDateTime: '2027-03-05T00:00:00Z', periodMillis: 1000, values: [] },
        },
      },
      right: {},
      path: 'rotatingBarcode.initialRotatingBarcodeValues.values',
    },
  ],
  ['VALUE_UNKNOWN', { of: 'offer object', wrong: { state: 'ACTIV' }, right: { state: 'ACTIVE' }, path: 'state' }],
  ['VALUE_UNKNOWN', { of: 'offer object', wrong: { state: 'constructor' }, right: {}, path: 'state' }],
  ['VALUE_UNKNOWN', { of: 'offer object', wrong: barcode({ type: 'CODE_93' }), right: {}, path: 'barcode.type' }],
  [
    'VALUE_DEPRECATED',
    { of: 'offer class', wrong: { redemptionChannel: 'instore' }, right: {}, path: 'redemptionChannel' },
  ],
  [
    'VALUE_UNSPECIFIED',
    {
      of: 'generic object',
      wrong: { genericType: 'GENERIC_TYPE_UNSPECIFIED' },
      right: { genericType: undefined },
      path: 'genericType',
    },
  ],
  [
    'NUMBER_OUT_OF_RANGE',
    {
      of: 'offer class',
      wrong: { merchantLocations: [{ latitude: 91, longitude: 0 }] },
      right: { merchantLocations: [{ latitude: -90, longitude: 180 }] },
      path: 'merchantLocations[0].latitude',
    },
  ],
  [
    'NUMBER_OUT_OF_RANGE',
    {
      of: 'loyalty object',
      wrong: balance({ int: 2 ** 31 }),
      right: balance({ int: 2 ** 31 - 1 }),
      path: 'loyaltyPoints.balance.int',
    },
  ],
  [
    'NUMBER_OUT_OF_RANGE',
    {
      of: 'giftCard object',
      wrong: { balance: { micros: '9223372036854775808', currencyCode: 'EUR' } },
      right: { balance: { micros: '9223372036854775807', currencyCode: 'EUR' } },
      path: 'balance.micros',
    },
  ],
  [
    'NUMBER_OUT_OF_RANGE',
    {
      of: 'offer object',
      wrong: rotating({}, { periodMillis: '0' }),
      right: rotating({}),
      path: 'rotatingBarcode.totpDetails.periodMillis',
    },
  ],
  [
    'NUMBER_OUT_OF_RANGE',
    {
      of: 'offer object',
      wrong: rotating({}, { parameters: [{ ...parameters, valueLength: 0 }] }),
      right: rotating({}),
      path: 'rotatingBarcode.totpDetails.parameters[0].valueLength',
    },
  ],
  [
    'TOO_MANY_ITEMS',
    {
      of: 'offer class',
      wrong: { messages: items(11, { id: 'a', header: 'A', body: 'A' }) },
      right: { messages: items(10, { id: 'a', header: 'A', body: 'A' }) },
      path: 'messages',
    },
  ],
  [
    'TOO_MANY_ITEMS',
    {
      of: 'offer object',
      wrong: { merchantLocations: items(11, { latitude: 1, longitude: 1 }) },
      right: { merchantLocations: items(10, { latitude: 1, longitude: 1 }) },
      path: 'merchantLocations',
    },
  ],
  [
    'TOO_MANY_ITEMS',
    {
      of: 'offer object',
      wrong: { linkedObjectIds: items(51, id('a')) },
      right: { linkedObjectIds: items(50, id('a')) },
      path: 'linkedObjectIds',
    },
  ],
  [
    'TOO_MANY_ITEMS',
    {
      of: 'offer object',
      wrong: { valueAddedModuleData: items(16, { header: text('A'), uri: 'https://a.example' }) },
      right: { valueAddedModuleData: items(15, { header: text('A'), uri: 'https://a.example' }) },
      path: 'valueAddedModuleData',
    },
  ],
  [
    'TOO_MANY_ITEMS',
    {
      of: 'loyalty class',
      wrong: {
        classTemplateInfo: {
          cardTemplateOverride: {
            cardRowTemplateInfos: items(4, { oneItem: { item: item({ fieldPath: 'class.programName' }) } }),
          },
        },
      },
      right: field('class.programName'),
      path: 'classTemplateInfo.cardTemplateOverride.cardRowTemplateInfos',
    },
  ],
  [
    'ITEMS_NOT_SHOWN',
    {
      of: 'offer object',
      wrong: { textModulesData: items(11, { header: 'A', body: 'A' }) },
      right: { textModulesData: items(10, { header: 'A', body: 'A' }) },
      path: 'textModulesData',
    },
  ],
  [
    'ITEMS_NOT_SHOWN',
    {
      of: 'offer object',
      wrong: { imageModulesData: items(2, { mainImage: image('https://a.example/a.png') }) },
      right: { imageModulesData: items(1, { mainImage: image('https://a.example/a.png') }) },
      path: 'imageModulesData',
    },
  ],
]

describeCases(cases)
