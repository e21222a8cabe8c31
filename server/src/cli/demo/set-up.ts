import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DevelopmentAuthority } from '@billfold/simulator'
import { createApiKey } from '../../accounts/create-api-key.ts'
import { createCustomer, listCustomers } from '../../accounts/customers.ts'
import { transact } from '../../log/transact.ts'
import type { Running } from '../../main.ts'
import { type DemoCampaign, demoCampaigns } from './campaigns.ts'
import { type DemoClient, demoClient } from './client.ts'
import { openDemoAuthority } from './virtual-apns.ts'

/** What a script needs to work with the demo: one line of JSON. */
export interface Demo {
  readonly baseUrl: string
  readonly apiKey: string
  readonly customerId: string
  readonly campaigns: readonly { readonly id: string; readonly name: string }[]
  /** PEM of the development authority's root, which the virtual wallets trust. */
  readonly rootCaFile: string
  /** Where pushes go. */
  readonly apnsUrl: string
}

type Remembered = Pick<Demo, 'apiKey' | 'customerId' | 'campaigns'>

const passTypeIdentifier = 'pass.dev.billfold.demo'
const teamIdentifier = 'BILLFOLD01'
const artwork = new URL('../../../demo/artwork/', import.meta.url)

/** Makes the demo's customer, certificate and campaigns, or finds them as the last run left them. */
export async function setUpDemo(billfold: Running, dataDir: string, apnsUrl: string): Promise<Demo> {
  const folder = join(dataDir, 'demo')
  const authority = await openDemoAuthority(dataDir)
  const remembered = await recall(join(folder, 'demo.json'), billfold)
  const made = remembered ?? (await make(billfold, authority))
  if (!remembered) await remember(join(folder, 'demo.json'), made)
  return { baseUrl: billfold.baseUrl, ...made, rootCaFile: authority.rootFile, apnsUrl }
}

/** What the last run made, unless its database is another one now. */
async function recall(file: string, billfold: Running): Promise<Remembered | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const remembered = JSON.parse(text) as Remembered
  const customers = await listCustomers(billfold.core.database.db)
  return customers.some((customer) => customer.id === remembered.customerId) ? remembered : undefined
}

async function remember(file: string, made: Remembered): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** The first two steps are an operator's, at the database; all others go over HTTP, as any customer's would. */
async function make(billfold: Running, authority: DevelopmentAuthority): Promise<Remembered> {
  const { core, baseUrl } = billfold
  const at = core.clock.now()
  const customer = await core.database.db
    .transaction()
    .execute((trx) => createCustomer(trx, core.keys, { name: 'Demo' }, at))
  const { text: apiKey } = await transact(core, customer.id, (trx) =>
    createApiKey(
      trx,
      core.keys,
      { customerId: customer.id, name: 'demo', scopes: ['admin'], campaignIds: null, notAfter: null, by: null },
      at,
    ),
  )
  const api = demoClient(baseUrl, apiKey)
  const certificate = await authority.issuePassCertificate({
    passTypeIdentifier,
    teamIdentifier,
    organizationName: 'Billfold Demo',
    at,
  })
  const wallet = await api<{ id: string }>('POST', '/api/wallet-configurations', {
    wallet: 'apple',
    name: 'Demo',
    certificate: certificate.certificatePem,
    privateKey: certificate.privateKeyPem,
    intermediates: [authority.intermediatePem],
  })
  const campaigns = []
  for (const campaign of demoCampaigns) campaigns.push(await publish(api, campaign, wallet.id))
  return { apiKey, customerId: customer.id, campaigns }
}

async function publish(
  api: DemoClient,
  campaign: DemoCampaign,
  walletConfigurationId: string,
): Promise<{ id: string; name: string }> {
  const images: Record<string, string> = {}
  for (const role of campaign.artwork) {
    const png = await readFile(new URL(`${campaign.slug}-${role}.png`, artwork))
    images[role] = (await api<{ id: string }>('PUT', '/api/assets', png)).id
  }
  const { kind, ...draft } = campaign.source
  const { id } = await api<{ id: string }>('POST', '/api/campaigns', {
    name: campaign.name,
    kind,
    walletConfigurationId,
    draft: { ...draft, content: { ...draft.content, images } },
  })
  await api('POST', `/api/campaigns/${id}/revisions`)
  return { id, name: campaign.name }
}
