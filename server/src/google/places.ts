import type { Vertical } from '@billfold/google-wallet'
import type { PassContent } from '../passes/content/content.ts'
import { slots } from '../passes/content/fields.ts'
import { pointerOf } from '../passes/content/issues.ts'
import { valueAt } from '../passes/content/json.ts'
import type { GoogleClass } from './class-of.ts'
import { moduleId } from './modules.ts'
import type { Side } from './sides.ts'
import { mappingOf } from './vertical.ts'

/**
 * Where the author of content finds a place of a class or an object, as JSON Pointers into the content; the first that
 * fits counts. Names that several verticals use mean the same in each.
 */
const places: readonly (readonly [place: RegExp, pointer: string])[] = [
  [/^(?:programName|title|merchantName|eventName|header)\b/, '/title'],
  [/^(?:issuerName|cardTitle|provider)\b/, '/issuerName'],
  [/^hexBackgroundColor\b/, '/colors/background'],
  [/^(?:wide(?:Program|Airline)?Logo|wideTitleImage)\b/, '/images/logo'],
  [/^(?:programLogo|titleImage|logo|flightHeader\.carrier\.airlineLogo)\b/, '/images/icon'],
  [/^heroImage\b/, '/images/strip'],
  [/^imageModulesData\b/, '/images/thumbnail'],
  [/^linksModuleData(?:\.uris\[(\d+)\]\.uri)/, '/links/$1/url'],
  [/^linksModuleData(?:\.uris\[(\d+)\])?(?:\.description)?/, '/links/$1/label'],
  [/^merchantLocations(?:\[(\d+)\])?/, '/relevance/locations/$1'],
  [/^(?:barcode|rotatingBarcode)\.(?:value|type|alternateText|renderEncoding)\b/, '/barcode'],
  [/^rotatingBarcode\b/, '/barcode/rotating'],
  [/^barcode\b/, '/barcode'],
  [/^validTimeInterval\.start\b/, '/validity/from'],
  [/^validTimeInterval\b/, '/validity/until'],
  [/^groupingInfo\b/, '/grouping'],
  [/^languageOverride\b|\.language$/, '/language'],
  [/^rewardsTier\b/, '/details/tier'],
  [/^accountName\b/, '/details/memberName'],
  [/^accountId\b/, '/details/memberId'],
  [/^loyaltyPoints\.label\b/, '/details/points/label'],
  [/^loyaltyPoints\b/, '/details/points/value'],
  [/^secondaryLoyaltyPoints\.label\b/, '/details/secondaryPoints/label'],
  [/^secondaryLoyaltyPoints\b/, '/details/secondaryPoints/value'],
  [/^details\b/, '/details/redemptionHint'],
  [/^(shortTitle|finePrint|redemptionChannel|cardNumber|pin|eventNumber|balance|venue|passengerName)\b/, '/details/$1'],
  [/^balanceUpdateTime\b/, '/details/balanceUpdatedAt'],
  [/^dateTime\.doorsOpen\b/, '/details/doorsOpenAt'],
  [/^dateTime\.start\b/, '/details/startsAt'],
  [/^dateTime\.end\b/, '/details/endsAt'],
  [/^seatInfo(?:\.(\w+))?/, '/details/seat/$1'],
  [/^ticketHolderName\b/, '/details/holderName'],
  [/^(ticketType|ticketNumber|faceValue|ticketStatus)\b/, '/details/$1'],
  [/^reservationInfo\.eticketNumber\b/, '/details/ticketNumber'],
  [/^reservationInfo\.frequentFlyerInfo\b/, '/details/frequentFlyer'],
  [/^reservationInfo\b/, '/details/confirmation'],
  [/^flightHeader\.flightNumber\b/, '/details/flightNumber'],
  [/^flightHeader\.operatingFlightNumber\b/, '/details/operatingFlightNumber'],
  [/^flightHeader\.operatingCarrier\b/, '/details/operatingCarrierCode'],
  [/^flightHeader\.carrier\.airlineName\b/, '/details/carrierName'],
  [/^flightHeader\b/, '/details/carrierCode'],
  [/^flightStatus\b/, '/details/status'],
  [/^origin\b/, '/details/legs/0/from'],
  [/^destination\b/, '/details/legs/0/to'],
  [/^localScheduledDepartureDateTime\b/, '/details/legs/0/departsAt'],
  [/^localScheduledArrivalDateTime\b/, '/details/legs/0/arrivesAt'],
  [/^localEstimatedOrActualDepartureDateTime\b/, '/details/legs/0/expectedDepartsAt'],
  [/^localEstimatedOrActualArrivalDateTime\b/, '/details/legs/0/expectedArrivesAt'],
  [/^localBoardingDateTime\b/, '/details/legs/0/boardsAt'],
  [/^localGateClosingDateTime\b/, '/details/legs/0/gateClosesAt'],
  [/^boardingAndSeatingInfo\.seatNumber\b/, '/details/seat'],
  [/^boardingAndSeatingInfo\.seatClass\b/, '/details/cabin'],
  [/^boardingAndSeatingInfo\.sequenceNumber\b/, '/details/sequence'],
  [/^boardingAndSeatingInfo\.(boardingGroup|boardingPosition)\b/, '/details/$1'],
  [/^transitType\b/, '/details/mode'],
  [/^transitOperatorName\b/, '/details/operator'],
  [/^tripType\b/, '/details/trip'],
  [/^passengerNames\b/, '/details/passengerNames'],
  [/^ticketLeg\.departureDateTime\b/, '/details/legs/0/departsAt'],
  [/^ticketLegs\[(\d+)\]\.departureDateTime\b/, '/details/legs/$1/departsAt'],
  [/^ticketLeg\b/, '/details/legs/0'],
  [/^ticketLegs\[(\d+)\]/, '/details/legs/$1'],
  [/^subheader\b/, '/details/subtitle'],
]

/**
 * The place of content from which a place of a class or an object was made, as a JSON Pointer into the content; what comes
 * from nowhere else can be given in the raw part.
 *
 * @param path as `checkClass` writes it, like `textModulesData[2].header`
 */
export function placeOf(path: string, side: Side, { vertical, resource }: GoogleClass, content: PassContent): string {
  const segments = path.split(/[.[\]]+/).filter(Boolean)
  const raw = ['google', side, ...segments]
  if (path === 'textModulesData') return '/fields'
  if (segments[0] === 'textModulesData') {
    const id = valueAt(resource, [...segments.slice(0, 2), 'id'])
    return moduleField(id, segments[2], content) ?? moduleText(id, vertical) ?? pointerOf(raw.slice(0, 3))
  }
  if (path !== '' && valueAt(content, raw) !== undefined) return pointerOf(raw)
  for (const [place, pointer] of places) {
    const match = place.exec(path)
    if (match) return match[0].replace(place, pointer).replace(/\/+$/, '')
  }
  return pointerOf(raw)
}

/** The parts of a field by those of a text module. */
const moduleParts: Readonly<Record<string, string>> = { id: 'key', header: 'label', body: 'value' }

/** The field that a text module tells. */
function moduleField(id: unknown, part: string | undefined, { fields }: PassContent): string | undefined {
  for (const slot of slots) {
    const index = fields[slot].findIndex(({ key }) => key === id)
    if (index >= 0) return pointerOf(['fields', slot, index, moduleParts[part ?? ''] ?? []].flat())
  }
  return undefined
}

/** The text that a text module tells because the class cannot. */
function moduleText(id: unknown, vertical: Vertical): string | undefined {
  const text = mappingOf(vertical).classTexts.find((one) => moduleId(one.id) === id)
  return text && pointerOf(text.path)
}
