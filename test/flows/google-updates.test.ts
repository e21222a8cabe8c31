import { openVirtualGoogle, type ReceivedRequest, type VirtualGoogle } from '@billfold/simulator'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cardOf, get, list, register } from './device.ts'
import { openPlace, type Place } from './place.ts'
import { apiOf, type Demo, type Server } from './servers.ts'

/** CONTRIBUTING.md says how to run the whole proof, with a thousand passes. */
const passCount = Number(process.env.BILLFOLD_TEST_GOOGLE_PASSES ?? 500)
/** Twenty times what Google allows, so that it takes no minute: 300 of 400 a second. */
const [requestsPerSecond, quota] = [300, 400]

describe(`${passCount} passes at Google, two processes that share its quota`, () => {
  let google: VirtualGoogle
  let servers: Server<Demo>[]
  let pool: pg.Pool
  let settings: Record<string, string>
  let place: Place
  let campaignId: string
  let passes: { id: string; serial: string }[]
  /** The points that each object was given in turn, by its id. */
  const given = new Map<string, number[]>()
  let written = 0
  let onWrite = () => {}
  const start = () => place.startDemo(settings)
  const api = () => apiOf(servers[0]!.ready)

  beforeAll(async () => {
    const opened = await openPlace()
    place = opened
    pool = new pg.Pool({ connectionString: opened.databaseUrl, max: 2 })
    google = await openVirtualGoogle({
      clock: { now: () => new Date() },
      requestsPerSecond: quota,
      onRequest: note,
    })
    settings = {
      BILLFOLD_GOOGLE_API_URL: google.apiUrl,
      BILLFOLD_GOOGLE_TOKEN_URL: google.tokenUrl,
      BILLFOLD_GOOGLE_SAVE_URL: google.saveUrl,
      BILLFOLD_GOOGLE_ROOT_KEYS_URL: google.rootKeysUrl,
      BILLFOLD_GOOGLE_REQUESTS_PER_SECOND: String(requestsPerSecond),
    }
    const first = await start()
    servers = [first, await start()]
    campaignId = await campaignAtGoogle()
    passes = await openPasses()
  })
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await google.close()
    await pool.end()
    await place.remove()
  })
  beforeEach(() => {
    given.clear()
    written = 0
    google.script({ kind: 'reset' })
  })

  function note({ method, path, body, status }: ReceivedRequest): void {
    if (method !== 'PATCH' || status !== 200 || !path.includes('/loyaltyObject/')) return
    const { balance } = (body as { loyaltyPoints: { balance: Record<string, unknown> } }).loyaltyPoints
    const points = Number(Object.values(balance)[0])
    const id = path.slice(path.lastIndexOf('/') + 1)
    given.set(id, [...(given.get(id) ?? []), points])
    written += 1
    onWrite()
  }
  /** Resolves once so many objects have been changed. */
  const changed = (count: number) =>
    new Promise<void>((resolve) => {
      onWrite = () => {
        if (written >= count) resolve()
      }
      onWrite()
    })

  async function campaignAtGoogle(): Promise<string> {
    const { issuerId, serviceAccountKey } = await google.createIssuer()
    const wallet = await api()<{ id: string }>('POST', '/api/wallet-configurations', {
      wallet: 'google',
      name: 'Google',
      issuerId,
      serviceAccount: serviceAccountKey,
    })
    const id = servers[0]!.ready.campaigns.find(({ name }) => name.includes('Coffee'))!.id
    await api()('PATCH', `/api/campaigns/${id}`, { googleConfigurationId: wallet.id })
    await until(async () => (await stateOf(id))?.state === 'approved')
    return id
  }
  const stateOf = async (id = campaignId) =>
    (
      await api()<{
        google: { state: string; waiting: number; etaSeconds: number | null; fault: object | null } | null
      }>('GET', `/api/campaigns/${id}`)
    ).google

  /** Each pass by its link, as people open it. */
  async function openPasses(): Promise<{ id: string; serial: string }[]> {
    const { customerId } = servers[0]!.ready
    const requests = Array.from({ length: passCount }, (_, index) => ({
      campaignId,
      customerId,
      contactId: `contact-${index}`,
      platform: 'google',
    }))
    const { urls } = await api()<{ urls: { url: string }[] }>('POST', '/pers/v1/urls', { requests })
    await inParallel(40, urls, async ({ url }, index) => {
      const path = new URL(url).pathname
      const address = `${servers[index % 2]!.ready.baseUrl}${path}?wallet=google`
      const response = await fetch(address, { redirect: 'manual' })
      await response.arrayBuffer()
      expect([200, 302]).toContain(response.status)
    })
    await settled()
    const { rows } = await pool.query<{ id: string; serial: string }>(
      'select id, serial from passes where campaign_id = $1 order by id',
      [campaignId],
    )
    expect(rows).toHaveLength(passCount)
    return rows
  }

  const settled = () =>
    until(async () => (await pool.query('select from google_objects where due_at is not null limit 1')).rowCount === 0)

  const setAll = (points: number) =>
    inParallel(20, passes, ({ id }, index) =>
      apiOf(servers[index % 2]!.ready)('PATCH', `/api/passes/${id}`, { voucher: { points } }),
    )

  function expectNewest(points: number): void {
    expect(given.size).toBe(passCount)
    for (const values of given.values()) {
      expect(values.at(-1)).toBe(points)
      expect(values).toEqual(values.toSorted((a, b) => a - b))
    }
  }
  const refusedForQuota = () => google.counts()['429 rateLimitExceeded'] ?? 0

  it('changed twice end at their newest version, each in order, and never too fast', async () => {
    for (const points of [1, 2]) await setAll(points)
    await settled()
    expectNewest(2)
    expect(refusedForQuota()).toBe(0)
  })

  it('changed while a process is killed end at their newest version', async () => {
    const changing = setAllDespite(4)
    await changed(passCount * 0.2)
    await servers[1]!.kill()
    servers[1] = await start()
    await changed(passCount * 0.6)
    await servers[0]!.kill()
    servers[0] = await start()
    await changing
    await settled()
    expectNewest(4)
    expect(refusedForQuota()).toBe(0)
  })

  it('changed during an outage are caught up with, and Apple’s phones hear of them meanwhile', async () => {
    const [{ id }] = passes as [{ id: string; serial: string }]
    const { baseUrl, apiKey } = servers[0]!.ready
    const file = await fetch(`${baseUrl}/api/passes/${id}/pkpass`, { headers: { authorization: `Bearer ${apiKey}` } })
    const card = cardOf(new Uint8Array(await file.arrayBuffer()))
    const device = 'e'.repeat(32)
    expect(await register(baseUrl, device, card)).toBe(201)
    const tag = (await list(baseUrl, device, card.passTypeIdentifier, undefined))?.lastUpdated

    google.script({ kind: 'away', forMs: 3_600_000 })
    await setAll(5)
    await expect.poll(async () => (await stateOf())?.fault).toMatchObject({ kind: 'backingOff' })
    const during = await stateOf()
    expect(during!.waiting).toBeGreaterThan(passCount / 2)
    expect(during!.etaSeconds).toBeGreaterThanOrEqual(Math.floor(during!.waiting / requestsPerSecond))
    await expect
      .poll(async () => (await list(baseUrl, device, card.passTypeIdentifier, tag))?.serialNumbers)
      .toEqual([card.serialNumber])
    expect(JSON.stringify((await get(baseUrl, card, undefined))!.pass)).toContain('"value":5')

    google.script({ kind: 'reset' })
    await settled()
    expectNewest(5)
    expect(await stateOf()).toMatchObject({ waiting: 0, etaSeconds: 0, fault: null })
    expect(refusedForQuota()).toBe(0)
  })

  /** Sets points of every pass, at whichever process is alive. */
  const setAllDespite = (points: number) =>
    inParallel(20, passes, async ({ id }, index) => {
      for (let attempt = index; ; attempt++) {
        const { ready } = servers[attempt % 2]!
        try {
          return await apiOf(ready)('PATCH', `/api/passes/${id}`, { voucher: { points } })
        } catch (error) {
          // Nobody is there; a refusal would be another error.
          if (!(error instanceof TypeError)) throw error
          await new Promise((resolve) => setTimeout(resolve, 200))
        }
      }
    })
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 200))
}

async function inParallel<T>(
  width: number,
  items: readonly T[],
  work: (item: T, index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index]!, index)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
