import type { CurrencyAmount } from '@billfold/pkpass'
import { type Money, majorAmount } from '../../passes/content/money.ts'

/** Apple, *SemanticTagType.CurrencyAmount*: the amount is a text in the currency's major unit. */
export const currencyAmount = (money: Money): CurrencyAmount => ({
  amount: majorAmount(money),
  currencyCode: money.currency,
})
