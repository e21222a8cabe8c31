/** What each schema demands beyond the types of its fields and the keys that it requires. */
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
import { requiredKeysOf } from './required-keys.ts'
import type { Rule } from './run.ts'
import { checkFieldReference, checkRow, checkTemplateItem, checkTransitOption } from './template.ts'

const everyClass: readonly Rule[] = [uniqueIds('textModulesData'), uniqueIds('imageModulesData'), smartTap]
const reviewedClass: readonly Rule[] = [...everyClass, anyOf('issuerName', 'localizedIssuerName'), reviewStatus]
const everyObject: readonly Rule[] = [uniqueIds('textModulesData'), uniqueIds('imageModulesData'), ownLinkedObjects]
const statedObject: readonly Rule[] = [...everyObject, expirationNotification]
const coordinates: readonly Rule[] = [range('latitude', -90, 90), range('longitude', -180, 180)]

const rules: Readonly<Record<string, readonly Rule[]>> = {
  // resources
  GenericClass: everyClass,
  LoyaltyClass: [...reviewedClass, anyOf('programName', 'localizedProgramName')],
  OfferClass: [...reviewedClass, anyOf('title', 'localizedTitle'), anyOf('provider', 'localizedProvider')],
  GiftCardClass: reviewedClass,
  EventTicketClass: [
    ...reviewedClass,
    exclusive('confirmationCodeLabel', 'customConfirmationCodeLabel'),
    exclusive('gateLabel', 'customGateLabel'),
    exclusive('rowLabel', 'customRowLabel'),
    exclusive('seatLabel', 'customSeatLabel'),
    exclusive('sectionLabel', 'customSectionLabel'),
  ],
  FlightClass: reviewedClass,
  TransitClass: reviewedClass,
  GenericObject: everyObject,
  LoyaltyObject: statedObject,
  OfferObject: statedObject,
  GiftCardObject: [
    ...statedObject,
    (value, path, run) => checkOffset(objectAt(value, 'balanceUpdateTime'), under(path, 'balanceUpdateTime'), run),
  ],
  EventTicketObject: statedObject,
  FlightObject: statedObject,
  TransitObject: [
    ...statedObject,
    exclusive('ticketLeg', 'ticketLegs'),
    exclusive('ticketStatus', 'customTicketStatus'),
    exclusive('concessionCategory', 'customConcessionCategory'),
    legs,
  ],

  // parts
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
  EventDateTime: [exclusive('doorsOpenLabel', 'customDoorsOpenLabel'), checkInterval],
  FieldReference: [checkFieldReference],
  FirstRowOption: [exclusive('transitOption', 'fieldOption'), checkTransitOption],
  FlightCarrier: [exactlyOne('carrierIataCode', 'carrierIcaoCode')],
  Image: [exactlyOne('sourceUri', 'privateImageId')],
  LatLongPoint: coordinates,
  LinksModuleData: [uniqueIds('uris')],
  LocalizedString: [translations],
  LoyaltyPointsBalance: [exactlyOne('string', 'int', 'double', 'money')],
  MerchantLocation: coordinates,
  Notifications: [notifications],
  RotatingBarcode: [checkRotatingBarcode],
  RotatingBarcodeTotpDetails: [checkTotpDetails],
  RotatingBarcodeTotpDetailsTotpParameters: [checkTotpParameters],
  RotatingBarcodeValues: [checkTotpDetails],
  TemplateItem: [exactlyOne('firstValue', 'predefinedItem'), checkTemplateItem],
  TicketLeg: [exclusive('ticketSeat', 'ticketSeats'), stations],
  TicketSeat: [exclusive('fareClass', 'customFareClass')],
  TimeInterval: [checkInterval],
  TranslatedString: [present('value')],
}

export function rulesOf(schema: string): readonly Rule[] {
  return [required(...requiredKeysOf(schema)), ...(rules[schema] ?? [])]
}
