import type { ImageStyle, PassStyle } from '@billfold/pkpass'
import type { Kind, PassContent } from '../passes/content/content.ts'

/** Apple's style of each kind of pass (Apple, *Pass*). */
export const styleOfKind: Readonly<Record<Kind, PassStyle>> = {
  coupon: 'coupon',
  loyalty: 'storeCard',
  giftCard: 'storeCard',
  eventTicket: 'eventTicket',
  boardingPass: 'boardingPass',
  transit: 'boardingPass',
  generic: 'generic',
}

/** The styles whose images a pass may show: its own, and that of a poster which the author has put beside it. */
export function imageStylesOf({ kind, apple }: Pick<PassContent, 'kind' | 'apple'>): readonly ImageStyle[] {
  return apple?.posterGeneric === undefined ? [styleOfKind[kind]] : [styleOfKind[kind], 'posterGeneric']
}
