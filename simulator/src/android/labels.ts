import { localized, textOf } from '../google/card/texts.ts'
import type { JsonObject } from '../json.ts'

interface Label {
  /** The field of the class that gives it another wording. */
  readonly from?: string
  readonly text: string
}

/** What Google Wallet calls fields in English, where that is not their name in the API. */
const labels: Readonly<Record<string, Label>> = {
  'class.rewardsTier': { from: 'rewardsTierLabel', text: 'Tier' },
  'class.secondaryRewardsTier': { from: 'secondaryRewardsTierLabel', text: 'Tier' },
  'object.accountName': { from: 'accountNameLabel', text: 'Member name' },
  'object.accountId': { from: 'accountIdLabel', text: 'Member ID' },
  'object.loyaltyPoints': { text: 'Points' },
  'object.secondaryLoyaltyPoints': { text: 'Points' },
  'object.cardNumber': { from: 'cardNumberLabel', text: 'Card number' },
  'object.pin': { from: 'pinLabel', text: 'PIN' },
  'object.eventNumber': { from: 'eventNumberLabel', text: 'Event number' },
  'object.seatInfo.seat': { from: 'customSeatLabel', text: 'Seat' },
  'object.seatInfo.row': { from: 'customRowLabel', text: 'Row' },
  'object.seatInfo.section': { from: 'customSectionLabel', text: 'Section' },
  'object.seatInfo.gate': { from: 'customGateLabel', text: 'Gate' },
  'object.reservationInfo.confirmationCode': { from: 'customConfirmationCodeLabel', text: 'Confirmation code' },
  'object.validTimeInterval.start': { text: 'Valid from' },
  'object.validTimeInterval.end': { text: 'Valid until' },
  'object.boardingAndSeatingInfo.boardingGroup': { text: 'Group' },
  'object.boardingAndSeatingInfo.seatNumber': { text: 'Seat' },
  'class.venue.name': { text: 'Venue' },
  'class.dateTime.start': { text: 'Starts' },
  'class.dateTime.doorsOpen': { text: 'Doors open' },
  'class.localBoardingDateTime': { text: 'Boarding' },
  'class.localScheduledDepartureDateTime': { text: 'Departure' },
  'class.localEstimatedOrActualDepartureDateTime': { text: 'Departure' },
  'object.ticketLeg.departureDateTime': { text: 'Departure' },
  'object.ticketLeg.arrivalDateTime': { text: 'Arrival' },
}

/** The label of a field, by its path without what chooses entries of lists, as in `object.accountName`. */
export function labelOf(path: string, passClass: JsonObject, language: string): string {
  const { from, text } = labels[path] ?? { text: spelled(path.split('.').at(-1) ?? '') }
  const own =
    from === undefined ? undefined : (textOf(passClass, from, language) ?? localized(passClass[from], language))
  return own ?? text
}

/** `passengerName` → `Passenger name` */
function spelled(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
