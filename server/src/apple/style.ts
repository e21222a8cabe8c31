import type { PassStyle } from '@billfold/pkpass'
import type { Kind } from '../passes/content/content.ts'

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
