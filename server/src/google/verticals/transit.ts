import type { ConcessionCategory, TicketLeg, TicketStatus, TransitType, TripType } from '@billfold/google-wallet'
import { present } from '../../passes/content/json.ts'
import { type ContentOf, fact, issuerText, type Mapping } from '../mapping.ts'
import { issuerOf } from '../neutral.ts'
import { filled, localized } from '../values.ts'

type Details = NonNullable<ContentOf<'transit'>['details']>
type Leg = Details['legs'][number]

const types: Readonly<Record<Details['mode'], TransitType>> = {
  train: 'RAIL',
  bus: 'BUS',
  boat: 'FERRY',
  other: 'OTHER',
}
const trips: Readonly<Record<NonNullable<Details['trip']>, TripType>> = { oneWay: 'ONE_WAY', roundTrip: 'ROUND_TRIP' }
const concessions: Readonly<Record<NonNullable<Details['concession']>, ConcessionCategory>> = {
  adult: 'ADULT',
  child: 'CHILD',
  senior: 'SENIOR',
}
const statuses: Readonly<Record<NonNullable<Details['ticketStatus']>, TicketStatus>> = {
  used: 'USED',
  refunded: 'REFUNDED',
  exchanged: 'EXCHANGED',
}

/** Google Wallet API, *TransitClass* and *TransitObject*. */
export const transit: Mapping<'transit', 'transit'> = {
  classTexts: [
    issuerText,
    { path: ['title'], id: 'title', label: 'Ticket', placeless: true, text: ({ title }) => title },
    { path: ['details', 'operator'], id: 'operator', label: 'Operator', text: ({ details }) => details?.operator },
    { path: ['details', 'mode'], id: 'mode', label: 'By', text: ({ details }) => details?.mode },
  ],
  facts: [fact('operator', 'class.transitOperatorName'), fact('ticketNumber', 'object.ticketNumber')],
  classParts: ({ details = {}, ...content }, { language }) =>
    present({
      transitType: types[details.mode ?? 'other'],
      transitOperatorName: localized(details.operator || issuerOf(content), language),
      languageOverride: content.language,
    }),
  objectParts({ details }, { language }) {
    const { legs = [], trip, passengerNames = [], concession, ticketNumber, ticketStatus } = details ?? {}
    const ticketLegs = legs.map((leg) => ticketLeg(leg, language))
    return present({
      tripType: trips[trip ?? 'oneWay'],
      ticketLeg: ticketLegs.length === 1 ? ticketLegs[0] : undefined,
      ticketLegs: ticketLegs.length > 1 ? ticketLegs : undefined,
      passengerNames: filled(passengerNames.join(', ')),
      passengerType: passengerTypes[Math.min(passengerNames.length, 2)],
      concessionCategory: concession && concessions[concession],
      ticketNumber: filled(ticketNumber),
      ticketStatus: ticketStatus && statuses[ticketStatus],
    })
  },
}

/** By the number of passengers: none, one, several. */
const passengerTypes = [undefined, 'SINGLE_PASSENGER', 'MULTIPLE_PASSENGERS'] as const

function ticketLeg(leg: Leg, language: string): TicketLeg {
  return {
    originName: localized(leg.from.name, language),
    destinationName: localized(leg.to.name, language),
    ...present({
      originStationCode: filled(leg.from.code),
      // Google takes it only beside the other one.
      destinationStationCode: leg.from.code ? filled(leg.to.code) : undefined,
      departureDateTime: leg.departsAt,
      arrivalDateTime: leg.arrivesAt,
      transitOperatorName: localized(leg.operator, language),
      platform: filled(leg.platform),
      carriage: filled(leg.carriage),
      zone: filled(leg.zone),
      fareName: localized(leg.fare, language),
      ticketSeat: leg.seat ? { seat: leg.seat } : undefined,
    }),
  }
}
