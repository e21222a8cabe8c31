import type { AirportInfo, FlightCarrier, FlightStatus } from '@billfold/google-wallet'
import { present } from '../../passes/content/json.ts'
import { logosOf } from '../logos.ts'
import { type ClassText, type ContentOf, fact, issuerText, type Mapping } from '../mapping.ts'
import { dateText } from '../text.ts'
import { filled, localDateTime, localized } from '../values.ts'

type Details = NonNullable<ContentOf<'boardingPass'>['details']>
type Leg = Details['legs'][number]

const statuses: Readonly<Record<NonNullable<Details['status']>, FlightStatus>> = {
  scheduled: 'SCHEDULED',
  active: 'ACTIVE',
  landed: 'LANDED',
  cancelled: 'CANCELLED',
  redirected: 'REDIRECTED',
  diverted: 'DIVERTED',
}

/** What Google demands of a flight's class: where one of these is another on each pass, the passes are no flights there. */
export const flightFacts: readonly (readonly string[])[] = [
  ['details', 'carrierCode'],
  ['details', 'flightNumber'],
  ['details', 'legs', '0', 'from', 'code'],
  ['details', 'legs', '0', 'to', 'code'],
  ['details', 'legs', '0', 'departsAt'],
]

const ofAirport = (end: 'from' | 'to', key: 'terminal' | 'gate', label: string): ClassText<'boardingPass'> => ({
  path: ['details', 'legs', '0', end, key],
  id: `${end}-${key}`,
  label,
  text: ({ details }) => details?.legs[0]?.[end][key],
})

const time = (key: keyof Leg & `${string}At`, label: string): ClassText<'boardingPass'> => ({
  path: ['details', 'legs', '0', key],
  id: key,
  label,
  text({ details }, language) {
    const at = details?.legs[0]?.[key]
    return at && dateText(at, { date: 'medium', time: 'short' }, language)
  },
})

/** Google Wallet API, *FlightClass* and *FlightObject*: one class is one flight on one day. */
export const flight: Mapping<'boardingPass', 'flight'> = {
  classTexts: [
    issuerText,
    { path: ['title'], id: 'title', label: 'Boarding pass', placeless: true, text: ({ title }) => title },
    {
      path: ['details', 'carrierName'],
      id: 'carrierName',
      label: 'Airline',
      text: ({ details }) => details?.carrierName,
    },
    {
      path: ['details', 'operatingCarrierCode'],
      id: 'operatingCarrier',
      label: 'Operated by',
      text: ({ details }) => details?.operatingCarrierCode,
    },
    {
      path: ['details', 'operatingFlightNumber'],
      id: 'operatingFlight',
      label: 'Operated as',
      text: ({ details }) => details?.operatingFlightNumber,
    },
    ofAirport('from', 'terminal', 'Terminal of departure'),
    ofAirport('from', 'gate', 'Gate'),
    ofAirport('to', 'terminal', 'Terminal of arrival'),
    ofAirport('to', 'gate', 'Gate of arrival'),
    time('arrivesAt', 'Arrival'),
    time('expectedDepartsAt', 'Expected departure'),
    time('expectedArrivesAt', 'Expected arrival'),
    time('boardsAt', 'Boarding'),
    time('gateClosesAt', 'Gate closes'),
    { path: ['details', 'status'], id: 'status', label: 'Status', text: ({ details }) => details?.status },
  ],
  facts: [
    fact('legs.0.from.code', 'class.origin.airportIataCode'),
    fact('legs.0.from.terminal', 'class.origin.terminal'),
    fact('legs.0.from.gate', 'class.origin.gate'),
    fact('legs.0.to.code', 'class.destination.airportIataCode'),
    fact('legs.0.to.terminal', 'class.destination.terminal'),
    fact('legs.0.boardsAt', 'class.localBoardingDateTime', { isDate: true }),
    fact('legs.0.departsAt', 'class.localScheduledDepartureDateTime', { isDate: true }),
    fact('legs.0.arrivesAt', 'class.localScheduledArrivalDateTime', { isDate: true }),
    fact('passengerName', 'object.passengerName'),
    fact('seat', 'object.boardingAndSeatingInfo.seatNumber'),
    fact('cabin', 'object.boardingAndSeatingInfo.seatClass'),
    fact('boardingGroup', 'object.boardingAndSeatingInfo.boardingGroup'),
    fact('boardingPosition', 'object.boardingAndSeatingInfo.boardingPosition'),
    fact('sequence', 'object.boardingAndSeatingInfo.sequenceNumber'),
    fact('confirmation', 'object.reservationInfo.confirmationCode'),
    fact('ticketNumber', 'object.reservationInfo.eticketNumber'),
  ],
  classParts({ details = {}, ...content }, view) {
    const { carrierCode, flightNumber, carrierName, operatingCarrierCode, operatingFlightNumber, status } = details
    const { logo, wideLogo } = logosOf(content, view)
    const [leg] = details.legs ?? []
    const carrier = {
      ...carrierOf(carrierCode),
      ...present({ airlineName: localized(carrierName, view.language), airlineLogo: logo, wideAirlineLogo: wideLogo }),
    }
    const operatingCarrier = operatingCarrierCode ? carrierOf(operatingCarrierCode) : undefined
    return present({
      flightHeader: { carrier, ...present({ flightNumber, operatingCarrier, operatingFlightNumber }) },
      flightStatus: status && statuses[status],
      languageOverride: content.language,
      ...(leg && legParts(leg, view.language)),
    })
  },
  objectParts({ details }, { language }) {
    if (details === undefined) return {}
    const { confirmation, ticketNumber, frequentFlyer } = details
    const seating = present({
      seatNumber: filled(details.seat),
      seatClass: filled(details.cabin),
      boardingGroup: filled(details.boardingGroup),
      boardingPosition: filled(details.boardingPosition),
      sequenceNumber: filled(details.sequence),
    })
    return present({
      passengerName: details.passengerName,
      boardingAndSeatingInfo: Object.keys(seating).length > 0 ? seating : undefined,
      reservationInfo: present({
        confirmationCode: filled(confirmation),
        eticketNumber: filled(ticketNumber),
        frequentFlyerInfo: frequentFlyer && {
          frequentFlyerNumber: frequentFlyer.number,
          ...present({ frequentFlyerProgramName: localized(frequentFlyer.program, language) }),
        },
      }),
    })
  },
}

/** IATA's codes have two characters, ICAO's three. */
const carrierOf = (code: string | undefined): FlightCarrier =>
  code?.length === 3 ? { carrierIcaoCode: code } : present({ carrierIataCode: code })

function legParts(leg: Leg, language: string) {
  return {
    origin: airport(leg.from, language),
    destination: airport(leg.to, language),
    localScheduledDepartureDateTime: localDateTime(leg.departsAt),
    localScheduledArrivalDateTime: localDateTime(leg.arrivesAt),
    localEstimatedOrActualDepartureDateTime: localDateTime(leg.expectedDepartsAt),
    localEstimatedOrActualArrivalDateTime: localDateTime(leg.expectedArrivesAt),
    localBoardingDateTime: localDateTime(leg.boardsAt),
    localGateClosingDateTime: localDateTime(leg.gateClosesAt),
  }
}

/** The name that Google shows is that of the city. */
function airport({ code, city, name, terminal, gate }: Leg['from'], language: string): AirportInfo {
  return {
    airportIataCode: code,
    ...present({
      airportNameOverride: localized(city || name, language),
      terminal: filled(terminal),
      gate: filled(gate),
    }),
  }
}
