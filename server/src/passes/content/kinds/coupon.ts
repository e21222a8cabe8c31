import Type from 'typebox'
import { closed, text } from '../places.ts'

/** A coupon's facts; the offer itself is the content's title. */
export const couponDetails = closed({
  redemptionHint: Type.Optional(text('How to redeem it, such as "Show at the till"')),
  redemptionChannel: Type.Optional(Type.Enum(['inStore', 'online', 'both'])),
  shortTitle: Type.Optional(text('The offer in at most 20 characters')),
  provider: Type.Optional(text('Who gives the offer, where it is not the issuer')),
  finePrint: Type.Optional(text('The terms')),
})
