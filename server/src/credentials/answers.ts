import { expiryOf } from './certificate-expiry.ts'
import type { CertificateFacts } from './certificates.ts'
import { googleFindings } from './google-findings.ts'
import type { WalletConfigurationAnswer } from './schema.ts'
import type { GoogleConfiguration, WalletConfiguration, Warning } from './wallet-configuration.ts'

/**
 * A wallet configuration in the words of the HTTP surface, with what needs attention at a time.
 *
 * @param more what was found just now and is not kept
 */
export function answerOf(
  configuration: WalletConfiguration,
  at: Date,
  more: readonly Warning[] = [],
): WalletConfigurationAnswer {
  const moments = {
    createdAt: configuration.createdAt.toISOString(),
    modifiedAt: configuration.modifiedAt.toISOString(),
  }
  if (configuration.wallet === 'google') {
    const { finding: _, ...open } = configuration
    const checkedAt = configuration.checkedAt?.toISOString() ?? null
    return { ...open, ...moments, checkedAt, warnings: [...googleWarnings(configuration), ...more] }
  }
  const { daysLeft, warnings } = expiryOf(configuration.certificateNotAfter, at)
  const known = new Set(warnings.map(({ code }) => code))
  return {
    ...configuration,
    ...moments,
    certificateNotAfter: configuration.certificateNotAfter.toISOString(),
    daysLeft,
    warnings: [...warnings, ...more.filter(({ code }) => !known.has(code))],
  }
}

function googleWarnings(configuration: GoogleConfiguration): Warning[] {
  const { finding, checkedAt } = configuration
  if (finding !== null) {
    const { message, fix } = googleFindings[finding]
    return [{ code: finding, message: message(configuration), fix: fix(configuration) }]
  }
  return checkedAt === null ? [unchecked] : []
}

const unchecked: Warning = {
  code: 'unchecked',
  message: 'Google could not be asked yet whether these credentials are good.',
  fix: 'Check them once Google can be reached: POST /api/wallet-configurations/:id/check, or billfold wallet check.',
}

/** The certificates of a configuration in the words of the HTTP surface. */
export const certificateAnswers = (certificates: readonly CertificateFacts[]) =>
  certificates.map(({ issuedAt, notAfter, ...facts }) => ({
    ...facts,
    issuedAt: issuedAt.toISOString(),
    notAfter: notAfter.toISOString(),
  }))
