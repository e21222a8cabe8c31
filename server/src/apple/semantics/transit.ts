import type { SemanticTags } from '@billfold/pkpass'
import type { PassContent } from '../../passes/content/content.ts'
import { present } from '../../passes/content/json.ts'
import { appleDate } from '../values.ts'

type Details = NonNullable<Extract<PassContent, { kind: 'transit' }>['details']>

/** The semantic tags of a journey (Apple, *SemanticTags*): from the first leg's origin to the last one's destination. */
export function transitSemantics({ details }: Extract<PassContent, { kind: 'transit' }>): SemanticTags {
  const first = details?.legs[0]
  const last = details?.legs.at(-1)
  if (details === undefined || first === undefined || last === undefined) return {}
  return present({
    transitProvider: details.operator ?? first.operator,
    originalDepartureDate: first.departsAt && appleDate(first.departsAt),
    originalArrivalDate: last.arrivesAt && appleDate(last.arrivesAt),
    seats: first.seat === undefined ? undefined : [{ seatNumber: first.seat }],
    ...(details.mode === 'train' ? stations(first, last) : places(first, last)),
  })
}

/** Tags that Apple defines for trains only. */
function stations(first: Details['legs'][number], last: Details['legs'][number]) {
  return {
    departureStationName: first.from.name,
    departurePlatform: first.platform,
    destinationStationName: last.to.name,
    carNumber: first.carriage,
  }
}

function places(first: Details['legs'][number], last: Details['legs'][number]) {
  return {
    departureLocationDescription: first.from.name,
    destinationLocationDescription: last.to.name,
  }
}
