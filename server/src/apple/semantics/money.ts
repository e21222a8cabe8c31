import type { CurrencyAmount } from '@billfold/pkpass'

/**
 * Apple, *SemanticTagType.CurrencyAmount*: the amount is a text in the currency's major unit.
 *
 * @param amountMinor in minor units: 1250 is 12.50 EUR and 1250 JPY
 */
export function currencyAmount({ amountMinor, currency }: { amountMinor: number; currency: string }): CurrencyAmount {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return { amount: decimal(amountMinor, digits), currencyCode: currency }
}

/** By moving the point in the text: a quotient of doubles would not be exact. */
function decimal(amountMinor: number, fractionDigits: number): string {
  const sign = amountMinor < 0 ? '-' : ''
  const text = String(Math.abs(amountMinor)).padStart(fractionDigits + 1, '0')
  if (fractionDigits === 0) return sign + text
  return `${sign}${text.slice(0, -fractionDigits)}.${text.slice(-fractionDigits)}`
}
