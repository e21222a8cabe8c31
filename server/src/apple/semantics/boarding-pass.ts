import type { SemanticTags } from '@billfold/pkpass'
import type { PassContent } from '../../passes/content/content.ts'
import { present } from '../../passes/content/json.ts'
import { appleDate } from '../values.ts'

type Details = NonNullable<Extract<PassContent, { kind: 'boardingPass' }>['details']>
type Leg = Details['legs'][number]

/**
 * The semantic tags of a flight (Apple, *SemanticTags*): of its first leg, as Wallet knows one flight a pass. The
 * passenger's name stays out: Wallet wants its parts, and to split a name is to guess.
 */
export function boardingPassSemantics({ details }: Extract<PassContent, { kind: 'boardingPass' }>): SemanticTags {
  if (details === undefined) return {}
  const { carrierCode, carrierName, flightNumber, legs, seat, boardingGroup, sequence, confirmation } = details
  return present({
    // Apple's tag is IATA's code, which has two characters; ICAO's has three.
    airlineCode: carrierCode.length === 2 ? carrierCode : undefined,
    flightCode: `${carrierCode}${flightNumber}`,
    flightNumber: Number(flightNumber),
    transitProvider: carrierName,
    boardingGroup,
    boardingSequenceNumber: sequence,
    confirmationNumber: confirmation,
    seats: seat === undefined ? undefined : [{ seatNumber: seat }],
    membershipProgramName: details.frequentFlyer?.program,
    membershipProgramNumber: details.frequentFlyer?.number,
    ...(legs[0] && legSemantics(legs[0])),
  })
}

function legSemantics({ from, to, departsAt, arrivesAt, expectedDepartsAt, expectedArrivesAt, boardsAt }: Leg) {
  return {
    departureAirportCode: from.code,
    departureAirportName: from.name,
    departureCityName: from.city,
    departureTerminal: from.terminal,
    departureGate: from.gate,
    destinationAirportCode: to.code,
    destinationAirportName: to.name,
    destinationCityName: to.city,
    destinationTerminal: to.terminal,
    destinationGate: to.gate,
    originalBoardingDate: boardsAt && appleDate(boardsAt),
    originalDepartureDate: appleDate(departsAt),
    originalArrivalDate: arrivesAt && appleDate(arrivesAt),
    currentDepartureDate: expectedDepartsAt && appleDate(expectedDepartsAt),
    currentArrivalDate: expectedArrivesAt && appleDate(expectedArrivesAt),
  }
}
