import type { LoyaltyPoints } from '@billfold/google-wallet'
import { present } from '../../passes/content/json.ts'
import { type ContentOf, fact, issuerText, type Mapping, titleFact } from '../mapping.ts'
import { titleOf } from '../neutral.ts'
import { filled } from '../values.ts'

/** Google Wallet API, *LoyaltyClass* and *LoyaltyObject*. */
export const loyalty: Mapping<'loyalty', 'loyalty'> = {
  classTexts: [
    issuerText,
    { path: ['title'], id: 'title', label: 'Programme', text: ({ title }) => title },
    { path: ['details', 'tier'], id: 'tier', label: 'Tier', text: ({ details }) => details?.tier },
  ],
  facts: [
    titleFact,
    fact('points.value', 'object.loyaltyPoints.balance'),
    fact('secondaryPoints.value', 'object.secondaryLoyaltyPoints.balance'),
    fact('memberName', 'object.accountName'),
    fact('memberId', 'object.accountId'),
    fact('tier', 'class.rewardsTier'),
  ],
  classParts: (content) => present({ programName: titleOf(content), rewardsTier: filled(content.details?.tier) }),
  objectParts: ({ details = {} }) =>
    present({
      accountName: filled(details.memberName),
      accountId: filled(details.memberId),
      loyaltyPoints: details.points && points(details.points),
      secondaryLoyaltyPoints: details.secondaryPoints && points(details.secondaryPoints),
    }),
}

type Points = NonNullable<NonNullable<ContentOf<'loyalty'>['details']>['points']>

const maxInt32 = 2 ** 31 - 1

function points({ label, value }: Points): LoyaltyPoints {
  const isInt32 = Number.isInteger(value) && Math.abs(value) <= maxInt32
  return { label, balance: isInt32 ? { int: value } : { double: value } }
}
