import { join } from 'node:path'
import {
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
  readonly onStep: (text: string) => void
  /** Told what nobody waits for: once the story is told, the phones live on. */
  readonly onShown: (text: string) => void
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
    onLockScreen: (line) => lockScreen.show({ ...line, drawn: renderLockScreen(line) }),
  })
  if (apns) await connectPhone(apns, phone, (error) => onStep(`failed: ${error}`))
  return { phone, next: lockScreen.next }
}

export async function openDemoAndroid(
  name: string,
  options: DemoPhoneOptions & { readonly google: VirtualGoogle },
): Promise<DemoPhone<AndroidPhone> & { stop(): Promise<void> }> {
  const { dataDir, google, onStep, onShown } = options
  const lockScreen = openLockScreen(onShown)
  const phone = await openAndroidPhone(join(dataDir, 'phones', name), {
    name,
    account: accountOf(name),
    google,
    clock: systemClock,
    onStep: (step) => onStep(describeStep(step)),
    onNotification: (shown) =>
      lockScreen.show({ phone: name, title: shown.title, text: shown.text, drawn: renderAndroidNotification(shown) }),
  })
  const stop = phone.watch({
    onChanges(changes) {
      for (const { kind, pass } of changes)
        if (kind === 'added') onShown(`${name} has a new pass\n${renderAndroidPass(pass, { color: false })}`)
    },
    onFailure: (error) => onStep(`failed: ${error}`),
  })
  return { phone, next: lockScreen.next, stop }
}

function openLockScreen(onShown: (text: string) => void) {
  const waiting: ((shown: Shown) => void)[] = []
  return {
    show(shown: Shown): void {
      if (waiting.length === 0) onShown(`The lock screen of ${shown.phone} shows\n${shown.drawn}`)
      for (const resolve of waiting.splice(0)) resolve(shown)
    },
    next: () => new Promise<Shown>((resolve) => waiting.push(resolve)),
  }
}
