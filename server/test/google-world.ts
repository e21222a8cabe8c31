import { createSaveJwt, openAccessTokens, parseServiceAccount } from '@billfold/google-wallet'
import { openVirtualGoogle, type ReceivedRequest, type VirtualGoogle } from '@billfold/simulator'
import { openGoogleAccounts } from '../src/credentials/google-accounts.ts'
import { storeServiceAccount } from '../src/credentials/testing.ts'
import { type Google, openGoogle } from '../src/google/open-google.ts'
import { dueOwners } from '../src/google/sync/claim.ts'
import { googleFollower } from '../src/google/sync/follow-log.ts'
import type { Sender } from '../src/google/sync/sender.ts'
import { walkStep } from '../src/google/sync/walk.ts'
import { type OpenedObject, openObject } from '../src/google/sync/want.ts'
import { followBatch } from '../src/log/follow.ts'
import { transact } from '../src/log/transact.ts'
import { changeTokens } from '../src/passes/change-tokens.ts'
import type { RevisionSource } from '../src/passes/content/revision.ts'
import { issuePass } from '../src/passes/issue.ts'
import { findPass, lockPass, type Pass } from '../src/passes/pass.ts'
import type { TokenChanges } from '../src/passes/tokens.ts'
import type { Logger } from '../src/platform/logger.ts'
import { loyaltyCard } from './apple-world.ts'
import { openWorld, type World } from './world.ts'

/** A world with an issuer of a virtual Google, in which every step that a server takes by itself is taken by hand. */
export interface GoogleWorld {
  readonly world: World
  readonly google: VirtualGoogle
  /** What the routes and the workers of a process have. */
  readonly opened: Google
  readonly sender: Sender
  readonly issuerId: string
  readonly configurationId: string
  /** The key file of its service account. */
  readonly key: never
  /** What `openGoogle` was given, for another process of the same kind. */
  readonly options: Omit<Parameters<typeof openGoogle>[0], 'core' | 'accounts'>
  /** What was written to the log output at the level `error`, and at `warn`. */
  readonly alarms: string[]
  readonly warnings: string[]
  /** Publishes a campaign of the issuer, and sends its class unless told otherwise. */
  publish(source?: RevisionSource, campaignId?: string): Promise<string>
  issue(campaignId: string, contactId: string, tokens?: TokenChanges): Promise<Pass>
  /** Opens a pass's link as far as the queue is concerned; the object is claimed then. */
  open(pass: Pass): Promise<OpenedObject>
  /** A new pass that Google has. */
  install(campaignId: string, tokens?: TokenChanges): Promise<Pass>
  /** Puts a pass into the wallet of an account, or takes it out, without telling us. */
  save(pass: Pass, account?: string): Promise<void>
  remove(pass: Pass, account?: string): Promise<void>
  setTokens(pass: Pass, tokens: TokenChanges): Promise<void>
  /** Numbers what was committed and derives what Google should have. */
  follow(): Promise<void>
  /** Everything a server does at this moment of the world's clock. */
  run(): Promise<void>
  /** `follow` and `run`. */
  settle(): Promise<void>
  /** Requests to the API since the start or the last `forget`, without those for tokens. */
  requests(): readonly ReceivedRequest[]
  forget(): void
  /** What Google has. */
  objectOf(pass: Pass): Promise<GoogleResource>
  classOf(campaignId: string): Promise<GoogleResource>
  row(pass: Pass): Promise<Record<string, unknown>>
  classRow(campaignId: string): Promise<Record<string, unknown>>
  reload(pass: Pass): Promise<Pass>
  close(): Promise<void>
}

/** A loyalty card whose points are announced when they change. */
export function announcedCard(content: Partial<RevisionSource['content']> = {}): RevisionSource {
  const card = loyaltyCard({ icon: 'a'.repeat(64), logo: 'b'.repeat(64) } as { icon: string })
  const header = [
    { key: 'points', label: 'POINTS', value: '{{ voucher.points }}', changeMessage: 'You have %@ points' },
  ]
  const fields = { ...card.content.fields, header }
  return { ...card, content: { ...card.content, fields, ...content } as RevisionSource['content'] }
}

/** Read as tests please. */
// biome-ignore lint/suspicious/noExplicitAny: Google's resources are asserted, not used
export type GoogleResource = any

/** Tells the test's own requests apart. */
const ofTheTest = '?alt=json'

export const googleAccount = 'ada@example.com'

export async function openGoogleWorld({
  requestsPerSecond = 5000,
  baseUrl = 'https://passes.example',
}: {
  requestsPerSecond?: number
  baseUrl?: string
} = {}): Promise<GoogleWorld> {
  const world = await openWorld(new Date(Math.ceil(Date.now() / 1000) * 1000 + 86_400_000).toISOString())
  const { core, database, clock, customerId } = world
  const { db, pool } = database
  // Only where somebody listens is anybody called back.
  const isHere = new URL(baseUrl).hostname === '127.0.0.1'
  const google = await openVirtualGoogle({ clock, requestsPerSecond: null, robots: isHere, callbackRetryWaitsMs: [] })
  const { issuerId, serviceAccountKey } = await google.createIssuer()
  const { configuration } = await storeServiceAccount({ core } as never, customerId, {
    issuerId,
    serviceAccount: serviceAccountKey as never,
  })
  const configurationId = configuration.id
  const [alarms, warnings]: [string[], string[]] = [[], []]
  const logger = {
    debug() {},
    warn: (_data: object, text: string) => warnings.push(text),
    error: (_data: object, text: string) => alarms.push(text),
  } as unknown as Logger
  const settings = {
    googleApiUrl: google.apiUrl,
    googleTokenUrl: google.tokenUrl,
    googleSaveUrl: google.saveUrl,
    googleRootKeysUrl: google.rootKeysUrl,
  }
  const accounts = openGoogleAccounts({ db, keys: core.keys, clock, tokenUrl: google.tokenUrl })
  const options = { settings, baseUrl, requestsPerSecond, logger }
  const opened = openGoogle({ ...options, core, accounts })
  const { sender, clients } = opened.sync
  const follower = googleFollower(core)
  const reader = openAccessTokens({
    serviceAccount: parseServiceAccount(JSON.stringify(serviceAccountKey)),
    ...google,
    clock,
  })
  let forgotten = 0
  let contacts = 0

  const dueNow = async () =>
    Number(
      (
        await pool.query(
          `select (select count(*) from google_objects where due_at <= $1)
            + (select count(*) from google_objects where check_at <= $1)
            + (select count(*) from google_classes where due_at <= $1) as n`,
          [clock.now()],
        )
      ).rows[0].n,
    )
  const follow = async () => {
    await world.number()
    while ((await followBatch(database, follower, customerId)) === 'more');
  }
  const run = async () => {
    while (await walkStep(opened.sync, 4));
    for (let [before, due] = [-1, await dueNow()]; due !== before && due > 0; ) {
      for (const owner of await dueOwners(pool)) await sender.fill(owner)
      await sender.settled()
      ;[before, due] = [due, await dueNow()]
    }
  }
  const settle = async () => {
    await follow()
    await run()
  }
  const get = async (collection: string, id: string) => {
    const response = await fetch(`${google.apiUrl}/walletobjects/v1/${collection}/${id}${ofTheTest}`, {
      headers: { authorization: `Bearer ${await reader.get()}` },
    })
    return response.json()
  }
  const requests = () =>
    google.received().filter(({ path }) => path.startsWith('/walletobjects/') && !path.endsWith(ofTheTest))

  const googleWorld: GoogleWorld = {
    world,
    google,
    opened,
    sender,
    issuerId,
    configurationId,
    key: serviceAccountKey as never,
    options,
    alarms,
    warnings,
    async publish(source = announcedCard(), campaignId) {
      const id = await world.publish(source, campaignId)
      await db.updateTable('campaigns').set({ google_configuration_id: configurationId }).where('id', '=', id).execute()
      await settle()
      return id
    },
    async issue(campaignId, contactId, tokens = {}) {
      const request = { customerId, campaignId, contactId, tokens, source: { kind: 'api' } } as const
      return (await issuePass(core, request)).pass
    },
    open: (pass) =>
      transact(core, customerId, async (trx) => {
        const held = (await lockPass(trx, core.keys, customerId, { id: pass.id })) as Pass
        return openObject(trx, held, { configurationId, issuerId }, clock.now())
      }),
    async install(campaignId, tokens) {
      const pass = await googleWorld.issue(campaignId, `contact-${++contacts}`, tokens)
      const { claimed } = await googleWorld.open(pass)
      if (claimed) await sender.sendNow(claimed, pass)
      await sender.settled()
      return pass
    },
    async save(pass, account = googleAccount) {
      const { serviceAccount } = await clients.of({ customerId, configurationId })
      const object = { id: `${issuerId}.${pass.serial}` }
      const jwt = await createSaveJwt({ serviceAccount, passes: [{ vertical: 'loyalty', object }] }, clock.now())
      const response = await fetch(`${google.saveUrl}/${jwt}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ account }),
      })
      if (!response.ok) throw new Error(await response.text())
    },
    async remove(pass, account = googleAccount) {
      const url = `${google.apiUrl}/wallets/${account}/${issuerId}.${pass.serial}`
      const response = await fetch(url, { method: 'DELETE' })
      if (!response.ok) throw new Error(await response.text())
    },
    setTokens: (pass, tokens) =>
      transact(core, customerId, async (trx) => {
        const held = (await lockPass(trx, core.keys, customerId, { id: pass.id })) as Pass
        await changeTokens(core, trx, held, tokens, { kind: 'api' }, clock.now())
      }),
    follow,
    run,
    settle,
    requests: () => requests().slice(forgotten),
    forget() {
      forgotten = requests().length
    },
    objectOf: (pass) => get('loyaltyObject', `${issuerId}.${pass.serial}`),
    classOf: (campaignId) => get('loyaltyClass', `${issuerId}.${campaignId}`),
    async row(pass) {
      return (await pool.query('select * from google_objects where pass_id = $1', [pass.id])).rows[0]
    },
    async classRow(campaignId) {
      return (await pool.query('select * from google_classes where campaign_id = $1', [campaignId])).rows[0]
    },
    async reload(pass) {
      return (await findPass(pool, core.keys, customerId, { id: pass.id })) as Pass
    },
    async close() {
      await sender.settled()
      opened.sync.budgets.stop()
      await google.close()
      await world.close()
    },
  }
  return googleWorld
}
