/** A kind's typed facts, as far as the semantic tags of a pass state them (Apple, *SemanticTags*). */
import type { PassJson } from '@billfold/pkpass'
import { appleDate } from '../../apple/values.ts'
import type { Kind } from '../../passes/content/content.ts'
import { isJsonObject, type JsonObject, present } from '../../passes/content/json.ts'
import { fractionDigits } from '../../passes/content/money.ts'

export function detailsOfPass(kind: Kind, pass: PassJson): JsonObject | undefined {
  const semantics = isJsonObject(pass.semantics) ? pass.semantics : {}
  const details = present(readers[kind]?.(semantics, pass) ?? {})
  return Object.keys(details).length > 0 ? details : undefined
}

const readers: Readonly<Partial<Record<Kind, (semantics: JsonObject, pass: PassJson) => JsonObject | undefined>>> = {
  giftCard: ({ balance }) => present({ balance: moneyOf(balance) }),
  eventTicket,
  boardingPass,
  transit,
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const instantOf = (value: unknown) => (typeof value === 'string' ? appleDate(value) : undefined)
const firstOf = (value: unknown): JsonObject => {
  const first: unknown = Array.isArray(value) ? value[0] : undefined
  return isJsonObject(first) ? first : {}
}

function eventTicket(semantics: JsonObject): JsonObject {
  const venue = textOf(semantics.venueName)
  const { seatSection, seatRow, seatNumber } = firstOf(semantics.seats)
  const seat = present({
    section: textOf(seatSection),
    row: textOf(seatRow),
    seat: textOf(seatNumber),
    gate: textOf(semantics.venueEntranceGate),
  })
  return {
    venue: venue && { name: venue },
    doorsOpenAt: instantOf(semantics.venueDoorsOpenDate),
    startsAt: instantOf(semantics.eventStartDate),
    endsAt: instantOf(semantics.eventEndDate),
    seat: Object.keys(seat).length > 0 ? seat : undefined,
    holderName: textOf(semantics.attendeeName),
    ticketType: textOf(semantics.admissionLevel),
    faceValue: moneyOf(semantics.totalPrice),
  }
}

/** Nothing unless all is there that a flight needs. */
function boardingPass(semantics: JsonObject): JsonObject | undefined {
  const { airlineCode, flightNumber, passengerName, originalDepartureDate } = semantics
  const [from, to] = [airport(semantics, 'departure'), airport(semantics, 'destination')]
  const names = isJsonObject(passengerName) ? [passengerName.givenName, passengerName.familyName] : []
  const name = names.filter((part) => typeof part === 'string').join(' ')
  const departsAt = instantOf(originalDepartureDate)
  if (!from || !to || !departsAt || name === '' || !textOf(airlineCode) || !Number.isInteger(flightNumber))
    return undefined
  const program = textOf(semantics.membershipProgramName)
  const number = textOf(semantics.membershipProgramNumber)
  const leg = {
    from,
    to,
    departsAt,
    arrivesAt: instantOf(semantics.originalArrivalDate),
    expectedDepartsAt: instantOf(semantics.currentDepartureDate),
    expectedArrivesAt: instantOf(semantics.currentArrivalDate),
    boardsAt: instantOf(semantics.originalBoardingDate),
  }
  return {
    carrierCode: airlineCode,
    carrierName: textOf(semantics.transitProvider),
    flightNumber: String(flightNumber),
    passengerName: name,
    legs: [present(leg)],
    seat: textOf(firstOf(semantics.seats).seatNumber),
    boardingGroup: textOf(semantics.boardingGroup),
    sequence: textOf(semantics.boardingSequenceNumber),
    confirmation: textOf(semantics.confirmationNumber),
    frequentFlyer: program && number ? { program, number } : undefined,
  }
}

function airport(semantics: JsonObject, end: 'departure' | 'destination'): JsonObject | undefined {
  const code = textOf(semantics[`${end}AirportCode`])
  return code === undefined
    ? undefined
    : present({
        code,
        name: textOf(semantics[`${end}AirportName`]),
        city: textOf(semantics[`${end}CityName`]),
        terminal: textOf(semantics[`${end}Terminal`]),
        gate: textOf(semantics[`${end}Gate`]),
      })
}

const modes: Readonly<Record<string, string>> = {
  PKTransitTypeTrain: 'train',
  PKTransitTypeBus: 'bus',
  PKTransitTypeBoat: 'boat',
  PKTransitTypeGeneric: 'other',
}

function transit(semantics: JsonObject, { boardingPass }: PassJson): JsonObject | undefined {
  const mode = modes[String(boardingPass?.transitType)]
  const name = (end: 'departure' | 'destination') =>
    textOf(semantics[`${end}${mode === 'train' ? 'StationName' : 'LocationDescription'}`])
  const [from, to] = [name('departure'), name('destination')]
  if (mode === undefined || from === undefined || to === undefined) return undefined
  const leg = {
    from: { name: from },
    to: { name: to },
    departsAt: instantOf(semantics.originalDepartureDate),
    arrivesAt: instantOf(semantics.originalArrivalDate),
    platform: textOf(semantics.departurePlatform),
    carriage: textOf(semantics.carNumber),
    seat: textOf(firstOf(semantics.seats).seatNumber),
  }
  return { mode, operator: textOf(semantics.transitProvider), legs: [present(leg)] }
}

/** Nothing for an amount that has more digits than its currency. */
function moneyOf(value: unknown): JsonObject | undefined {
  if (!isJsonObject(value) || !/^[A-Z]{3}$/.test(String(value.currencyCode))) return undefined
  const currency = String(value.currencyCode)
  const [, sign, whole, fraction = ''] = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(String(value.amount)) ?? []
  const digits = fractionDigits(currency)
  if (whole === undefined || fraction.length > digits) return undefined
  return { amountMinor: Number(`${sign}${whole}${fraction.padEnd(digits, '0')}`), currency }
}
