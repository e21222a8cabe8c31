import type { Vertical } from '../google/api/verticals.ts'
import { flightNumber, type PassData } from '../google/card/title-area.ts'
import { type JsonObject, objectsIn, textAt, valueAt } from '../json.ts'
import { type AndroidField, type AndroidViewing, fieldAt } from './fields.ts'

/** The rows of cards without a template of their own; what a pass does not have is left out. */
const usualRows: Readonly<Record<Vertical, readonly (readonly string[])[]>> = {
  generic: [],
  loyalty: [
    ['object.loyaltyPoints', 'class.rewardsTier'],
    ['object.accountName', 'object.accountId'],
  ],
  offer: [['class.provider', 'object.validTimeInterval.end']],
  giftCard: [['object.cardNumber', 'object.pin']],
  eventTicket: [
    ['class.venue.name', 'class.dateTime.start'],
    ['object.seatInfo.gate', 'object.seatInfo.section', 'object.seatInfo.row', 'object.seatInfo.seat'],
  ],
  flight: [
    ['object.passengerName', 'class.localBoardingDateTime'],
    [
      'class.origin.terminal',
      'class.origin.gate',
      'object.boardingAndSeatingInfo.boardingGroup',
      'object.boardingAndSeatingInfo.seatNumber',
    ],
  ],
  transit: [
    ['object.passengerNames', 'object.ticketLeg.departureDateTime'],
    [
      'object.ticketLeg.carriage',
      'object.ticketLeg.platform',
      'object.ticketLeg.ticketSeat.coach',
      'object.ticketLeg.ticketSeat.seat',
    ],
  ],
}

/** The details of passes without a template of their own, besides their modules. */
const usualDetails: Readonly<Record<Vertical, readonly string[]>> = {
  generic: [],
  loyalty: ['object.secondaryLoyaltyPoints', 'class.secondaryRewardsTier'],
  offer: ['class.details', 'class.finePrint'],
  giftCard: ['object.eventNumber', 'object.balanceUpdateTime'],
  eventTicket: [
    'object.ticketHolderName',
    'object.ticketType',
    'object.ticketNumber',
    'class.venue.address',
    'class.finePrint',
  ],
  flight: [
    'object.reservationInfo.confirmationCode',
    'class.localScheduledDepartureDateTime',
    'class.localScheduledArrivalDateTime',
  ],
  transit: ['object.ticketNumber', 'object.ticketStatus', 'object.validTimeInterval.end'],
}

/** The rows of a card, each of one to three items (`cardTemplateOverride`), or those that its kind usually has. */
export function rowsOf(pass: PassData, viewing: AndroidViewing): readonly (readonly AndroidField[])[] {
  const own = valueAt(pass.passClass, 'classTemplateInfo', 'cardTemplateOverride', 'cardRowTemplateInfos')
  const rows =
    own === undefined
      ? usualRows[pass.vertical].map((paths) => paths.map((fieldPath) => fieldAt(pass, { fieldPath }, viewing)))
      : objectsIn(own).map((row) => itemsIn(row).map((item) => itemShown(pass, item, viewing)))
  return rows.map((row) => row.filter((field) => field !== undefined)).filter((row) => row.length > 0)
}

/** Details by the class's template; undefined if it has none. */
export function ownDetailsOf(pass: PassData, viewing: AndroidViewing): readonly AndroidField[] | undefined {
  const own = valueAt(pass.passClass, 'classTemplateInfo', 'detailsTemplateOverride', 'detailsItemInfos')
  if (own === undefined) return undefined
  return objectsIn(own)
    .flatMap(({ item }) => objectsIn([item]))
    .map((item) => itemShown(pass, item, viewing))
    .filter((field) => field !== undefined)
}

export function usualDetailsOf(pass: PassData, viewing: AndroidViewing): readonly AndroidField[] {
  return usualDetails[pass.vertical]
    .map((fieldPath) => fieldAt(pass, { fieldPath }, viewing))
    .filter((field) => field !== undefined)
}

/** What stands above and below the barcode (`cardBarcodeSectionDetails`). */
export function aroundBarcode(pass: PassData, viewing: AndroidViewing) {
  const section = valueAt(pass.passClass, 'classTemplateInfo', 'cardBarcodeSectionDetails')
  const shown = (...names: readonly string[]) =>
    names
      .map((name) => selected(pass, valueAt(section, name, 'fieldSelector'), viewing))
      .filter((field) => field !== undefined)
  return { above: shown('firstTopDetail', 'secondTopDetail'), below: shown('firstBottomDetail') }
}

/** Every field path that a class's card refers to: what is there already need not be among the details. */
export function pathsOnCard(pass: PassData): readonly string[] {
  const { cardTemplateOverride, cardBarcodeSectionDetails } = (pass.passClass.classTemplateInfo ?? {}) as JsonObject
  return [...JSON.stringify([cardTemplateOverride, cardBarcodeSectionDetails]).matchAll(/"fieldPath":"([^"]+)"/g)].map(
    ([, path = '']) => path,
  )
}

function itemsIn(row: JsonObject): readonly JsonObject[] {
  const [cells] = objectsIn([row.oneItem, row.twoItems, row.threeItems])
  return objectsIn([cells?.item, cells?.startItem, cells?.middleItem, cells?.endItem])
}

/** An item (`TemplateItem`): its first value, with the second one after a slash. */
function itemShown(pass: PassData, item: JsonObject, viewing: AndroidViewing): AndroidField | undefined {
  const predefined = predefinedItems[textAt(item, 'predefinedItem') ?? '']
  if (predefined) return predefined(pass)
  const first = selected(pass, item.firstValue, viewing)
  const second = selected(pass, item.secondValue, viewing)
  if (!first || !second) return first ?? second
  return { label: `${first.label} / ${second.label}`, value: `${first.value} / ${second.value}` }
}

/** The first reference of a selector (`FieldSelector`) that leads to something. */
function selected(pass: PassData, selector: unknown, viewing: AndroidViewing): AndroidField | undefined {
  for (const reference of objectsIn(valueAt(selector, 'fields'))) {
    const field = fieldAt(pass, reference, viewing)
    if (field) return field
  }
  return undefined
}

const predefinedItems: Readonly<Record<string, (pass: PassData) => AndroidField | undefined>> = {
  FREQUENT_FLYER_PROGRAM_NAME_AND_NUMBER({ object }) {
    const flyer = valueAt(object, 'reservationInfo', 'frequentFlyerInfo')
    const number = textAt(flyer, 'frequentFlyerNumber')
    const label = textAt(flyer, 'frequentFlyerProgramName', 'defaultValue', 'value') ?? 'Frequent flyer'
    return number === undefined ? undefined : { label, value: number }
  },
  FLIGHT_NUMBER_AND_OPERATING_FLIGHT_NUMBER(pass) {
    const own = flightNumber(pass)
    const operating = textAt(pass.passClass, 'flightHeader', 'operatingFlightNumber')
    return own === undefined ? undefined : { label: 'Flight', value: operating ? `${own} / ${operating}` : own }
  },
}
