import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type AndroidFace,
  type AndroidPhone,
  connectPhone,
  describeStep,
  openAndroidPhone,
  openPhone,
  type Phone,
  renderAndroidNotification,
  renderAndroidPass,
  renderLockScreen,
  type VirtualApns,
  type VirtualGoogle,
} from '@billfold/simulator'
import { systemClock } from '../../platform/clock.ts'
import { accountOf } from '../phone/android.ts'

/** What a phone shows on its lock screen. */
export interface Shown {
  readonly phone: string
  readonly title: string
  readonly text: string
  readonly at: Date
  /** As a terminal shows it. */
  readonly drawn: string
}

/** A virtual phone that hears of changes by itself, and whose lock screen can be waited for. */
export interface DemoPhone<P extends Phone | AndroidPhone> {
  readonly phone: P
  /** What it shows next from now on. */
  next(): Promise<Shown>
}

export interface DemoPhoneOptions {
  readonly dataDir: string
  readonly onStep: (text: string) => unknown
  /** Told what nobody waits for: once the story is told, the phones live on. */
  readonly onShown: (text: string) => unknown
}

/** @param apns has the phone ask what is new; without one it is not told of changes */
export async function openDemoIphone(
  name: string,
  options: DemoPhoneOptions & { readonly roots: readonly Uint8Array[]; readonly apns: VirtualApns | undefined },
): Promise<DemoPhone<Phone>> {
  const { dataDir, roots, apns, onStep, onShown } = options
  const lockScreen = openLockScreen(onShown)
  const phone = await openPhone(join(dataDir, 'phones', name), {
    name,
    clock: systemClock,
    roots,
    onStep: (step) => onStep(describeStep(step)),
    onLockScreen: (line) => lockScreen.show({ ...line, at: systemClock.now(), drawn: renderLockScreen(line) }),
  })
  if (apns) await connectPhone(apns, phone, (error) => onStep(`failed: ${error}`))
  return { phone, next: lockScreen.next }
}

export interface DemoAndroid extends DemoPhone<AndroidPhone> {
  /** Its next notification, or, since Google shows few of them a day, a pass that has a field with this value now. */
  nextWith(value: string): Promise<Shown>
  stop(): Promise<void>
}

/** So long after a change its notification is waited for. */
const notificationMs = 4000

export async function openDemoAndroid(
  name: string,
  options: DemoPhoneOptions & { readonly google: VirtualGoogle },
): Promise<DemoAndroid> {
  const { dataDir, google, onStep, onShown } = options
  const lockScreen = openLockScreen(onShown)
  const phone = await openAndroidPhone(join(dataDir, 'phones', name), {
    name,
    account: accountOf(name),
    google,
    clock: systemClock,
    onStep: (step) => onStep(describeStep(step)),
    onNotification: ({ title, text, callout }) =>
      lockScreen.show({
        phone: name,
        title,
        text,
        at: systemClock.now(),
        drawn: renderAndroidNotification({ title, text, callout }),
      }),
  })
  const onChanged = new Set<(pass: AndroidFace) => void>()
  const stop = phone.watch({
    onChanges(changes) {
      for (const { kind, pass } of changes) {
        if (kind === 'added') onShown(`${name} has a new pass\n${renderAndroidPass(pass, { color: false })}`)
        if (kind === 'changed') for (const hear of onChanged) hear(pass)
      }
    },
    onFailure: (error) => onStep(`failed: ${error}`),
  })
  const changedTo = (value: string) =>
    new Promise<Shown>((resolve) => {
      onChanged.add(function hear(pass) {
        const field = pass.rows.flat().find((shown) => shown.value === value)
        if (!field) return
        onChanged.delete(hear)
        const drawn = renderAndroidPass(pass, { color: false })
        resolve({ phone: name, title: field.label, text: value, at: systemClock.now(), drawn })
      })
    })
  return {
    phone,
    next: lockScreen.next,
    async nextWith(value) {
      const notified = lockScreen.next()
      const changed = await changedTo(value)
      return Promise.race([notified, sleep(notificationMs, changed)]).finally(lockScreen.forget)
    },
    stop,
  }
}

function openLockScreen(onShown: (text: string) => unknown) {
  const waiting: ((shown: Shown) => void)[] = []
  let last = ''
  return {
    show(shown: Shown): void {
      // Passes of earlier tellings are on the phone as well: what they all say, it says once.
      if (waiting.length === 0 && shown.text !== last)
        onShown(`The lock screen of ${shown.phone} shows\n${shown.drawn}`)
      last = shown.text
      for (const resolve of waiting.splice(0)) resolve(shown)
    },
    next: () => new Promise<Shown>((resolve) => waiting.push(resolve)),
    /** Nobody waits any more. */
    forget: () => void waiting.splice(0),
  }
}
