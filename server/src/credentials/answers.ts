import { expiryOf } from './certificate-expiry.ts'
import type { WalletConfigurationAnswer } from './schema.ts'
import type { WalletConfiguration } from './wallet-configuration.ts'

/** A wallet configuration in the words of the HTTP surface, with what needs attention at a time. */
export function answerOf(configuration: WalletConfiguration, at: Date): WalletConfigurationAnswer {
  const moments = {
    createdAt: configuration.createdAt.toISOString(),
    modifiedAt: configuration.modifiedAt.toISOString(),
  }
  if (configuration.wallet === 'google') {
    const checkedAt = configuration.checkedAt?.toISOString() ?? null
    return { ...configuration, ...moments, checkedAt, warnings: [] }
  }
  const certificateNotAfter = configuration.certificateNotAfter.toISOString()
  return { ...configuration, ...moments, ...expiryOf(configuration.certificateNotAfter, at), certificateNotAfter }
}
