import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDevelopmentAuthority, openVirtualApns, type ReceivedPush, type VirtualApns } from '@billfold/simulator'
import { developmentAuthority } from '../../packages/pkpass/src/testing/development-authority.ts'
import { openApnsClients } from '../src/apple/push/apns-clients.ts'
import { checkUnlisted } from '../src/apple/push/claim-due.ts'
import { pushFollower } from '../src/apple/push/follow-log.ts'
import { type ApnsSettings, pushersHere } from '../src/apple/push/pusher.ts'
import { openSender } from '../src/apple/push/sender.ts'
import { openWalker, type Walker } from '../src/apple/push/walker.ts'
import { followBatch } from '../src/log/follow.ts'
import { transact } from '../src/log/transact.ts'
import { changeTokens } from '../src/passes/change-tokens.ts'
import { lockPass, type Pass } from '../src/passes/pass.ts'
import type { Logger } from '../src/platform/logger.ts'
import { type AppleWorld, icon, loyaltyCard, openAppleWorld } from './apple-world.ts'

/** An Apple world with a virtual APNs, in which every step that a server takes by itself is taken by hand. */
export interface PushWorld {
  readonly apple: AppleWorld
  readonly apns: VirtualApns
  readonly campaignId: string
  /** What was written to the log output at the level `error`. */
  readonly alarms: string[]
  /** A new pass with one registered phone, which knows the pass as it is; the push token is the device id. */
  install(deviceId: string, campaignId?: string): Promise<Pass>
  /** Another campaign of the same pass type, published. */
  newCampaign(): Promise<string>
  republish(title: string, campaignId?: string): Promise<void>
  setPoints(pass: Pass, points: number): Promise<void>
  /** Numbers what was committed and derives pushes from it. */
  follow(): Promise<void>
  /** Everything a server does at this moment of the world's clock: second pushes, walks, what is due. */
  run(): Promise<void>
  /** `follow` and `run`. */
  settle(): Promise<void>
  /** How many pushes a device was sent so far. */
  pushesTo(deviceId: string): number
  /** Has the pass type's certificate replaced, which makes a new client of APNs. */
  replaceCertificate(): Promise<void>
  setPageSize(devices: number): void
  /** Another process of the installation, as far as it walks. */
  openProcess(pageSize: number): { readonly walker: Walker; stop(): Promise<void> }
  received(): readonly ReceivedPush[]
  targetOf(deviceId: string): Promise<Record<string, unknown> | undefined>
  close(): Promise<void>
}

/** A device id that is a push token as well. */
export const device = (index: number) => index.toString(16).padStart(64, '0')

export async function openPushWorld(options: { settings?: Partial<ApnsSettings> } = {}): Promise<PushWorld> {
  const apple = await openAppleWorld()
  const { world, deps } = apple
  const { core, database, clock, customerId } = world
  const folder = await mkdtemp(join(tmpdir(), 'billfold-push-'))
  const issuer = developmentAuthority()
  const apns = await openVirtualApns({
    authority: await openDevelopmentAuthority(join(folder, 'authority'), new Date()),
    clock,
    clientRoots: [issuer.root.certificate, issuer.intermediate.certificate],
  })
  const settings: ApnsSettings = {
    url: apns.url,
    ca: apns.caPem,
    pushType: 'background',
    priority: 5,
    providerKey: undefined,
    ...options.settings,
  }
  const alarms: string[] = []
  const logger = {
    debug() {},
    warn() {},
    error: (_data: object, text: string) => alarms.push(text),
  } as unknown as Logger
  const openPusher = pushersHere(settings, { clock, onState() {} })
  const openClients = () => openApnsClients({ ...deps, settings, openPusher, clock })
  const clients = openClients()
  const sender = openSender({ core, clients, logger })
  let walker = openWalker({ core, clients, logger })
  const follower = pushFollower(core)
  const source = loyaltyCard({ icon: await apple.asset(await icon()) })
  const campaignId = await world.publish(source)
  let contacts = 0

  const follow = async () => {
    await world.number()
    await deps.evidence.flush()
    while ((await followBatch(database, follower, customerId)) === 'more');
  }
  const run = async () => {
    await deps.evidence.flush()
    await checkUnlisted(database.pool, 1000, clock.now())
    while (await walker.step());
    await walker.settled()
    while ((await sender.send()) > 0);
    await sender.settled()
  }
  const settle = async () => {
    await follow()
    await run()
  }
  await settle()

  return {
    apple,
    apns,
    campaignId,
    alarms,
    async install(deviceId, ofCampaign = campaignId) {
      const pass = await apple.issue(ofCampaign, `contact-${++contacts}`)
      await apple.phone.register(pass, deviceId, deviceId)
      await world.number()
      await apple.phone.list(deviceId)
      await apple.phone.fetch(pass)
      await settle()
      return pass
    },
    async newCampaign() {
      const id = await world.publish(source)
      await settle()
      return id
    },
    async republish(title, ofCampaign = campaignId) {
      await world.publish({ ...source, content: { ...source.content, title } }, ofCampaign)
    },
    async setPoints(pass, points) {
      await transact(core, customerId, async (trx) => {
        const held = (await lockPass(trx, core.keys, customerId, { id: pass.id })) as Pass
        await changeTokens(core, trx, held, { 'voucher.points': points }, { kind: 'api' }, clock.now())
      })
    },
    async replaceCertificate() {
      await database.pool.query('update wallet_configurations set modified_at = $1', [clock.now()])
      clock.advance(31_000)
    },
    setPageSize(devices) {
      walker = openWalker({ core, clients, logger }, devices)
    },
    openProcess(pageSize) {
      const itsClients = openClients()
      return { walker: openWalker({ core, clients: itsClients, logger }, pageSize), stop: itsClients.close }
    },
    follow,
    run,
    settle,
    pushesTo: (deviceId) => apns.received().filter((push) => push.deviceToken === deviceId).length,
    received: () => apns.received(),
    async targetOf(deviceId) {
      const { rows } = await database.pool.query('select * from push_targets where device_id = $1', [deviceId])
      return rows[0]
    },
    async close() {
      await clients.close()
      await apns.close()
      await apple.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
