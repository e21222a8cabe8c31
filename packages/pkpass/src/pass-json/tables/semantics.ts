/** Semantic tags: the objects that some of them are, then all tags by what they are for (Apple, *SemanticTagType*, *SemanticTags*). */
import { eventTypes, passengerCapabilities, securityPrograms } from '../enums.ts'
import type { RenamedKeys } from '../key.ts'
import { keys, listOf, objectOf, requiredKeys } from '../object.ts'
import * as v from '../values.ts'

export const currencyAmountKeys = keys({ sinceIos: 12 }, { amount: v.string, currencyCode: v.currency })

export const tagLocationKeys = requiredKeys(
  { sinceIos: 12 },
  { latitude: v.numberBetween(-90, 90), longitude: v.numberBetween(-180, 180) },
)

export const personNameKeys = keys(
  { sinceIos: 12 },
  {
    namePrefix: v.text,
    givenName: v.text,
    middleName: v.text,
    familyName: v.text,
    nameSuffix: v.text,
    nickname: v.text,
    phoneticRepresentation: v.text,
  },
)

export const seatKeys = {
  ...keys(
    { sinceIos: 12 },
    {
      seatDescription: v.textOfDigits,
      seatIdentifier: v.textOfDigits,
      seatNumber: v.textOfDigits,
      seatRow: v.textOfDigits,
      seatSection: v.textOfDigits,
      seatType: v.textOfDigits,
    },
  ),
  ...keys({ sinceIos: 18 }, { seatAisle: v.textOfDigits, seatLevel: v.textOfDigits, seatSectionColor: v.color }),
}

export const eventDateInfoKeys = keys(
  { sinceIos: 18 },
  {
    date: v.date,
    /** Only the day is known; beats the other two. */
    ignoreTimeComponents: v.boolean,
    timeZone: v.timeZone,
    /** Shown as TBA. */
    unannounced: v.boolean,
    /** Shown as TBD; beats `unannounced`. */
    undetermined: v.boolean,
  },
)

export const wifiNetworkKeys = {
  ...requiredKeys({ sinceIos: 12 }, { ssid: v.string, password: v.string }),
  ...keys(
    { sinceIos: 26, note: 'Since when is not documented.' },
    { captiveToken: v.string, captiveTokenAuthURL: v.url },
  ),
}

export const currencyAmount = objectOf('CurrencyAmount', currencyAmountKeys)
export const tagLocation = objectOf('Location', tagLocationKeys)
export const personName = objectOf('PersonNameComponents', personNameKeys)
/** Pass Designer numbers seats for itself. */
export const seat = objectOf('Seat', seatKeys, { _id: null })
export const eventDateInfo = objectOf('EventDateInfo', eventDateInfoKeys)
export const wifiNetwork = objectOf('WifiNetwork', wifiNetworkKeys)

const event = { styles: ['eventTicket'] } as const
const sports = { ...event, eventType: 'PKEventTypeSports' } as const
const boarding = { styles: ['boardingPass'] } as const
const flight = { ...boarding, transitTypes: ['PKTransitTypeAir'] } as const
const rail = { ...boarding, transitTypes: ['PKTransitTypeTrain', 'PKTransitTypeGeneric'] } as const

const programs = listOf(v.knownAs(securityPrograms))

export const semanticTags = {
  ...keys(
    { sinceIos: 12 },
    {
      totalPrice: currencyAmount,
      wifiAccess: listOf(wifiNetwork),
    },
  ),
  ...keys({ sinceIos: 12, styles: ['storeCard'] }, { balance: currencyAmount }),
  ...keys(
    { sinceIos: 12, styles: ['boardingPass', 'eventTicket'] },
    {
      /** In seconds. */
      duration: v.positive,
      seats: listOf(seat),
      silenceRequested: v.boolean,
    },
  ),

  // any event ticket
  ...keys(
    { sinceIos: 12, ...event },
    {
      /** Of Apple Music, the most important first. */
      artistIDs: listOf(v.text),
      eventEndDate: v.date,
      eventName: v.text,
      eventStartDate: v.date,
      eventType: v.knownAs(eventTypes),
      genre: v.text,
      performerNames: listOf(v.text),
      venueEntrance: v.text,
      venueLocation: tagLocation,
      venueName: v.text,
      venuePhoneNumber: v.text,
      venueRoom: v.text,
    },
  ),
  ...keys(
    { sinceIos: 18, ...event },
    {
      additionalTicketAttributes: v.text,
      admissionLevel: v.text,
      admissionLevelAbbreviation: v.text,
      /** Of Apple Music, the most important first. */
      albumIDs: listOf(v.text),
      attendeeName: v.text,
      entranceDescription: v.text,
      eventStartDateInfo: eventDateInfo,
      /** Of Apple Music, the most important first. */
      playlistIDs: listOf(v.text),
      tailgatingAllowed: v.boolean,
      venueBoxOfficeOpenDate: v.date,
      venueCloseDate: v.date,
      venueDoorsOpenDate: v.date,
      venueEntranceDoor: v.text,
      venueEntranceGate: v.text,
      venueEntrancePortal: v.text,
      venueFanZoneOpenDate: v.date,
      venueGatesOpenDate: v.date,
      /** If none of the more specific dates is known. */
      venueOpenDate: v.date,
      venueParkingLotsOpenDate: v.date,
      /** City or region. */
      venueRegionName: v.text,
    },
  ),
  ...keys(
    { sinceIos: 12, ...sports },
    {
      awayTeamAbbreviation: v.text,
      awayTeamLocation: v.text,
      awayTeamName: v.text,
      homeTeamAbbreviation: v.text,
      homeTeamLocation: v.text,
      homeTeamName: v.text,
      leagueAbbreviation: v.text,
      leagueName: v.text,
      sportName: v.text,
    },
  ),

  // any boarding pass
  ...keys(
    { sinceIos: 12, ...boarding },
    {
      boardingGroup: v.text,
      boardingSequenceNumber: v.text,
      confirmationNumber: v.text,
      currentArrivalDate: v.date,
      currentBoardingDate: v.date,
      currentDepartureDate: v.date,
      /** Without the word gate. */
      departureGate: v.text,
      departureLocation: tagLocation,
      departureLocationDescription: v.text,
      destinationLocation: tagLocation,
      destinationLocationDescription: v.text,
      membershipProgramName: v.text,
      membershipProgramNumber: v.text,
      originalArrivalDate: v.date,
      originalBoardingDate: v.date,
      originalDepartureDate: v.date,
      passengerName: personName,
      priorityStatus: v.text,
      securityScreening: v.text,
      transitProvider: v.text,
      /** Like `On Time` or `Delayed`. */
      transitStatus: v.text,
      transitStatusReason: v.text,
      vehicleName: v.text,
      vehicleNumber: v.text,
      vehicleType: v.text,
    },
  ),
  ...keys({ sinceIos: 26, ...boarding }, { membershipProgramStatus: v.text }),
  ...keys(
    { sinceIos: 12, ...flight },
    {
      /** IATA, like `EX`. */
      airlineCode: v.text,
      /** IATA, like `LHR`. */
      departureAirportCode: v.text,
      departureAirportName: v.text,
      /** Without the word terminal. */
      departureTerminal: v.text,
      /** IATA, like `LHR`. */
      destinationAirportCode: v.text,
      destinationAirportName: v.text,
      destinationGate: v.text,
      destinationTerminal: v.text,
      /** IATA, like `EX123`. */
      flightCode: v.text,
      /** The numeric part of the flight code. */
      flightNumber: v.wholeNumber,
    },
  ),
  ...keys(
    { sinceIos: 26, ...flight },
    {
      /** Without the word zone. */
      boardingZone: v.text,
      departureCityName: v.text,
      departureLocationSecurityPrograms: programs,
      departureLocationTimeZone: v.timeZone,
      destinationCityName: v.text,
      destinationLocationSecurityPrograms: programs,
      destinationLocationTimeZone: v.timeZone,
      internationalDocumentsAreVerified: v.boolean,
      /** Like `DOCS OK`. */
      internationalDocumentsVerifiedDeclarationName: v.text,
      /** Place IDs of MapKit. */
      loungePlaceIDs: listOf(v.string),
      passengerAirlineSSRs: listOf(v.string),
      passengerCapabilities: listOf(v.knownAs(passengerCapabilities)),
      /** Shown only if a program is also among those of the departure or the destination. */
      passengerEligibleSecurityPrograms: programs,
      /** IATA; drawn is INFT. */
      passengerInformationSSRs: listOf(v.string),
      /** IATA; drawn are PETC, SVAN, UMNR, WCBD, WCBW, WCHC, WCHR, WCHS, WCLB, WCMP and WCOB. */
      passengerServiceSSRs: listOf(v.string),
      ticketFareClass: v.text,
    },
  ),
  ...keys(
    { sinceIos: 12, ...rail },
    {
      carNumber: v.text,
      departurePlatform: v.text,
      departureStationName: v.text,
      destinationPlatform: v.text,
      destinationStationName: v.text,
    },
  ),

  // seen in passes, in no table of Apple's
  ...keys(
    { sinceIos: 18, ...event, undocumented: true },
    { airplay: v.anything, airPlay: v.anything, eventLiveMessage: v.text, eventTimeZone: v.timeZone },
  ),
  ...keys({ sinceIos: 26, ...event, undocumented: true }, { venuePlaceID: v.string }),
}

/** Names of the first betas of iOS 26, which Apple's pass-builder still uses. */
export const renamedTags: RenamedKeys = {
  airlineLoungePlaceID: 'loungePlaceIDs',
  departureAirportSecurityPrograms: 'departureLocationSecurityPrograms',
  departureAirportTimeZone: 'departureLocationTimeZone',
  destinationAirportSecurityPrograms: 'destinationLocationSecurityPrograms',
  destinationAirportTimeZone: 'destinationLocationTimeZone',
}

export const semantics = objectOf('SemanticTags', semanticTags, renamedTags)
