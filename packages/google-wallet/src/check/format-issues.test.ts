import { balance, type Cases, describeCases, id, image, interval, items, link, text } from '../testing/issue-cases.ts'
import { issuerId } from '../testing/passes.ts'

const cases: Cases = [
  [
    'TEXT_TOO_LONG',
    {
      of: 'eventTicket class',
      wrong: { eventId: 'e'.repeat(65) },
      right: { eventId: 'é'.repeat(64) },
      path: 'eventId',
    },
  ],
  [
    'TEXT_LONGER_THAN_ADVISED',
    {
      of: 'loyalty class',
      wrong: { programName: 'A'.repeat(21) },
      // Each of these is two UTF-16 units.
      right: { programName: '😀'.repeat(20) },
      path: 'programName',
    },
  ],
  [
    'TEXT_LONGER_THAN_ADVISED',
    {
      of: 'offer object',
      wrong: { valueAddedModuleData: [{ header: text('A'.repeat(61)), uri: 'https://a.example' }] },
      right: { valueAddedModuleData: [{ header: text('A'.repeat(60)), uri: 'https://a.example' }] },
      path: 'valueAddedModuleData[0].header.defaultValue.value',
    },
  ],
  [
    'TEXT_LONGER_THAN_ADVISED',
    {
      of: 'loyalty object',
      wrong: balance({ string: '12345678' }),
      right: balance({ string: '1234567' }),
      path: 'loyaltyPoints.balance.string',
    },
  ],
  [
    'TEXT_NOT_ASCII',
    {
      of: 'loyalty object',
      wrong: { smartTapRedemptionValue: 'é' },
      right: { smartTapRedemptionValue: 'e' },
      path: 'smartTapRedemptionValue',
    },
  ],
  ['ID_INVALID', { of: 'offer object', wrong: { id: 'coffee' }, right: { id: '1.A_b-c.d' }, path: 'id' }],
  ['ID_INVALID', { of: 'offer object', wrong: { classId: `${issuerId}.a b` }, right: {}, path: 'classId' }],
  [
    'ISSUER_ID_INVALID',
    { of: 'loyalty class', wrong: { redemptionIssuers: ['me@example.com'] }, right: {}, path: 'redemptionIssuers[0]' },
  ],
  [
    'ISSUER_FOREIGN',
    {
      of: 'offer object',
      wrong: { linkedObjectIds: ['123.a'] },
      right: { linkedObjectIds: [id('a')] },
      path: 'linkedObjectIds[0]',
    },
  ],
  [
    'MODULE_ID_INVALID',
    {
      of: 'offer object',
      wrong: { textModulesData: [{ id: 'a.b', body: 'A' }] },
      right: { textModulesData: [{ id: 'a_b', body: 'A' }] },
      path: 'textModulesData[0].id',
    },
  ],
  [
    'MODULE_ID_DUPLICATE',
    {
      of: 'offer object',
      wrong: { textModulesData: items(2, { id: 'a', body: 'A' }) },
      right: { textModulesData: items(2, { body: 'A' }) },
      path: 'textModulesData[1].id',
    },
  ],
  [
    'COLOR_INVALID',
    {
      of: 'offer class',
      wrong: { hexBackgroundColor: 'rgb(1,2,3)' },
      right: { hexBackgroundColor: '#fC0' },
      path: 'hexBackgroundColor',
    },
  ],
  [
    'LANGUAGE_INVALID',
    {
      of: 'generic object',
      wrong: { header: { defaultValue: { language: 'en_US', value: 'A' } } },
      right: { header: { defaultValue: { language: 'zh-Hant-TW', value: 'A' } } },
      path: 'header.defaultValue.language',
    },
  ],
  [
    'LANGUAGE_INVALID',
    {
      of: 'flight class',
      wrong: { languageOverride: 'German!' },
      right: { languageOverride: 'de-1996' },
      path: 'languageOverride',
    },
  ],
  [
    'LANGUAGE_DUPLICATE',
    {
      of: 'generic object',
      wrong: { header: { ...text('A'), translatedValues: [{ language: 'EN-us', value: 'B' }] } },
      right: { header: { ...text('A'), translatedValues: [{ language: 'de', value: 'B' }] } },
      path: 'header.translatedValues[0].language',
    },
  ],
  ['COUNTRY_INVALID', { of: 'offer class', wrong: { countryCode: 'Germany' }, right: {}, path: 'countryCode' }],
  [
    'CURRENCY_INVALID',
    {
      of: 'giftCard object',
      wrong: { balance: { micros: 1, currencyCode: '€' } },
      right: { balance: { micros: 1, currencyCode: 'EUR' } },
      path: 'balance.currencyCode',
    },
  ],
  [
    'AVIATION_CODE_INVALID',
    { of: 'flight class', wrong: { origin: { airportIataCode: 'Berlin' } }, right: {}, path: 'origin.airportIataCode' },
  ],
  [
    'AVIATION_CODE_INVALID',
    {
      of: 'flight class',
      wrong: { flightHeader: { carrier: { carrierIataCode: 'LX' }, flightNumber: 'LX123' } },
      right: { flightHeader: { carrier: { carrierIataCode: 'LX' }, flightNumber: '123' } },
      path: 'flightHeader.flightNumber',
    },
  ],
  [
    'HASH_INVALID',
    {
      of: 'offer object',
      wrong: { saveRestrictions: { restrictToEmailSha256: 'me@example.com' } },
      right: { saveRestrictions: { restrictToEmailSha256: '0f'.repeat(32) } },
      path: 'saveRestrictions.restrictToEmailSha256',
    },
  ],
  [
    'URI_INVALID',
    {
      of: 'offer class',
      wrong: { helpUri: { uri: 'example.com/help', description: 'Help' } },
      right: { helpUri: { uri: 'http://example.com/help', description: 'Help' } },
      path: 'helpUri.uri',
    },
  ],
  [
    'URI_INVALID',
    { of: 'offer class', wrong: { titleImage: image('logo.png') }, right: {}, path: 'titleImage.sourceUri.uri' },
  ],
  [
    'URI_INVALID',
    { of: 'offer class', wrong: { callbackOptions: { url: '/callback' } }, right: {}, path: 'callbackOptions.url' },
  ],
  [
    'URI_NOT_HTTPS',
    {
      of: 'offer class',
      wrong: { callbackOptions: { url: 'http://example.com/callback' } },
      right: { callbackOptions: { url: 'https://example.com/callback' } },
      path: 'callbackOptions.url',
    },
  ],
  [
    'URI_SCHEME_UNUSUAL',
    {
      of: 'offer object',
      wrong: link('javascript:alert(1)'),
      right: link('mailto:a@b.example'),
      path: 'linksModuleData.uris[0].uri',
    },
  ],
  [
    'IMAGE_NOT_HTTPS',
    {
      of: 'offer class',
      wrong: { titleImage: image('http://example.com/a.png') },
      right: { titleImage: image('https://example.com/a.png') },
      path: 'titleImage.sourceUri.uri',
    },
  ],
  [
    'DATE_INVALID',
    {
      of: 'offer object',
      wrong: interval('2026-02-29T00:00:00Z', '2027-01-01T00:00:00Z'),
      right: interval('2028-02-29T00:00:00Z', '2028-03-01T00:00:00Z'),
      path: 'validTimeInterval.start.date',
    },
  ],
  [
    'DATE_INVALID',
    {
      of: 'offer object',
      wrong: interval('2026-02-01', '2027-01-01T00:00:00'),
      right: interval('2026-02-01T00:00', '2027-01-01T00:00:00.123456789'),
      path: 'validTimeInterval.start.date',
    },
  ],
  [
    'DATE_OFFSET_MISSING',
    {
      of: 'giftCard object',
      wrong: { balanceUpdateTime: { date: '2026-12-01T09:00:00' } },
      right: { balanceUpdateTime: { date: '2026-12-01T09:00:00+01:00' } },
      path: 'balanceUpdateTime.date',
    },
  ],
  [
    'DATE_OFFSET_MISSING',
    {
      of: 'transit object',
      wrong: {
        rotatingBarcode: {
          type: 'QR_CODE',
          initialRotatingBarcodeValues: { startDateTime: '2027-03-05T00:00:00', periodMillis: 1000, values: ['a'] },
        },
      },
      right: {},
      path: 'rotatingBarcode.initialRotatingBarcodeValues.startDateTime',
    },
  ],
  [
    'DATE_OFFSET_FORBIDDEN',
    {
      of: 'flight class',
      wrong: { localScheduledDepartureDateTime: '2027-03-05T06:30:00Z' },
      right: { localScheduledDepartureDateTime: '2027-03-05T06:30:00' },
      path: 'localScheduledDepartureDateTime',
    },
  ],
  [
    'DATE_OFFSETS_MIXED',
    {
      of: 'offer object',
      wrong: interval('2026-12-01T00:00:00', '2027-12-01T00:00:00Z'),
      right: interval('2026-12-01T00:00:00', '2027-12-01T00:00:00'),
      path: 'validTimeInterval.end',
    },
  ],
  [
    'INTERVAL_REVERSED',
    {
      of: 'offer object',
      wrong: interval('2026-12-01T12:00:00+02:00', '2026-12-01T10:30:00+01:00'),
      right: interval('2026-12-01T12:00:00+02:00', '2026-12-01T11:30:00+01:00'),
      path: 'validTimeInterval.end',
    },
  ],
  [
    'INTERVAL_REVERSED',
    {
      of: 'eventTicket class',
      wrong: { dateTime: { start: '2027-03-05T20:00:00', end: '2027-03-05T19:00:00' } },
      right: { dateTime: { start: '2027-03-05T20:00:00', end: '2027-03-05T22:00:00+01:00' } },
      path: 'dateTime.end',
    },
  ],
]

describeCases(cases)
