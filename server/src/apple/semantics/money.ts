import { type Money, majorAmount } from '../../passes/content/money.ts'

/** Apple, *SemanticTagType.CurrencyAmount*: the amount is a text in the currency's major unit. */
export interface CurrencyAmount {
  readonly amount: string
  readonly currencyCode: string
}

export const currencyAmount = (money: Money): CurrencyAmount => ({
  amount: majorAmount(money),
  currencyCode: money.currency,
})
