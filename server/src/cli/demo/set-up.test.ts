import { openVirtualGoogle, type VirtualGoogle } from '@billfold/simulator'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { listCustomers } from '../../accounts/customers.ts'
import { loadConfig } from '../../config.ts'
import { type Running, startBillfold } from '../../main.ts'
import { systemClock } from '../../platform/clock.ts'
import { temporaryFolder } from '../testing/folder.ts'
import { demoCampaigns } from './campaigns.ts'
import { demoClient } from './client.ts'
import { type Demo, setUpDemo } from './set-up.ts'

let google: VirtualGoogle
let billfold: Running
let stop: () => Promise<void>

beforeAll(async () => {
  const database = await testDatabase()
  google = await openVirtualGoogle({ clock: systemClock })
  billfold = await startBillfold(
    loadConfig({
      BILLFOLD_DATABASE_URL: database.url,
      BILLFOLD_SECRET: 'a secret of 32 characters or more',
      BILLFOLD_PORT: '0',
      BILLFOLD_ALLOW_TEST_WALLETS: 'true',
      BILLFOLD_LOG_LEVEL: 'silent',
      BILLFOLD_GOOGLE_API_URL: google.apiUrl,
      BILLFOLD_GOOGLE_TOKEN_URL: google.tokenUrl,
    }),
  )
  stop = async () => {
    await billfold.stop()
    await google.close()
    await database.drop()
  }
})
afterAll(() => stop())
afterEach(() => vi.unstubAllGlobals())

/** Breaks off after each request that changes something, once. */
function interruptAfterEveryWrite(): { interruptions: string[] } {
  const original = globalThis.fetch
  const interrupted = new Set<string>()
  const interruptions: string[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const response = await original(url, init)
    const write = `${init.method} ${url} ${init.body}`
    if (init.method === 'GET' || interrupted.has(write)) return response
    interrupted.add(write)
    interruptions.push(`${init.method} ${new URL(url).pathname.replace(/cam_\w+/, 'ID')} ${response.status}`)
    throw new Error('interrupted')
  })
  return { interruptions }
}

it('a set-up that is interrupted after any step is taken up by the next start', async () => {
  const dataDir = await temporaryFolder()
  const setUp = () => setUpDemo(billfold, { address: billfold.baseUrl, dataDir, google })
  const { interruptions } = interruptAfterEveryWrite()
  let demo: Demo | undefined
  for (let start = 0; start < 40 && !demo; start++) {
    demo = await setUp().catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'demo_failed', cause: expect.objectContaining({ message: 'interrupted' }) })
      return undefined
    })
  }
  expect(interruptions).toContain('POST /api/wallet-configurations 201')
  expect(interruptions.filter((write) => write === 'POST /api/campaigns 201')).toHaveLength(demoCampaigns.length)
  expect(interruptions.filter((write) => write.startsWith('POST /api/campaigns/ID/revisions 2'))).toHaveLength(
    demoCampaigns.length,
  )
  vi.unstubAllGlobals()

  // Nothing is there twice, and nothing is left half done.
  expect(await listCustomers(billfold.core.database.db)).toHaveLength(1)
  const api = demoClient(billfold.baseUrl, demo?.apiKey ?? '')
  const { items } = await api<{ items: object[] }>('GET', '/api/campaigns')
  const published = demo?.campaigns.map(({ id, name }) => expect.objectContaining({ id, name, revision: 1 })) ?? []
  expect(published).toHaveLength(demoCampaigns.length)
  expect(items).toHaveLength(demoCampaigns.length)
  expect(items).toEqual(expect.arrayContaining(published))
  const { items: wallets } = await api<{ items: { id: string; wallet: string }[] }>('GET', '/api/wallet-configurations')
  expect(wallets.map(({ wallet }) => wallet).toSorted()).toEqual(['apple', 'google'])
  const googleConfigurationId = wallets.find(({ wallet }) => wallet === 'google')?.id
  expect(items).toEqual(items.map(() => expect.objectContaining({ googleConfigurationId })))
  expect(await setUp()).toEqual(demo)
})

it('says which request failed, and that it goes on from there', async () => {
  const nowhere = setUpDemo(billfold, { address: 'http://127.0.0.1:1', dataDir: await temporaryFolder(), google })
  await expect(nowhere).rejects.toMatchObject({
    exit: 'unreachable',
    code: 'demo_failed',
    message: 'The demo could not go on: GET http://127.0.0.1:1/api/wallet-configurations got no answer.',
    hint: expect.stringContaining('Start it again'),
  })
})
