import { present } from '../../passes/content/json.ts'
import { type ContentOf, fact, issuerText, type Mapping, titleFact } from '../mapping.ts'
import { titleOf } from '../neutral.ts'
import { dateText } from '../text.ts'
import { filled, googleMoney, localized } from '../values.ts'

type Details = NonNullable<ContentOf<'eventTicket'>['details']>

const when = (key: 'doorsOpenAt' | 'startsAt' | 'endsAt', label: string) => ({
  path: ['details', key],
  id: key,
  label,
  text: ({ details }: ContentOf<'eventTicket'>, language: string) =>
    details?.[key] && dateText(details[key], { date: 'medium', time: 'short' }, language),
})

/** Google Wallet API, *EventTicketClass* and *EventTicketObject*. */
export const eventTicket: Mapping<'eventTicket', 'eventTicket'> = {
  classTexts: [
    issuerText,
    { path: ['title'], id: 'title', label: 'Event', text: ({ title }) => title },
    {
      path: ['details', 'venue'],
      id: 'venue',
      label: 'Venue',
      text: ({ details }) => details?.venue && [details.venue.name, details.venue.address].filter(Boolean).join('\n'),
    },
    when('doorsOpenAt', 'Doors open'),
    when('startsAt', 'Begins'),
    when('endsAt', 'Ends'),
    { path: ['details', 'finePrint'], id: 'finePrint', label: 'Terms', text: ({ details }) => details?.finePrint },
  ],
  facts: [
    titleFact,
    fact('venue.name', 'class.venue.name'),
    fact('doorsOpenAt', 'class.dateTime.doorsOpen', { isDate: true }),
    fact('startsAt', 'class.dateTime.start', { isDate: true }),
    fact('endsAt', 'class.dateTime.end', { isDate: true }),
    fact('seat.section', 'object.seatInfo.section'),
    fact('seat.row', 'object.seatInfo.row'),
    fact('seat.seat', 'object.seatInfo.seat'),
    fact('seat.gate', 'object.seatInfo.gate'),
    fact('holderName', 'object.ticketHolderName'),
    fact('ticketType', 'object.ticketType'),
    fact('ticketNumber', 'object.ticketNumber'),
    fact('confirmation', 'object.reservationInfo.confirmationCode'),
  ],
  classParts(content, { language }) {
    const { details = {} } = content
    const [name, address] = [details.venue?.name, details.venue?.address].map((text) => localized(text, language))
    return present({
      eventName: localized(titleOf(content), language),
      venue: name && address && { name, address },
      dateTime: dateTime(details),
      finePrint: localized(details.finePrint, language),
    })
  },
  objectParts({ details = {} }, { language }) {
    const { seat = {}, confirmation, faceValue } = details
    const seatInfo = present({
      section: localized(seat.section, language),
      row: localized(seat.row, language),
      seat: localized(seat.seat, language),
      gate: localized(seat.gate, language),
    })
    return present({
      seatInfo: Object.keys(seatInfo).length > 0 ? seatInfo : undefined,
      reservationInfo: confirmation ? { confirmationCode: confirmation } : undefined,
      ticketHolderName: filled(details.holderName),
      ticketNumber: filled(details.ticketNumber),
      ticketType: localized(details.ticketType, language),
      faceValue: faceValue && googleMoney(faceValue),
    })
  },
}

function dateTime({ doorsOpenAt, startsAt, endsAt }: Partial<Details>) {
  if (doorsOpenAt === undefined && startsAt === undefined && endsAt === undefined) return undefined
  return present({ doorsOpen: doorsOpenAt, start: startsAt, end: endsAt })
}
