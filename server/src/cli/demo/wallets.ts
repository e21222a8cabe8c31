import type { DevelopmentAuthority, VirtualGoogle } from '@billfold/simulator'
import type { DemoClient } from './client.ts'

/** The credentials of the demo's campaigns, by id, as a campaign names them. */
export interface DemoWallets {
  readonly walletConfigurationId: string
  readonly googleConfigurationId?: string
}

const passTypeIdentifier = 'pass.dev.billfold.demo'
const teamIdentifier = 'BILLFOLD01'
const organizationName = 'Billfold Demo'

/**
 * Stores a certificate of the development authority, and a service account for an issuer of the virtual Google, unless the
 * last run has.
 *
 * @throws CommandError `demo_failed`
 */
export async function makeWallets(
  api: DemoClient,
  authority: DevelopmentAuthority,
  google: VirtualGoogle | undefined,
  at: Date,
): Promise<DemoWallets> {
  const { items: found } = await api<{ items: { id: string; wallet: string }[] }>('GET', '/api/wallet-configurations')
  const findOrStore = async (wallet: 'apple' | 'google', make: () => Promise<object>): Promise<string> => {
    const known = found.find((stored) => stored.wallet === wallet)
    if (known) return known.id
    const body = { wallet, name: 'Demo', ...(await make()) }
    return (await api<{ id: string }>('POST', '/api/wallet-configurations', body)).id
  }
  const walletConfigurationId = await findOrStore('apple', async () => {
    const issued = await authority.issuePassCertificate({ passTypeIdentifier, teamIdentifier, organizationName, at })
    const { certificatePem: certificate, privateKeyPem: privateKey } = issued
    return { certificate, privateKey, intermediates: [authority.intermediatePem] }
  })
  if (!google) return { walletConfigurationId }
  const googleConfigurationId = await findOrStore('google', async () => {
    const { issuerId, serviceAccountKey: serviceAccount } = await google.createIssuer({ name: organizationName })
    return { issuerId, serviceAccount }
  })
  return { walletConfigurationId, googleConfigurationId }
}
