import { resolve } from 'node:path'
import { SimulatorError } from '../errors.ts'
import type { VirtualGoogle } from '../google/virtual-google.ts'
import type { AccountPass } from '../google/wallets.ts'
import { exclusively } from '../phone/lock.ts'
import type { Clock } from '../phone/phone.ts'
import type { Fetch } from '../phone/send.ts'
import type { Step } from '../phone/steps.ts'
import { changesBetween } from './changes.ts'
import { type AndroidFace, androidFace } from './face.ts'
import { googleAccount } from './google-account.ts'
import { type AndroidNotification, notificationOf } from './notification.ts'
import { findSaveLink } from './open-link.ts'
import { type AndroidState, makeFolder, readState, writeState } from './phone-state.ts'
import { watchChanges } from './watch-changes.ts'

export interface AndroidPhoneOptions {
  /** What the phone is called in what it reports. */
  readonly name: string
  /** The e-mail address of its Google account. Phones with the same account have the same passes. */
  readonly account: string
  readonly google: Pick<VirtualGoogle, 'saveUrl' | 'walletsUrl'>
  readonly clock: Clock
  readonly fetch?: Fetch
  /** BCP 47; `en-US` unless given. */
  readonly language?: string
  /** IANA name of the zone the phone is in; the machine's unless given. */
  readonly timeZone?: string
  readonly onStep?: (step: Step) => void
  readonly onNotification?: (notification: AndroidNotification) => void
}

/** What has become of a pass since the phone last looked. */
export interface AndroidChange {
  readonly kind: 'added' | 'changed' | 'removed'
  /** What it shows now, or showed last. */
  readonly pass: AndroidFace
}

/**
 * A virtual Android phone with Google Wallet. Its methods may be called at any time; those that change what it remembers
 * wait for each other.
 */
export interface AndroidPhone {
  readonly name: string
  readonly account: string
  /**
   * Opens a link in Chrome, taps "Add to Google Wallet" if there is a page with it, and saves what it leads to.
   * @throws SimulatorError `link_failed`, `save_refused` with everything that Google says, `google_unreachable`
   */
  add(link: string | URL): Promise<readonly AndroidFace[]>
  /**
   * Asks Google what has changed; asks nothing in airplane mode.
   * @throws SimulatorError `google_unreachable`
   */
  refresh(): Promise<readonly AndroidChange[]>
  /**
   * Removes a pass and tells Google; `told` is false if it does not hear of it yet, then the next refresh tells it.
   * @throws SimulatorError `pass_unknown`
   */
  remove(objectId: string): Promise<{ readonly told: boolean }>
  /** Off the air, the phone shows what it knows; back on it, it tells Google what it has removed and sees what is new. */
  setAirplaneMode(on: boolean): Promise<readonly AndroidChange[]>
  /** @throws SimulatorError `pass_unknown` */
  show(objectId: string): Promise<AndroidFace>
  /** Every pass, in the order in which they were saved. */
  list(): Promise<readonly AndroidFace[]>
  /** The latest last. */
  notifications(): Promise<readonly AndroidNotification[]>
  /**
   * Stays connected with Google, so that a change is seen at once: `onChanges` hears what each has changed, `onFailure`
   * if the phone cannot look. Connects again when the connection breaks. Returns what ends it.
   */
  watch(listener: {
    readonly onChanges?: (changes: readonly AndroidChange[]) => void
    readonly onFailure: (error: unknown) => void
  }): () => Promise<void>
}

/** How many notifications a phone remembers. */
const rememberedNotifications = 200

/**
 * Opens the virtual Android phone kept in a folder of its own, which is made if it does not exist. Several processes may
 * use one phone.
 * @throws SimulatorError `phone_damaged`
 */
export async function openAndroidPhone(dir: string, options: AndroidPhoneOptions): Promise<AndroidPhone> {
  const folder = resolve(dir)
  await makeFolder(folder)
  await readState(folder)
  const { name, account, google, clock, language = 'en-US', fetch = globalThis.fetch } = options
  const { timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone, onStep = () => {} } = options
  const { onNotification = () => {} } = options
  const own = googleAccount({ account, walletsUrl: google.walletsUrl, fetch, onStep })
  const viewing = () => ({ language, timeZone, at: clock.now() })
  const face = (pass: AccountPass) => androidFace(pass, viewing())

  const change = <T>(work: (state: AndroidState) => Promise<T>): Promise<T> =>
    exclusively(folder, async () => work(await readState(folder)))

  /** Tells Google what has been removed and takes over what it has. */
  async function synchronise(before: AndroidState): Promise<readonly AndroidChange[]> {
    for (const objectId of before.removals) await own.remove(objectId)
    const { passes, notices } = await own.wallet()
    const unseen = notices.filter(({ id }) => !before.seenNotices.includes(id))
    const shown = unseen.flatMap((notice) => {
      const pass = passes.find(({ object }) => object.id === notice.objectId)
      return pass ? [notificationOf(notice, pass, viewing())] : []
    })
    await writeState(folder, {
      ...before,
      passes,
      removals: [],
      notifications: [...before.notifications, ...shown].slice(-rememberedNotifications),
      seenNotices: notices.map(({ id }) => id),
    })
    for (const notification of shown) onNotification(notification)
    return changesBetween(before.passes, passes).map(({ kind, pass }) => ({ kind, pass: face(pass) }))
  }

  const refresh = () => change(async (state) => (state.airplaneMode ? [] : synchronise(state)))

  return {
    name,
    account,
    refresh,
    async add(link) {
      const { airplaneMode } = await readState(folder)
      if (airplaneMode) throw offTheAir(String(link))
      const saveLink = await findSaveLink(String(link), { fetch, onStep, language, saveUrl: google.saveUrl })
      const objectIds = await own.save(saveLink)
      return change(async (state) => {
        await synchronise(state)
        const { passes } = await readState(folder)
        return passes.filter(({ object }) => objectIds.includes(String(object.id))).map(face)
      })
    },
    remove: (objectId) =>
      change(async (state) => {
        find(state, objectId)
        const passes = state.passes.filter(({ object }) => object.id !== objectId)
        const next = { ...state, passes, removals: [...state.removals, objectId] }
        await writeState(folder, next)
        if (state.airplaneMode) return { told: false }
        try {
          await synchronise(next)
          return { told: true }
        } catch (error) {
          if (isUnreachable(error)) return { told: false }
          throw error
        }
      }),
    setAirplaneMode: (on) =>
      change(async (state) => {
        const next = { ...state, airplaneMode: on }
        await writeState(folder, next)
        return on ? [] : synchronise(next)
      }),
    show: async (objectId) => face(find(await readState(folder), objectId)),
    list: async () => (await readState(folder)).passes.map(face),
    notifications: async () => (await readState(folder)).notifications,
    watch: ({ onChanges = () => {}, onFailure }) =>
      watchChanges(own, async () => {
        try {
          const changes = await refresh()
          if (changes.length > 0) onChanges(changes)
        } catch (error) {
          // Without Google, the next connection looks again.
          if (!isUnreachable(error)) onFailure(error)
        }
      }),
  }
}

function find({ passes }: AndroidState, objectId: string): AccountPass {
  const found = passes.find(({ object }) => object.id === objectId)
  if (found) return found
  const held = passes.map(({ object }) => object.id).join(', ') || 'none'
  throw new SimulatorError('pass_unknown', `This phone holds no pass ${objectId}.`, { fix: `Passes on it: ${held}.` })
}

function isUnreachable(error: unknown): boolean {
  return error instanceof SimulatorError && error.code === 'google_unreachable'
}

function offTheAir(link: string): SimulatorError {
  return new SimulatorError('link_failed', `The link ${link} could not be opened: the phone is in airplane mode.`, {
    fix: 'End airplane mode.',
  })
}
