import type { DevelopmentAuthority, VirtualGoogle } from '@billfold/simulator'
import type { DemoClient } from './client.ts'

/** The credentials of the demo's campaigns, by id, as a campaign names them. */
export interface DemoWallets {
  readonly walletConfigurationId: string
  readonly googleConfigurationId?: string
}

const passTypeIdentifier = 'pass.dev.billfold.demo'
const teamIdentifier = 'BILLFOLD01'
/** Digits as Google's are, but always the same: whoever starts again makes no second issuer. */
const issuerId = '3388000000022000000'
const name = 'Demo'
const organizationName = 'Billfold Demo'

/**
 * Stores a certificate of the development authority, and a service account for an issuer of the virtual Google. A pass
 * type and an issuer that are there already keep their configurations, with new keys.
 *
 * @throws CommandError `demo_failed`
 */
export async function makeWallets(
  api: DemoClient,
  authority: DevelopmentAuthority,
  google: VirtualGoogle | undefined,
  at: Date,
): Promise<DemoWallets> {
  const store = (credentials: object) =>
    api<{ id: string }>('POST', '/api/wallet-configurations', { name, ...credentials })
  const certificate = await authority.issuePassCertificate({ passTypeIdentifier, teamIdentifier, organizationName, at })
  const { id: walletConfigurationId } = await store({
    wallet: 'apple',
    certificate: certificate.certificatePem,
    privateKey: certificate.privateKeyPem,
    intermediates: [authority.intermediatePem],
  })
  if (!google) return { walletConfigurationId }
  const { serviceAccountKey: serviceAccount } = await google.createIssuer({ issuerId, name: organizationName })
  const { id: googleConfigurationId } = await store({ wallet: 'google', issuerId, serviceAccount })
  return { walletConfigurationId, googleConfigurationId }
}
