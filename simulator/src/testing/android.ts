import { join } from 'node:path'
import { type AndroidPhone, type AndroidPhoneOptions, openAndroidPhone } from '../android/android-phone.ts'
import type { AndroidNotification } from '../android/notification.ts'
import type { VirtualGoogleOptions } from '../google/virtual-google.ts'
import type { JsonObject } from '../json.ts'
import type { Step } from '../phone/steps.ts'
import { temporaryFolder } from './development-passes.ts'
import { openTestGoogle, type TestGoogle } from './google.ts'
import { insertPass } from './passes.ts'
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts'

/** An empty Android phone with a virtual Google that has one loyalty card, and a server for links that leads to it. */
export interface TestAndroid extends AsyncDisposable {
  readonly test: TestGoogle
  readonly phone: AndroidPhone
  readonly server: ScriptedServer
  readonly dir: string
  readonly steps: readonly Step[]
  readonly notifications: readonly AndroidNotification[]
  /** A save link for the card. */
  saveLink(): Promise<string>
  /** Changes the card. */
  patch(changes: JsonObject): Promise<void>
  /** Another phone, or this one after a restart. */
  open(dir?: string, options?: Partial<AndroidPhoneOptions>): Promise<AndroidPhone>
}

export async function openTestAndroid(options: Partial<VirtualGoogleOptions> = {}): Promise<TestAndroid> {
  const folder = await temporaryFolder()
  const server = await startScriptedServer()
  const test = await openTestGoogle(options)
  await insertPass(test, 'loyalty', { object: { loyaltyPoints: { label: 'Beans', balance: { int: 3 } } } })
  const dir = join(folder.path, 'android')
  const steps: Step[] = []
  const notifications: AndroidNotification[] = []
  const open = (where = dir, own: Partial<AndroidPhoneOptions> = {}) =>
    openAndroidPhone(where, {
      name: 'Bo',
      account: 'bo@example.com',
      google: test.google,
      clock: test.clock,
      timeZone: 'UTC',
      onStep: (step) => steps.push(step),
      onNotification: (notification) => notifications.push(notification),
      ...own,
    })
  return {
    test,
    phone: await open(),
    server,
    dir,
    steps,
    notifications,
    saveLink: async () => `${test.google.saveUrl}/${await test.saveJwt({ loyaltyObjects: [{ id: test.id('ada') }] })}`,
    async patch(changes) {
      const { status, body } = await test.api('PATCH', `loyaltyObject/${test.id('ada')}`, changes)
      if (status !== 200) throw new Error(body.error.message)
    },
    open,
    async [Symbol.asyncDispose]() {
      await test[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}

/** The points of the card. */
export const points = (int: number) => ({ loyaltyPoints: { balance: { int } } })
