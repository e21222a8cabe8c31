import Type from 'typebox'
import { closed, instant, matching, requiredText, text } from '../places.ts'

const carrierCode = (description: string) =>
  matching('^([A-Z0-9]{2}|[A-Z]{3})$', `${description}: an IATA or ICAO airline code, such as LH or DLH`)

const flightNumber = (description: string) =>
  matching(String.raw`^\d{1,4}$`, `${description}: the digits of a flight number, such as 400`)

const airport = (description: string) =>
  closed(
    {
      code: matching('^[A-Z]{3}$', 'An IATA airport code, such as FRA'),
      name: Type.Optional(text("The airport's name")),
      city: Type.Optional(text("The city's name")),
      terminal: Type.Optional(text('The terminal')),
      gate: Type.Optional(text('The gate')),
    },
    description,
  )

const flightLeg = closed({
  from: airport('The origin'),
  to: airport('The destination'),
  departsAt: instant('The scheduled departure, with the offset of the origin'),
  arrivesAt: Type.Optional(instant('The scheduled arrival, with the offset of the destination')),
  expectedDepartsAt: Type.Optional(instant('The estimated or actual departure')),
  expectedArrivesAt: Type.Optional(instant('The estimated or actual arrival')),
  boardsAt: Type.Optional(instant('When boarding begins')),
  gateClosesAt: Type.Optional(instant('When the gate closes')),
})

/** An air passenger's facts. */
export const boardingPassDetails = closed({
  carrierCode: carrierCode('The airline'),
  carrierName: Type.Optional(text("The airline's name")),
  flightNumber: flightNumber('The flight'),
  operatingCarrierCode: Type.Optional(carrierCode('The airline that flies')),
  operatingFlightNumber: Type.Optional(flightNumber('The flight of the airline that flies')),
  passengerName: requiredText("The passenger's name"),
  legs: Type.Array(flightLeg, { minItems: 1, description: 'At least one leg' }),
  seat: Type.Optional(text('The seat, such as 12A')),
  cabin: Type.Optional(text('The cabin, such as Business')),
  boardingGroup: Type.Optional(text('The group or zone that boards together')),
  boardingPosition: Type.Optional(text('The position in the group')),
  sequence: Type.Optional(text('The check-in sequence number')),
  confirmation: Type.Optional(text("The booking's number (PNR)")),
  ticketNumber: Type.Optional(text("The electronic ticket's number")),
  frequentFlyer: Type.Optional(
    closed({ program: requiredText("The programme's name"), number: requiredText("The member's number") }),
  ),
  status: Type.Optional(Type.Enum(['scheduled', 'active', 'landed', 'cancelled', 'redirected', 'diverted'])),
})
