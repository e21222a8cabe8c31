/** The only protocol of callbacks: signed, not encrypted. */
export const protocolVersion = 'ECv2SigningOnly'
/** Callbacks of Google Wallet; payments say `Google`. */
export const senderId = 'GooglePayPasses'

/** Milliseconds since 1970, which Google writes as text or as a number. */
export function millisecondsOf(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
