import type { PassJson, PassLocation, PassStyle, RelevantDate } from '@billfold/pkpass'
import type { PassContent } from '../passes/content/content.ts'
import { present } from '../passes/content/json.ts'
import { appleDate } from './values.ts'

type Relevance = NonNullable<PassContent['relevance']>

/** Wallet brings these forward by place only (Apple, *Showing a Pass on the Lock Screen*). */
const placeOnly: readonly PassStyle[] = ['coupon', 'storeCard']

/** When and where the pass comes forward: in the form of iOS 18 and, as far as it goes, in the one before. */
export function relevanceOf(relevance: Relevance | undefined, style: PassStyle): Partial<PassJson> {
  if (relevance === undefined) return {}
  const dates = placeOnly.includes(style) ? [] : (relevance.dates ?? [])
  const [first] = dates
  return present({
    relevantDates: dates.length > 0 ? dates.map(relevantDate) : undefined,
    relevantDate: first && appleDate('at' in first ? first.at : first.from),
    locations: relevance.locations?.map(location),
    maxDistance: relevance.maxDistanceMeters,
  })
}

/** iOS 18.0 reads `relevantDate` inside the entry, later ones `date`. */
function relevantDate(entry: NonNullable<Relevance['dates']>[number]): RelevantDate {
  if ('at' in entry) return { date: appleDate(entry.at), relevantDate: appleDate(entry.at) }
  return { startDate: appleDate(entry.from), endDate: appleDate(entry.until) }
}

function location({ latitude, longitude, text }: NonNullable<Relevance['locations']>[number]): PassLocation {
  return { latitude, longitude, ...present({ relevantText: text }) }
}
