import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Key, KeyTable, Type } from '../key.ts'
import type {
  Barcode,
  EventType,
  FeaturedAction,
  PassField,
  PassJson,
  Seat,
  SemanticTags,
  UpcomingEntry,
} from '../types.ts'
import { passKeys, passObject } from './pass.ts'
import { semanticTags } from './semantics.ts'

/** The properties of Apple's page *SemanticTags*, read in November 2026. */
const documentedTags = `
  additionalTicketAttributes admissionLevel admissionLevelAbbreviation airlineCode albumIDs artistIDs
  attendeeName awayTeamAbbreviation awayTeamLocation awayTeamName balance boardingGroup boardingSequenceNumber
  boardingZone carNumber confirmationNumber currentArrivalDate currentBoardingDate currentDepartureDate
  departureAirportCode departureAirportName departureLocationSecurityPrograms departureLocationTimeZone
  departureCityName departureGate departureLocation departureLocationDescription departurePlatform
  departureStationName departureTerminal destinationAirportCode destinationAirportName
  destinationLocationSecurityPrograms destinationLocationTimeZone destinationCityName destinationGate
  destinationLocation destinationLocationDescription destinationPlatform destinationStationName
  destinationTerminal duration entranceDescription eventEndDate eventName eventStartDate eventStartDateInfo
  eventType flightCode flightNumber genre homeTeamAbbreviation homeTeamLocation homeTeamName
  internationalDocumentsAreVerified internationalDocumentsVerifiedDeclarationName leagueAbbreviation leagueName
  loungePlaceIDs membershipProgramName membershipProgramNumber membershipProgramStatus originalArrivalDate
  originalBoardingDate originalDepartureDate passengerAirlineSSRs passengerCapabilities
  passengerEligibleSecurityPrograms passengerInformationSSRs passengerName passengerServiceSSRs performerNames
  playlistIDs priorityStatus seats securityScreening silenceRequested sportName tailgatingAllowed
  ticketFareClass totalPrice transitProvider transitStatus transitStatusReason vehicleName vehicleNumber
  vehicleType venueBoxOfficeOpenDate venueCloseDate venueDoorsOpenDate venueEntrance venueEntranceDoor
  venueEntranceGate venueEntrancePortal venueFanZoneOpenDate venueGatesOpenDate venueLocation venueName
  venueOpenDate venueParkingLotsOpenDate venuePhoneNumber venueRegionName venueRoom wifiAccess
`

/** The properties of Apple's page *Pass*, read in November 2026. */
const documentedKeys = `
  accessibilityURL addOnURL appLaunchURL associatedStoreIdentifiers auxiliaryStoreIdentifiers
  authenticationToken backgroundColor bagPolicyURL barcode barcodes beacons boardingPass contactVenueEmail
  contactVenuePhoneNumber contactVenueWebsite coupon description directionsInformationURL eventLogoText
  eventTicket expirationDate footerBackgroundColor foregroundColor formatVersion generic groupingIdentifier
  labelColor locations logoText maxDistance merchandiseURL nfc orderFoodURL organizationName
  parkingInformationURL passTypeIdentifier preferredStyleSchemes purchaseParkingURL relevantDate relevantDates
  sellURL semantics serialNumber sharingProhibited storeCard suppressStripShine suppressHeaderDarkening
  teamIdentifier transferURL transitInformationURL useAutomaticColors userInfo voided webServiceURL
  changeSeatURL entertainmentURL purchaseAdditionalBaggageURL purchaseLoungeAccessURL purchaseWifiURL upgradeURL
  upcomingPassInformation managementURL registerServiceAnimalURL reportLostBagURL requestWheelchairURL
  trackBagsURL transitProviderEmail transitProviderPhoneNumber transitProviderWebsiteURL
`

const names = (list: string) => list.trim().split(/\s+/).sort()
const documented = (table: KeyTable) =>
  Object.entries(table)
    .filter(([, row]) => row.undocumented === undefined)
    .map(([key]) => key)
    .sort()

/** Every table that can be reached from pass.json, with where it is. */
function* tablesIn(type: Type, path: string): Generator<readonly [path: string, table: KeyTable]> {
  if (type.item) yield* tablesIn(type.item, `${path}[]`)
  if (type.keys === undefined) return
  yield [path, type.keys]
  for (const [key, row] of Object.entries(type.keys)) yield* tablesIn(row.type, `${path}.${key}`)
}
const rows: (readonly [path: string, row: Key, table: KeyTable])[] = [...tablesIn(passObject, 'Pass')].flatMap(
  ([path, table]) => Object.entries(table).map(([key, row]) => [`${path}.${key}`, row, table] as const),
)

describe('the tables', () => {
  it('have all 104 semantic tags that Apple documents, and mark all others', () => {
    expect(documented(semanticTags)).toEqual(names(documentedTags))
    expect(names(documentedTags)).toHaveLength(104)
  })

  it('have all top-level keys that Apple documents, and mark all others', () => {
    expect(documented(passKeys)).toEqual(names(documentedKeys))
  })

  it('say of every key since which iOS, from 6 to 27', () => {
    expect(rows.length).toBeGreaterThan(300)
    for (const [path, { sinceIos }] of rows) expect([path, sinceIos >= 6 && sinceIos <= 27]).toEqual([path, true])
  })

  it('name of every deprecated key the one that replaces it', () => {
    for (const [path, { deprecatedSinceIos, replacedBy, sinceIos }, table] of rows) {
      if (replacedBy !== undefined) expect([path, Object.hasOwn(table, replacedBy)]).toEqual([path, true])
      if (deprecatedSinceIos === undefined) continue
      expect([path, replacedBy]).not.toEqual([path, undefined])
      expect(deprecatedSinceIos).toBeGreaterThan(sinceIos)
    }
  })
})

/** What tsc checks; nothing runs. */
describe('the types', () => {
  it('are those of the tables', () => {
    expectTypeOf<NonNullable<PassJson['semantics']>['eventName']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<SemanticTags['flightNumber']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<SemanticTags['performerNames']>().toEqualTypeOf<readonly string[] | undefined>()
    expectTypeOf<NonNullable<SemanticTags['seats']>[number]['seatSectionColor']>().toEqualTypeOf<
      Seat['seatSectionColor']
    >()
    expectTypeOf<PassField['key']>().toEqualTypeOf<string>()
    expectTypeOf<PassField['row']>().toEqualTypeOf<0 | 1 | undefined>()
    expectTypeOf<Barcode['format']>().extract<'PKBarcodeFormatI2of5'>().toEqualTypeOf<'PKBarcodeFormatI2of5'>()
    expectTypeOf<EventType>().extract<'PKEventTypeMovie'>().toEqualTypeOf<'PKEventTypeMovie'>()
    expectTypeOf<PassJson['upcomingPassInformation']>().toExtend<readonly UpcomingEntry[] | undefined>()
    expectTypeOf<PassJson['featuredActions']>().toExtend<readonly FeaturedAction[] | undefined>()
  })

  it('take known values, keys of the future, and no wrong types', () => {
    const ticket: PassJson = {
      eventTicket: { auxiliaryFields: [{ key: 'a', value: 1, row: 1, fromTheFuture: true }] },
      semantics: { eventType: 'PKEventTypeFromTheFuture', eventStartDateInfo: { timeZone: 'Europe/Berlin' } },
      keyFromTheFuture: { any: ['thing'] },
    }
    // @ts-expect-error a flight number is a number
    const flight: PassJson = { semantics: { flightNumber: '123' } }
    // @ts-expect-error a field has a value
    const field: PassField = { key: 'a' }
    // @ts-expect-error there is no such format
    const barcode: Barcode = { format: 'PKBarcodeFormatQRx', message: '', messageEncoding: '' }
    expect([ticket, flight, field, barcode]).toHaveLength(4)
  })
})
