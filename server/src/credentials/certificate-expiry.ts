import type { Warning } from './wallet-configuration.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Days before a certificate's end at which a warning gets more urgent; a renewal at Apple takes minutes. */
const thresholdsDays = [1, 7, 14, 30, 60] as const

const fix =
  'Renew the certificate of this pass type in the Apple developer account and post it to /api/wallet-configurations: ' +
  'it takes the place of this one. Passes on phones stay valid meanwhile.'

/** How long a certificate still lasts, in whole days, and the most urgent warning about that. */
export function expiryOf(notAfter: Date, at: Date): { daysLeft: number; warnings: Warning[] } {
  const leftMs = notAfter.getTime() - at.getTime()
  const daysLeft = Math.max(0, Math.floor(leftMs / dayMs))
  const date = notAfter.toISOString()
  if (leftMs < 0) {
    return {
      daysLeft,
      warnings: [
        {
          code: 'certificate_expired',
          message: `The certificate expired on ${date}: no pass can be issued or updated.`,
          fix,
        },
      ],
    }
  }
  const threshold = thresholdsDays.find((days) => leftMs <= days * dayMs)
  if (threshold === undefined) return { daysLeft, warnings: [] }
  const message = `The certificate expires on ${date}: within ${threshold === 1 ? 'a day' : `${threshold} days`}.`
  return { daysLeft, warnings: [{ code: `certificate_expires_within_${threshold}d`, message, fix }] }
}
