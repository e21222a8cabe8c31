import type { SemanticTags } from '@billfold/pkpass'
import type { PassContent } from '../../passes/content/content.ts'
import { boardingPassSemantics } from './boarding-pass.ts'
import { eventTicketSemantics } from './event-ticket.ts'
import { currencyAmount } from './money.ts'
import { transitSemantics } from './transit.ts'

/**
 * A kind's typed facts as Apple's semantic tags, which Siri, Calendar and the lock screen read and no face shows. Facts
 * that Apple has no tag for reach the pass only through the fields that its author places.
 */
export function semanticsOf(content: PassContent): SemanticTags {
  switch (content.kind) {
    case 'eventTicket':
      return eventTicketSemantics(content)
    case 'boardingPass':
      return boardingPassSemantics(content)
    case 'transit':
      return transitSemantics(content)
    case 'giftCard':
      return content.details?.balance ? { balance: currencyAmount(content.details.balance) } : {}
    default:
      return {}
  }
}
