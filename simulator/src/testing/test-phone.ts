import { join } from 'node:path'
import { openPhone, type Phone, type PhoneOptions } from '../phone/phone.ts'
import type { LockScreenLine } from '../phone/session.ts'
import type { Step } from '../phone/steps.ts'
import { handClock, type Mint, openMint, temporaryFolder, updatable } from './development-passes.ts'
import { type ScriptedAnswer, type ScriptedServer, startScriptedServer } from './scripted-server.ts'

let mint: Promise<Mint> | undefined

/** One mint for all tests of a process, since to make its keys takes longer than most of them. */
export function sharedMint(): Promise<Mint> {
  const open = async () => openMint(join((await temporaryFolder()).path, 'authority'))
  mint ??= open()
  return mint
}

/** An empty phone that trusts a mint, with a web service for it to talk to. */
export interface TestPhone extends AsyncDisposable {
  readonly phone: Phone
  readonly server: ScriptedServer
  readonly clock: ReturnType<typeof handClock>
  readonly dir: string
  readonly steps: readonly Step[]
  readonly lockScreen: readonly LockScreenLine[]
  /** The texts of the lines that have arrived at `/v1/log`, without their times. */
  complaints(): readonly string[]
  /** The phone as another process, or this one after a restart, would open it. */
  reopen(options?: Partial<PhoneOptions>): Promise<Phone>
}

export async function openTestPhone(mint: Mint, options: Partial<PhoneOptions> = {}): Promise<TestPhone> {
  const folder = await temporaryFolder()
  const server = await startScriptedServer()
  const dir = join(folder.path, 'phone')
  const clock = handClock()
  const steps: Step[] = []
  const lockScreen: LockScreenLine[] = []
  const open = (more: Partial<PhoneOptions> = {}) =>
    openPhone(dir, {
      name: 'Ada',
      clock,
      roots: [mint.authority.rootPem],
      timeZone: 'UTC',
      retryWaitsMs: [],
      onStep: (step) => steps.push(step),
      onLockScreen: (line) => lockScreen.push(line),
      ...options,
      ...more,
    })
  return {
    phone: await open(),
    server,
    clock,
    dir,
    steps,
    lockScreen,
    complaints: () =>
      server.requests
        .filter((request) => request.kind === 'log')
        .flatMap((request) => JSON.parse(request.body).logs as string[])
        .map((line) => line.replace(/^\[[^\]]*\] /, '')),
    reopen: open,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}

/** Two minutes before the tests begin: too little for iOS to complain that nothing has changed since. */
export const modified = 'Sun, 22 Nov 2026 08:58:00 GMT'

/** An answer to "what has changed?". */
export function listing(serialNumbers: readonly string[], lastUpdated: unknown): ScriptedAnswer {
  return { status: 200, body: JSON.stringify({ serialNumbers, lastUpdated }) }
}

/** An answer to "get pass". */
export function packaged(body: Uint8Array, lastModified?: string): ScriptedAnswer {
  return { status: 200, headers: lastModified ? { 'Last-Modified': lastModified } : {}, body }
}

/** A phone that holds one registered pass and has had tag `1` with its first list; its requests so far are taken. */
export async function phoneWithPass(mint: Mint): Promise<TestPhone> {
  const test = await openTestPhone(mint)
  const card = await mint.card(updatable(test.server.url))
  test.server.script('list', listing(['card-1'], '1'), { status: 204 })
  test.server.script('get', packaged(card, modified), { status: 304 })
  await test.phone.add(card)
  test.server.takeLog()
  return test
}
