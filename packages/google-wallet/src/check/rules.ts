/** What each schema demands beyond the types of its fields. */
import { under } from '../issue.ts'
import { checkBarcode, checkRotatingBarcode, checkTotpDetails, checkTotpParameters } from './barcode.ts'
import { anyOf, exactlyOne, exclusive, present, range, required, uniqueIds } from './demands.ts'
import {
  expirationNotification,
  legs,
  notifications,
  ownLinkedObjects,
  reviewStatus,
  smartTap,
  stations,
  translations,
} from './fitting.ts'
import { checkInterval, checkOffset } from './interval.ts'
import { has, objectAt } from './json.ts'
import type { Rule } from './run.ts'
import { checkFieldReference, checkRow, checkTemplateItem, checkTransitOption } from './template.ts'

const everyClass: readonly Rule[] = [
  required('id'),
  uniqueIds('textModulesData'),
  uniqueIds('imageModulesData'),
  smartTap,
]
const reviewedClass: readonly Rule[] = [
  ...everyClass,
  required('reviewStatus'),
  anyOf('issuerName', 'localizedIssuerName'),
  reviewStatus,
]
const everyObject: readonly Rule[] = [
  required('id', 'classId'),
  uniqueIds('textModulesData'),
  uniqueIds('imageModulesData'),
  ownLinkedObjects,
]
const statedObject: readonly Rule[] = [...everyObject, required('state'), expirationNotification]
const coordinates: readonly Rule[] = [
  required('latitude', 'longitude'),
  range('latitude', -90, 90),
  range('longitude', -180, 180),
]

const rules: Readonly<Record<string, readonly Rule[]>> = {
  // resources
  GenericClass: everyClass,
  LoyaltyClass: [...reviewedClass, anyOf('programName', 'localizedProgramName'), required('programLogo')],
  OfferClass: [
    ...reviewedClass,
    anyOf('title', 'localizedTitle'),
    anyOf('provider', 'localizedProvider'),
    required('redemptionChannel'),
  ],
  GiftCardClass: reviewedClass,
  EventTicketClass: [
    ...reviewedClass,
    required('eventName'),
    exclusive('confirmationCodeLabel', 'customConfirmationCodeLabel'),
    exclusive('gateLabel', 'customGateLabel'),
    exclusive('rowLabel', 'customRowLabel'),
    exclusive('seatLabel', 'customSeatLabel'),
    exclusive('sectionLabel', 'customSectionLabel'),
  ],
  FlightClass: [...reviewedClass, required('localScheduledDepartureDateTime', 'flightHeader', 'origin', 'destination')],
  TransitClass: [...reviewedClass, required('transitType', 'logo')],
  GenericObject: [...everyObject, required('cardTitle', 'header')],
  LoyaltyObject: statedObject,
  OfferObject: statedObject,
  GiftCardObject: [
    ...statedObject,
    required('cardNumber'),
    (value, path, run) => checkOffset(objectAt(value, 'balanceUpdateTime'), under(path, 'balanceUpdateTime'), run),
  ],
  EventTicketObject: statedObject,
  FlightObject: [...statedObject, required('passengerName', 'reservationInfo')],
  TransitObject: [
    ...statedObject,
    required('tripType'),
    exclusive('ticketLeg', 'ticketLegs'),
    exclusive('ticketStatus', 'customTicketStatus'),
    exclusive('concessionCategory', 'customConcessionCategory'),
    legs,
  ],

  // parts
  AirportInfo: [required('airportIataCode')],
  AppLinkDataAppLinkInfo: [required('appTarget')],
  AppLinkDataAppLinkInfoAppTarget: [
    anyOf('packageName', 'targetUri'),
    (value, path, run) => {
      if (!has(value, 'targetUri')) return
      anyOf('description', 'localizedDescription')(objectAt(value, 'targetUri'), under(path, 'targetUri'), run)
    },
  ],
  Barcode: [checkBarcode],
  CardRowOneItem: [checkRow('item')],
  CardRowTemplateInfo: [exactlyOne('oneItem', 'twoItems', 'threeItems')],
  CardRowThreeItems: [checkRow('startItem', 'middleItem', 'endItem')],
  CardRowTwoItems: [checkRow('startItem', 'endItem')],
  DateTime: [required('date')],
  EventDateTime: [exclusive('doorsOpenLabel', 'customDoorsOpenLabel'), checkInterval],
  EventVenue: [required('name', 'address')],
  FieldReference: [required('fieldPath'), checkFieldReference],
  FirstRowOption: [exclusive('transitOption', 'fieldOption'), checkTransitOption],
  FlightCarrier: [exactlyOne('carrierIataCode', 'carrierIcaoCode')],
  FlightHeader: [required('carrier', 'flightNumber')],
  FrequentFlyerInfo: [required('frequentFlyerNumber')],
  Image: [exactlyOne('sourceUri', 'privateImageId')],
  ImageUri: [required('uri')],
  LatLongPoint: coordinates,
  LinksModuleData: [uniqueIds('uris')],
  LocalizedString: [required('defaultValue'), translations],
  LoyaltyPoints: [required('balance')],
  LoyaltyPointsBalance: [exactlyOne('string', 'int', 'double', 'money')],
  MerchantLocation: coordinates,
  Money: [required('micros', 'currencyCode')],
  Notifications: [notifications],
  RotatingBarcode: [checkRotatingBarcode],
  RotatingBarcodeTotpDetails: [required('algorithm', 'periodMillis', 'parameters'), checkTotpDetails],
  RotatingBarcodeTotpDetailsTotpParameters: [required('key', 'valueLength'), checkTotpParameters],
  RotatingBarcodeValues: [required('startDateTime', 'periodMillis', 'values'), checkTotpDetails],
  TemplateItem: [exactlyOne('firstValue', 'predefinedItem'), checkTemplateItem],
  TicketLeg: [exclusive('ticketSeat', 'ticketSeats'), stations],
  TicketSeat: [exclusive('fareClass', 'customFareClass')],
  TimeInterval: [checkInterval],
  TranslatedString: [required('language'), present('value')],
  Uri: [required('uri')],
  ValueAddedModuleData: [required('header', 'uri')],
}

export function rulesOf(schema: string): readonly Rule[] {
  return rules[schema] ?? []
}
