/** An amount in minor units of its currency: 1250 is 12.50 EUR and 1250 JPY. */
export interface Money {
  readonly amountMinor: number
  readonly currency: string
}

/** How many digits the minor unit of a currency (ISO 4217) has: 2 of EUR, 0 of JPY, 3 of KWD. */
export function fractionDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** The amount in the currency's major unit. By moving the point in the text: a quotient of doubles would not be exact. */
export function majorAmount({ amountMinor, currency }: Money): string {
  const digits = fractionDigits(currency)
  const sign = amountMinor < 0 ? '-' : ''
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0')
  if (digits === 0) return sign + text
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
