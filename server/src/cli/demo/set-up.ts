import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { VirtualGoogle } from '@billfold/simulator'
import { createApiKey } from '../../accounts/create-api-key.ts'
import { createCustomer, listCustomers } from '../../accounts/customers.ts'
import { transact } from '../../log/transact.ts'
import type { Running } from '../../main.ts'
import { type DemoCampaign, demoCampaigns } from './campaigns.ts'
import { type DemoClient, demoClient } from './client.ts'
import { openDemoAuthority } from './virtual-apns.ts'
import { type DemoWallets, makeWallets } from './wallets.ts'

/** What a script needs to work with the demo: one line of JSON. */
export interface Demo {
  readonly baseUrl: string
  /** Where this machine reaches it, whatever the base URL is. */
  readonly address: string
  readonly apiKey: string
  readonly customerId: string
  readonly campaigns: readonly { readonly id: string; readonly name: string }[]
  /** PEM of the development authority's root, which the virtual wallets trust. */
  readonly rootCaFile: string
}

/** Kept as soon as it is made, so that a run that was interrupted is taken up by the next; campaigns come last. */
type Remembered = Pick<Demo, 'apiKey' | 'customerId'> & Partial<Pick<Demo, 'campaigns'>>

const artwork = new URL('../../../demo/artwork/', import.meta.url)

/**
 * Makes the demo's customer, its credentials and campaigns, or finds them as the last run left them, whole or in part.
 *
 * @param place.address where the server is reached from here
 * @param place.google where its issuer is; without one, its campaigns give out no passes for Google Wallet
 * @throws CommandError `demo_failed` with what the server said
 */
export async function setUpDemo(
  billfold: Running,
  place: { address: string; dataDir: string; google: VirtualGoogle | undefined },
): Promise<Demo> {
  const { address, dataDir, google } = place
  const folder = join(dataDir, 'demo')
  const file = join(folder, 'demo.json')
  const authority = await openDemoAuthority(dataDir)
  let made = await recall(file, billfold)
  if (!made) {
    made = await makeCustomer(billfold)
    await remember(file, made)
  }
  const { apiKey, customerId } = made
  const { baseUrl, core } = billfold
  const api = demoClient(address, apiKey)
  const campaigns =
    made.campaigns ?? (await makeCampaigns(api, await makeWallets(api, authority, google, core.clock.now())))
  if (!made.campaigns) await remember(file, { ...made, campaigns })
  return { baseUrl, address, apiKey, customerId, campaigns, rootCaFile: authority.rootFile }
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

/** An operator's step, at the database; all others go over HTTP, as any customer's would. */
async function makeCustomer({ core }: Running): Promise<Remembered> {
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
  return { apiKey, customerId: customer.id }
}

async function makeCampaigns(api: DemoClient, wallets: DemoWallets) {
  const { items: found } = await api<{ items: Found[] }>('GET', '/api/campaigns')
  const campaigns = []
  for (const campaign of demoCampaigns) {
    const { id, revision } = found.find(({ name }) => name === campaign.name) ?? (await create(api, campaign, wallets))
    if (revision === null) await api('POST', `/api/campaigns/${id}/revisions`)
    campaigns.push({ id, name: campaign.name })
  }
  return campaigns
}

interface Found {
  readonly id: string
  readonly name: string
  /** Null before the first is published. */
  readonly revision: number | null
}

async function create(api: DemoClient, campaign: DemoCampaign, wallets: DemoWallets): Promise<Found> {
  const images: Record<string, string> = {}
  for (const role of campaign.artwork) {
    const png = await readFile(new URL(`${campaign.slug}-${role}.png`, artwork))
    images[role] = (await api<{ id: string }>('PUT', '/api/assets', png)).id
  }
  const { kind, ...draft } = campaign.source
  return api('POST', '/api/campaigns', {
    name: campaign.name,
    kind,
    ...wallets,
    draft: { ...draft, content: { ...draft.content, images } },
  })
}
