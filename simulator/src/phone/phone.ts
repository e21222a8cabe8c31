import { resolve } from 'node:path'
import { readPass } from '@billfold/pkpass'
import { SimulatorError } from '../errors.ts'
import { addPass } from './add-pass.ts'
import { fetchPackage } from './download.ts'
import type { PersonalizationInfo } from './fill-in-form.ts'
import type { PassUpdate } from './get-pass.ts'
import { exclusively } from './lock.ts'
import { type PersonalizationOutcome, personalizePass } from './personalize-pass.ts'
import { refresh } from './refresh.ts'
import { removePass } from './remove-pass.ts'
import { rotatePushTokens } from './rotate-push-tokens.ts'
import type { Fetch } from './send.ts'
import { sendComplaints } from './send-complaints.ts'
import type { LockScreenLine, Session } from './session.ts'
import type { Step } from './steps.ts'
import { answerPush } from './update.ts'
import { openWallet, type Wallet } from './wallet.ts'
import { type WalletPass, walletPass } from './wallet-pass.ts'
import { type Complaint, type HeldPass, pushTokensIn, type WalletState } from './wallet-state.ts'

/** The one source of "now" for a phone. */
export interface Clock {
  now(): Date
}

export interface PhoneOptions {
  /** What the phone is called in what it reports. */
  readonly name: string
  readonly clock: Clock
  /** Root certificates (PEM or DER) trusted besides Apple's: a real iPhone trusts none. */
  readonly roots: readonly (string | Uint8Array)[]
  readonly fetch?: Fetch
  /** IANA name of the zone the phone is in; the machine's unless given. */
  readonly timeZone?: string
  /**
   * How long to wait before each further attempt at a request that failed. iOS has ten levels that go on for hours; a
   * phone that somebody watches tries three times more and leaves the rest to the next refresh.
   */
  readonly retryWaitsMs?: readonly number[]
  readonly onStep?: (step: Step) => void
  readonly onLockScreen?: (line: LockScreenLine) => void
}

/** A virtual iPhone. Its methods may be called at any time; those that change the wallet wait for each other. */
export interface Phone {
  readonly name: string
  /**
   * Adds the pass behind a link or in a file, and registers for its updates. A pass of the same type and serial number
   * is replaced.
   * @throws SimulatorError `link_failed`, `file_unreadable`, `pass_refused` with every finding
   */
  add(source: string | URL | Uint8Array): Promise<{ readonly pass: WalletPass; readonly replaced: boolean }>
  /**
   * Fills in the form of a pass that awaits enrolment ({@link WalletPass.personalization}) and gets the personalized pass.
   * What the form does not ask for is not sent. `pass` is what the phone holds then, whatever the outcome.
   * @throws SimulatorError `form_missing`, `form_incomplete` with every input that is missing or does not fit,
   * `pass_unknown`, `pass_ambiguous` if the pass type is needed too
   */
  personalize(
    serialNumber: string,
    entered: PersonalizationInfo,
    passTypeIdentifier?: string,
  ): Promise<{ readonly outcome: PersonalizationOutcome; readonly pass: WalletPass }>
  /** Does what is still to be done (registrations, removals, updates) and asks every web service what has changed. */
  refresh(): Promise<readonly PassUpdate[]>
  /** Receives a push for a pass type. */
  push(passTypeIdentifier: string): Promise<readonly PassUpdate[]>
  /**
   * Removes a pass and tells its web service; `unregistered` is false if that did not take it, then the next refresh
   * tells it again.
   * @throws SimulatorError `pass_unknown`, `pass_ambiguous` if the pass type is needed too
   */
  remove(serialNumber: string, passTypeIdentifier?: string): Promise<{ readonly unregistered: boolean }>
  /** Gets a new push token for each web service, as APNs gives a phone now and then, and registers with it again. */
  rotatePushTokens(): Promise<void>
  /**
   * Tells the push tokens that the phone has, one for each web service: now, and after each change that is made through
   * this object, before any web service hears of a new one. Returns what ends it.
   */
  watchPushTokens(listener: (pushTokens: readonly string[]) => void): Promise<() => void>
  /** @throws SimulatorError `pass_unknown`, `pass_ambiguous` if the pass type is needed too */
  show(serialNumber: string, passTypeIdentifier?: string): Promise<WalletPass>
  /** Every pass, in the order in which they were added. */
  list(): Promise<readonly WalletPass[]>
  /** What the phone has had to complain about, the latest last. */
  complaints(): Promise<readonly Complaint[]>
}

const defaultRetryWaitsMs = [1_000, 2_000, 4_000]

/**
 * Opens the virtual iPhone kept in a folder of its own, which is made if it does not exist. It behaves towards web
 * services as iOS does (Apple, *Adding a Web Service to Update Passes*). Several processes may use one phone.
 * @throws SimulatorError `phone_damaged`
 */
export async function openPhone(dir: string, options: PhoneOptions): Promise<Phone> {
  const folder = resolve(dir)
  await openWallet(folder)
  const {
    name,
    clock,
    roots,
    fetch = globalThis.fetch,
    timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone,
    retryWaitsMs = defaultRetryWaitsMs,
    onStep = () => {},
    onLockScreen = () => {},
  } = options
  const now = () => clock.now()
  const watchers = new Set<(pushTokens: readonly string[]) => void>()

  const change = <T>(work: (session: Session) => Promise<T>): Promise<T> =>
    exclusively(folder, async () => {
      const wallet = await openWallet(folder, (state) => {
        for (const watcher of watchers) watcher(pushTokensIn(state))
      })
      await wallet.sweep()
      const session = { name, wallet, now, timeZone, roots, retryWaitsMs, fetch, onStep, onLockScreen }
      const result = await work(session)
      await sendComplaints(session)
      return result
    })
  const look = async (wallet: Wallet, held: HeldPass): Promise<WalletPass> => {
    const contents = readPass(await wallet.bytesOf(held))
    return walletPass(wallet.state, held, contents, { timeZone, at: now() })
  }

  return {
    name,
    async add(source) {
      const bytes = await fetchPackage(source, { fetch, onStep })
      return change(async (session) => {
        const { identity, replaced } = await addPass(session, bytes)
        return { pass: await look(session.wallet, find(session.wallet.state, identity)), replaced }
      })
    },
    personalize: (serialNumber, entered, passTypeIdentifier) =>
      change(async (session) => {
        const held = find(session.wallet.state, { serialNumber, passTypeIdentifier })
        const outcome = await personalizePass(session, held, entered)
        return { outcome, pass: await look(session.wallet, find(session.wallet.state, held)) }
      }),
    refresh: () => change(refresh),
    push: (passTypeIdentifier) => change((session) => answerPush(session, passTypeIdentifier)),
    remove: (serialNumber, passTypeIdentifier) =>
      change((session) => removePass(session, find(session.wallet.state, { serialNumber, passTypeIdentifier }))),
    rotatePushTokens: () => change(rotatePushTokens),
    watchPushTokens: (listener) =>
      exclusively(folder, async () => {
        const { state } = await openWallet(folder)
        watchers.add(listener)
        listener(pushTokensIn(state))
        return () => watchers.delete(listener)
      }),
    async show(serialNumber, passTypeIdentifier) {
      const wallet = await openWallet(folder)
      return look(wallet, find(wallet.state, { serialNumber, passTypeIdentifier }))
    },
    async list() {
      const wallet = await openWallet(folder)
      return Promise.all(wallet.state.passes.map((held) => look(wallet, held)))
    },
    async complaints() {
      return (await openWallet(folder)).state.complaints
    },
  }
}

function find(
  { passes }: WalletState,
  { serialNumber, passTypeIdentifier }: { serialNumber: string; passTypeIdentifier?: string | undefined },
): HeldPass {
  const [found, ...others] = passes.filter(
    (pass) =>
      pass.serialNumber === serialNumber &&
      (passTypeIdentifier === undefined || pass.passTypeIdentifier === passTypeIdentifier),
  )
  if (!found) {
    const held = passes.map((pass) => `${pass.serialNumber} (${pass.passTypeIdentifier})`).join(', ') || 'none'
    const type = passTypeIdentifier === undefined ? '' : ` of type ${passTypeIdentifier}`
    throw new SimulatorError('pass_unknown', `This phone holds no pass ${serialNumber}${type}.`, {
      fix: `Passes on this phone: ${held}.`,
    })
  }
  if (others.length > 0) {
    const types = [found, ...others].map((pass) => pass.passTypeIdentifier).join(' and ')
    throw new SimulatorError('pass_ambiguous', `This phone holds passes ${serialNumber} of types ${types}.`, {
      fix: 'Name the pass type too.',
    })
  }
  return found
}
