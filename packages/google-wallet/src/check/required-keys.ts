const stated = ['id', 'classId', 'state']
const reviewed = ['id', 'reviewStatus']
const coordinates = ['latitude', 'longitude']

/** By schema, the keys without which Google refuses a value of it. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  // resources
  GenericClass: ['id'],
  LoyaltyClass: [...reviewed, 'programLogo'],
  OfferClass: [...reviewed, 'redemptionChannel'],
  GiftCardClass: reviewed,
  EventTicketClass: [...reviewed, 'eventName'],
  FlightClass: [...reviewed, 'localScheduledDepartureDateTime', 'flightHeader', 'origin', 'destination'],
  TransitClass: [...reviewed, 'transitType', 'logo'],
  GenericObject: ['id', 'classId', 'cardTitle', 'header'],
  LoyaltyObject: stated,
  OfferObject: stated,
  GiftCardObject: [...stated, 'cardNumber'],
  EventTicketObject: stated,
  FlightObject: [...stated, 'passengerName', 'reservationInfo'],
  TransitObject: [...stated, 'tripType'],

  // parts
  AirportInfo: ['airportIataCode'],
  AppLinkDataAppLinkInfo: ['appTarget'],
  DateTime: ['date'],
  EventVenue: ['name', 'address'],
  FieldReference: ['fieldPath'],
  FlightHeader: ['carrier', 'flightNumber'],
  FrequentFlyerInfo: ['frequentFlyerNumber'],
  ImageUri: ['uri'],
  LatLongPoint: coordinates,
  LocalizedString: ['defaultValue'],
  LoyaltyPoints: ['balance'],
  MerchantLocation: coordinates,
  Money: ['micros', 'currencyCode'],
  RotatingBarcodeTotpDetails: ['algorithm', 'periodMillis', 'parameters'],
  RotatingBarcodeTotpDetailsTotpParameters: ['key', 'valueLength'],
  RotatingBarcodeValues: ['startDateTime', 'periodMillis', 'values'],
  TranslatedString: ['language'],
  Uri: ['uri'],
  ValueAddedModuleData: ['header', 'uri'],
}

export function requiredKeysOf(schema: string): readonly string[] {
  return requiredKeys[schema] ?? []
}
