import { isObject, objectsIn, textAt, valueAt } from '../../json.ts'
import {
  atMost,
  atMostOne,
  between,
  type Condition,
  exactlyOne,
  isSet,
  like,
  offset,
  required,
  satisfies,
  when,
} from './conditions.ts'
import { hasOffset, isAscii, isCallable, isDateTime, isLanguageTag } from './formats.ts'

const color = like('hexBackgroundColor', /^#([0-9a-f]{3}|[0-9a-f]{6})$/i, 'a colour as #rrggbb or #rgb')
const language = (name: string) => satisfies(name, isLanguageTag, 'a BCP 47 language tag, as en-US,')
const schemes = (name: string, pattern: RegExp, list: string) => like(name, pattern, `a URI that begins with ${list}`)
const webAddress = (name: string) => schemes(name, /^https?:\/\/[^\s/]/i, 'http:// or https://')
const latitude = between('latitude', -90, 90)
const longitude = between('longitude', -180, 180)

const everyPass: readonly Condition[] = [
  atMost(10, 'messages'),
  atMost(10, 'merchantLocations'),
  atMost(15, 'valueAddedModuleData'),
  (value) => repeated('textModulesData', objectsIn(value.textModulesData)),
  (value) => repeated('imageModulesData', objectsIn(value.imageModulesData)),
  color,
]
const everyClass: readonly Condition[] = [...everyPass, like('countryCode', /^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code')]
const reviewedClass: readonly Condition[] = [...everyClass, required('issuerName|localizedIssuerName', 'reviewStatus')]
const everyObject: readonly Condition[] = [
  ...everyPass,
  required('classId'),
  satisfies('smartTapRedemptionValue', isAscii, 'nothing but ASCII'),
  like('linkedObjectIds', /^\d+\.[\w.-]+$/, 'the id of an object'),
  like('linkedOfferIds', /^\d+\.[\w.-]+$/, 'the id of an offer object'),
]
const statefulObject: readonly Condition[] = [...everyObject, required('state')]
/** Only transit operators may make the values of rotating barcodes themselves. */
const valuesByGoogle: Condition = ({ rotatingBarcode }) =>
  isObject(rotatingBarcode) && !isSet(rotatingBarcode.totpDetails)
    ? [{ key: 'rotatingBarcode', message: 'rotatingBarcode.totpDetails is required but for transit passes.' }]
    : []
const airport = required('airportIataCode')

/** A label that has an enum and a text of its own has one of them. */
const labels = (...names: readonly string[]) =>
  names.map((name) => atMostOne(name, `custom${name.charAt(0).toUpperCase()}${name.slice(1)}`))

/**
 * What Google checks beyond shapes, by schema (Google Wallet API, the texts of the API description): what is required,
 * what excludes each other, limits and notations.
 */
export const rules: Readonly<Record<string, readonly Condition[]>> = {
  GenericClass: everyClass,
  LoyaltyClass: [...reviewedClass, required('programName|localizedProgramName', 'programLogo')],
  OfferClass: [...reviewedClass, required('title|localizedTitle', 'provider|localizedProvider', 'redemptionChannel')],
  GiftCardClass: reviewedClass,
  EventTicketClass: [
    ...reviewedClass,
    required('eventName'),
    satisfies('eventId', (text) => text.length <= 64, 'a text of at most 64 characters'),
    ...labels('confirmationCodeLabel', 'seatLabel', 'rowLabel', 'sectionLabel', 'gateLabel'),
  ],
  FlightClass: [
    ...reviewedClass,
    required('localScheduledDepartureDateTime', 'flightHeader', 'origin', 'destination'),
    ...[
      'localScheduledDepartureDateTime',
      'localEstimatedOrActualDepartureDateTime',
      'localBoardingDateTime',
      'localScheduledArrivalDateTime',
      'localEstimatedOrActualArrivalDateTime',
      'localGateClosingDateTime',
    ].map(localTime),
    language('languageOverride'),
  ],
  TransitClass: [...reviewedClass, required('transitType', 'logo'), language('languageOverride')],

  GenericObject: [...everyObject, valuesByGoogle, required('cardTitle', 'header')],
  LoyaltyObject: [...statefulObject, valuesByGoogle],
  OfferObject: [...statefulObject, valuesByGoogle],
  GiftCardObject: [...statefulObject, valuesByGoogle, required('cardNumber'), offset('required', 'balanceUpdateTime')],
  EventTicketObject: [...statefulObject, valuesByGoogle],
  FlightObject: [...statefulObject, valuesByGoogle, required('passengerName', 'reservationInfo')],
  TransitObject: [
    ...statefulObject,
    required('tripType'),
    atMostOne('ticketLeg', 'ticketLegs'),
    atMostOne('ticketStatus', 'customTicketStatus'),
    atMostOne('concessionCategory', 'customConcessionCategory'),
    when(
      (value) => !isSet(value.validTimeInterval),
      (value) =>
        [...objectsIn([value.ticketLeg]), ...objectsIn(value.ticketLegs)]
          .filter((leg) => !isSet(leg.departureDateTime))
          .map(() => ({ key: 'ticketLeg', message: 'departureDateTime or validTimeInterval is required.' })),
    ),
  ],

  AirportInfo: [airport, like('airportIataCode', /^[A-Z]{3}$/, 'a code of three capital letters')],
  AppLinkData: [
    (value) =>
      (textAt(value, 'displayText', 'defaultValue', 'value') ?? '').length > 30
        ? [{ key: 'displayText', message: 'displayText is longer than 30 characters.' }]
        : [],
  ],
  AppLinkDataAppLinkInfoAppTarget: [
    (value) => (isObject(value.targetUri) ? required('description|localizedDescription')(value.targetUri) : []),
  ],
  Barcode: [
    when((value) => isSet(value.value), required('type')),
    when((value) => value.type === 'TEXT_ONLY', atMostOne('type', 'alternateText')),
    when((value) => value.renderEncoding === 'UTF_8' && value.type !== 'QR_CODE', atMostOne('type', 'renderEncoding')),
  ],
  CardRowTemplateInfo: [exactlyOne('oneItem', 'twoItems', 'threeItems')],
  CardRowOneItem: [required('item')],
  CardRowTwoItems: [required('startItem|endItem')],
  CardRowThreeItems: [required('startItem|middleItem|endItem')],
  CardTemplateOverride: [atMost(3, 'cardRowTemplateInfos')],
  DateTime: [satisfies('date', isDateTime, 'an ISO 8601 extended date and time, as 2027-01-31T18:30:00+01:00,')],
  EventDateTime: [
    ...['doorsOpen', 'start', 'end'].map((name) => satisfies(name, isDateTime, 'an ISO 8601 extended date and time')),
    atMostOne('doorsOpenLabel', 'customDoorsOpenLabel'),
  ],
  EventVenue: [required('name', 'address')],
  FieldReference: [required('fieldPath')],
  FieldSelector: [required('fields')],
  FlightCarrier: [
    exactlyOne('carrierIataCode', 'carrierIcaoCode'),
    like('carrierIataCode', /^[A-Z0-9]{2}$/, 'a code of two letters or digits'),
    like('carrierIcaoCode', /^[A-Z]{3}$/, 'a code of three letters'),
  ],
  FlightHeader: [required('carrier', 'flightNumber'), like('flightNumber', /^\d+$/, 'nothing but digits')],
  FrequentFlyerInfo: [required('frequentFlyerNumber')],
  Image: [exactlyOne('sourceUri', 'privateImageId')],
  ImageModuleData: [required('mainImage')],
  ImageUri: [required('uri'), webAddress('uri')],
  LatLongPoint: [latitude, longitude],
  LocalizedString: [required('defaultValue')],
  LoyaltyPoints: [required('balance')],
  LoyaltyPointsBalance: [exactlyOne('string', 'int', 'double', 'money')],
  MerchantLocation: [latitude, longitude, required('latitude', 'longitude')],
  Message: [
    required('header|localizedHeader|body|localizedBody'),
    satisfies('messageType', (type) => type !== 'EXPIRATION_NOTIFICATION', 'TEXT or TEXT_AND_NOTIFY'),
  ],
  Money: [required('currencyCode'), like('currencyCode', /^[A-Z]{3}$/, 'an ISO 4217 code')],
  RotatingBarcode: [
    required('type'),
    when((value) => isSet(value.totpDetails), required('valuePattern')),
    satisfies('type', (type) => ['QR_CODE', 'PDF_417'].includes(type), 'QR_CODE or PDF_417'),
    atMostOne('totpDetails', 'initialRotatingBarcodeValues'),
    (value) =>
      [...(textAt(value, 'valuePattern') ?? '').matchAll(/\{totp_value_(\d+)\}/g)]
        .filter(([, index]) => !objectsIn(valueAt(value, 'totpDetails', 'parameters'))[Number(index)])
        .map(([name]) => ({
          key: 'valuePattern',
          message: `valuePattern has ${name}, for which there is no parameter.`,
        })),
  ],
  RotatingBarcodeTotpDetails: [
    required('periodMillis'),
    like('periodMillis', /^[1-9]\d*$/, 'a number of milliseconds'),
    satisfies('algorithm', (name) => name === 'TOTP_SHA1', 'TOTP_SHA1'),
  ],
  RotatingBarcodeTotpDetailsTotpParameters: [
    required('key', 'valueLength'),
    like('key', /^([0-9a-f]{2})+$/i, 'bytes in hexadecimal'),
    between('valueLength', 1, 10),
  ],
  RotatingBarcodeValues: [
    required('startDateTime', 'periodMillis', 'values'),
    satisfies(
      'startDateTime',
      (text) => isDateTime(text) && hasOffset(text),
      'an ISO 8601 extended date and time with a UTC offset',
    ),
  ],
  TemplateItem: [exactlyOne('firstValue', 'predefinedItem')],
  TextModuleData: [like('id', /^[\w-]+$/, "letters, digits, '_' and '-'")],
  TicketLeg: [
    when((value) => !isSet(value.originName) || isSet(value.destinationStationCode), required('originStationCode')),
    when((value) => !isSet(value.originStationCode) || isSet(value.destinationName), required('originName')),
    ...['departureDateTime', 'arrivalDateTime'].map((name) =>
      satisfies(name, isDateTime, 'an ISO 8601 extended date and time'),
    ),
    atMostOne('ticketSeat', 'ticketSeats'),
  ],
  TimeInterval: [
    (value) => {
      const [start, end] = [textAt(value, 'start', 'date'), textAt(value, 'end', 'date')]
      if (start === undefined || end === undefined || hasOffset(start) === hasOffset(end)) return []
      return [{ key: 'end', message: 'Either both start and end have a UTC offset, or neither has.' }]
    },
  ],
  TranslatedString: [required('language', 'value'), language('language')],
  Uri: [
    required('uri'),
    schemes('uri', /^(https?:\/\/[^\s/]|tel:|mailto:|geo:)/i, 'http://, https://, tel:, mailto: or geo:'),
  ],
  ValueAddedModuleData: [required('uri')],

  AddMessageRequest: [required('message')],
  AuthenticationKey: [required('id', 'publicKeyPem')],
  CallbackOptions: [
    satisfies('url', isCallable, 'an https:// address (or, on the machine of this virtual Google, http://localhost)'),
  ],
  JsonResource: [required('json')],
  JwtResource: [required('jwt')],
  JwtValidateRequest: [exactlyOne('jwtResource', 'jsonResource')],
  ModifyLinkedOfferObjectsRequest: [required('linkedOfferObjectIds')],
  Permission: [required('emailAddress', 'role')],
  Permissions: [required('issuerId')],
  SaveRestrictions: [like('restrictToEmailSha256', /^[0-9a-f]{64}$/i, 'a SHA-256 in hexadecimal')],
  SetPassUpdateNoticeRequest: [required('externalPassId', 'updateUri', 'updatedPassJwtSignature')],
}

/** The time at the airport, whose zone Google knows. */
function localTime(name: string): Condition {
  return satisfies(
    name,
    (text) => isDateTime(text) && !hasOffset(text),
    'an ISO 8601 extended date and time without a UTC offset',
  )
}

/** Modules of one pass that a template refers to by id have different ids. */
function repeated(name: string, modules: readonly Readonly<Record<string, unknown>>[]) {
  const ids = modules.map((module) => module.id).filter((id) => typeof id === 'string')
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
  return twice.map((id) => ({ key: name, message: `${name} has two entries with the id ${JSON.stringify(id)}.` }))
}
