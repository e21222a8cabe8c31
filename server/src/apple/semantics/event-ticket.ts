import type { SemanticTags } from '@billfold/pkpass'
import type { PassContent } from '../../passes/content/content.ts'
import { present } from '../../passes/content/json.ts'
import { appleDate } from '../values.ts'
import { currencyAmount } from './money.ts'

/** The semantic tags of an event ticket (Apple, *SemanticTags*). */
export function eventTicketSemantics({ title, details }: Extract<PassContent, { kind: 'eventTicket' }>): SemanticTags {
  const { venue, doorsOpenAt, startsAt, endsAt, seat, holderName, ticketType, faceValue } = details ?? {}
  const place = seat && present({ seatSection: seat.section, seatRow: seat.row, seatNumber: seat.seat })
  return present({
    eventName: title,
    venueName: venue?.name,
    venueDoorsOpenDate: doorsOpenAt && appleDate(doorsOpenAt),
    eventStartDate: startsAt && appleDate(startsAt),
    eventEndDate: endsAt && appleDate(endsAt),
    seats: place && Object.keys(place).length > 0 ? [place] : undefined,
    venueEntranceGate: seat?.gate,
    attendeeName: holderName,
    admissionLevel: ticketType,
    totalPrice: faceValue && currencyAmount(faceValue),
  })
}
