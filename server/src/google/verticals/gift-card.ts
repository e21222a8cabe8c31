import { present } from '../../passes/content/json.ts'
import { fact, issuerText, type Mapping, titleFact } from '../mapping.ts'
import { titleOf } from '../neutral.ts'
import { filled, googleMoney } from '../values.ts'

/** Google Wallet API, *GiftCardClass* and *GiftCardObject*. */
export const giftCard: Mapping<'giftCard', 'giftCard'> = {
  classTexts: [issuerText, { path: ['title'], id: 'title', label: 'Card', text: ({ title }) => title }],
  facts: [
    titleFact,
    fact('cardNumber', 'object.cardNumber'),
    fact('pin', 'object.pin'),
    fact('eventNumber', 'object.eventNumber'),
  ],
  classParts: (content) => ({
    // Without it Google shows no barcode, also where an object has one.
    allowBarcodeRedemption: true,
    ...present({ merchantName: titleOf(content) }),
  }),
  objectParts: ({ details = {}, barcode }) =>
    present({
      // Google knows no gift card without a number; what the till reads is one.
      cardNumber: details.cardNumber || barcode?.altText || barcode?.message,
      pin: filled(details.pin),
      eventNumber: filled(details.eventNumber),
      balance: details.balance && googleMoney(details.balance),
      balanceUpdateTime: details.balanceUpdatedAt ? { date: details.balanceUpdatedAt } : undefined,
    }),
}
