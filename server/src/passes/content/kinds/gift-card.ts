import Type from 'typebox'
import { closed, instant, money, text } from '../places.ts'

/** A gift card's facts; the card's name is the content's title. */
export const giftCardDetails = closed({
  balance: Type.Optional(money('What is left on the card')),
  balanceUpdatedAt: Type.Optional(instant('When the balance was read')),
  cardNumber: Type.Optional(text("The card's number")),
  pin: Type.Optional(text("The card's PIN")),
  eventNumber: Type.Optional(text("The card's event number")),
})
