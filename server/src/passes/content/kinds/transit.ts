import Type from 'typebox'
import { closed, instant, requiredText, text } from '../places.ts'

const stop = (description: string) =>
  closed({ code: Type.Optional(text("The station's code")), name: requiredText("The station's name") }, description)

const transitLeg = closed({
  from: stop('The origin'),
  to: stop('The destination'),
  departsAt: Type.Optional(instant('The departure')),
  arrivesAt: Type.Optional(instant('The arrival')),
  operator: Type.Optional(text('Who runs this leg')),
  platform: Type.Optional(text('The platform')),
  carriage: Type.Optional(text('The carriage')),
  seat: Type.Optional(text('The seat')),
  zone: Type.Optional(text('The zone')),
  fare: Type.Optional(text("The fare's name")),
})

/** The facts of a journey by train, bus, boat or otherwise. */
export const transitDetails = closed({
  mode: Type.Enum(['train', 'bus', 'boat', 'other']),
  operator: Type.Optional(text('Who runs the journey')),
  legs: Type.Array(transitLeg, { minItems: 1, description: 'At least one leg' }),
  trip: Type.Optional(Type.Enum(['oneWay', 'roundTrip'])),
  passengerNames: Type.Optional(Type.Array(requiredText("A passenger's name"))),
  concession: Type.Optional(Type.Enum(['adult', 'child', 'senior'])),
  ticketNumber: Type.Optional(text("The ticket's number")),
  ticketStatus: Type.Optional(Type.Enum(['used', 'refunded', 'exchanged'])),
})
