import Type from 'typebox'
import { closed, instant, money, requiredText, text } from '../places.ts'

/** A ticket's facts; the event's name is the content's title. */
export const eventTicketDetails = closed({
  venue: Type.Optional(
    closed({ name: requiredText("The venue's name"), address: Type.Optional(text("The venue's address")) }),
  ),
  doorsOpenAt: Type.Optional(instant('When the doors open')),
  startsAt: Type.Optional(instant('When the event begins')),
  endsAt: Type.Optional(instant('When the event ends')),
  seat: Type.Optional(
    closed({
      section: Type.Optional(text('The section')),
      row: Type.Optional(text('The row')),
      seat: Type.Optional(text('The seat')),
      gate: Type.Optional(text('The entrance')),
    }),
  ),
  holderName: Type.Optional(text("The holder's name")),
  ticketType: Type.Optional(text('The type of ticket, such as Adult')),
  ticketNumber: Type.Optional(text("The ticket's number")),
  confirmation: Type.Optional(text("The booking's number")),
  faceValue: Type.Optional(money('The price printed on the ticket')),
  finePrint: Type.Optional(text('The terms')),
})
