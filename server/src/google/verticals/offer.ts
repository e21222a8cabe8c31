import type { RedemptionChannel } from '@billfold/google-wallet'
import { present } from '../../passes/content/json.ts'
import { type ContentOf, issuerText, type Mapping, titleFact } from '../mapping.ts'
import { issuerOf, titleOf } from '../neutral.ts'
import { filled } from '../values.ts'

type Channel = NonNullable<NonNullable<ContentOf<'coupon'>['details']>['redemptionChannel']>

const channels: Readonly<Record<Channel, RedemptionChannel>> = { inStore: 'INSTORE', online: 'ONLINE', both: 'BOTH' }

/** Google Wallet API, *OfferClass* and *OfferObject*: all but the barcode and the validity is the class's. */
export const offer: Mapping<'coupon', 'offer'> = {
  classTexts: [
    issuerText,
    { path: ['title'], id: 'title', label: 'Offer', text: ({ title }) => title },
    {
      path: ['details', 'shortTitle'],
      id: 'shortTitle',
      label: 'In short',
      text: ({ details }) => details?.shortTitle,
    },
    { path: ['details', 'provider'], id: 'provider', label: 'Provider', text: ({ details }) => details?.provider },
    {
      path: ['details', 'redemptionHint'],
      id: 'redemptionHint',
      label: 'How to redeem',
      text: ({ details }) => details?.redemptionHint,
    },
    {
      path: ['details', 'redemptionChannel'],
      id: 'redemptionChannel',
      label: 'Where to redeem',
      text: ({ details }) => details?.redemptionChannel,
    },
    { path: ['details', 'finePrint'], id: 'finePrint', label: 'Terms', text: ({ details }) => details?.finePrint },
  ],
  facts: [titleFact],
  classParts: (content) => {
    const { shortTitle, provider, redemptionHint, redemptionChannel, finePrint } = content.details ?? {}
    return present({
      title: titleOf(content),
      shortTitle: filled(shortTitle),
      provider: provider || issuerOf(content),
      details: filled(redemptionHint),
      finePrint: filled(finePrint),
      redemptionChannel: channels[redemptionChannel ?? 'both'],
    })
  },
  objectParts: () => ({}),
}
