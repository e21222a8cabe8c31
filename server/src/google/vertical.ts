import type { Vertical } from '@billfold/google-wallet'
import type { Kind } from '../passes/content/content.ts'
import { valueAt } from '../passes/content/json.ts'
import type { CompiledRevision } from '../passes/content/revision.ts'
import type { Mapping } from './mapping.ts'
import { eventTicket } from './verticals/event-ticket.ts'
import { flight, flightFacts } from './verticals/flight.ts'
import { generic } from './verticals/generic.ts'
import { giftCard } from './verticals/gift-card.ts'
import { loyalty } from './verticals/loyalty.ts'
import { offer } from './verticals/offer.ts'
import { transit } from './verticals/transit.ts'

export const mappings = { generic, loyalty, offer, giftCard, eventTicket, flight, transit } as const satisfies {
  readonly [V in Vertical]: unknown
}

/** The mapping of a vertical, for whichever content: kind and vertical belong together by {@link verticalOf}. */
export const mappingOf = (vertical: Vertical) => mappings[vertical] as Mapping<Kind, Vertical>

const verticalOfKind: Readonly<Record<Kind, Vertical>> = {
  coupon: 'offer',
  loyalty: 'loyalty',
  giftCard: 'giftCard',
  eventTicket: 'eventTicket',
  boardingPass: 'flight',
  transit: 'transit',
  generic: 'generic',
}

/**
 * Which of Google's verticals the passes of a revision are, before and after any variant. A flight's class is one flight,
 * so boarding passes for whatever flight their tokens name are generic ones.
 */
export function verticalOf({ kind, sharing }: Pick<CompiledRevision, 'kind' | 'sharing'>): Vertical {
  const vertical = verticalOfKind[kind]
  if (vertical !== 'flight') return vertical
  const content = sharing.contentWith([], new Date(0))
  const isOneFlight = flightFacts.every((path) => sharing.isShared(...path) && valueAt(content, path) !== undefined)
  return isOneFlight ? vertical : 'generic'
}
