import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReceivedRequest } from '@billfold/simulator'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { faultsOf } from './google-judge.ts'
import { openPlaceWithOwnPostgres, type Place } from './place.ts'
import { program } from './servers.ts'

let place: Place
beforeAll(async () => {
  place = await openPlaceWithOwnPostgres()
})
afterAll(() => place.remove())

/** Runs the demo until its story is told. */
async function tell(): Promise<{ readonly story: string; stop(): Promise<void> }> {
  const argv = [program, 'serve', '--demo', '--port', '0', '--data', place.dataDir]
  const env = { ...process.env, BILLFOLD_LOG_LEVEL: 'warn' }
  const demo = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void demo.kill('SIGKILL'))
  let story = ''
  const ended = once(demo, 'exit')
  await new Promise<void>((resolve) => {
    for (const stream of [demo.stdout, demo.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        story += chunk.toString()
        if (/\/docs\n/.test(story)) resolve()
      })
    }
    void ended.then(() => resolve())
  })
  return {
    story,
    async stop() {
      demo.kill('SIGTERM')
      await ended
    },
  }
}

/** What the demo's Google was sent since the demo started. */
async function received(): Promise<readonly ReceivedRequest[]> {
  const { controlUrl } = JSON.parse(await readFile(join(place.dataDir, 'demo/google/addresses.json'), 'utf8'))
  return ((await (await fetch(`${controlUrl}/received`)).json()) as { received: ReceivedRequest[] }).received
}

async function signer() {
  const state = JSON.parse(await readFile(join(place.dataDir, 'demo/google/google.json'), 'utf8'))
  const [[email, account]] = state.serviceAccounts
  return { email, key: account.keys[0].publicKeyPem }
}

const chapters = [
  'A link for Northside Coffee card',
  'A virtual iPhone opens it',
  '│ Welcome, Ada! Your first ten points are        │',
  'A virtual Android phone opens the same link',
  '│ POINTS                                         │\n│ 0                                              │',
  'her points change',
  '   iphone\n',
  '│ You have 20 points now.                        │',
  '   android\n',
  '│ You have 20 points now.                        │',
  'the campaign changes for everybody at once',
  ...['iphone', 'grace', 'alan', 'edsger', 'barbara', 'android'].map((phone) => `\n   ${phone.padEnd(8)} after `),
  'until you press Ctrl-C',
]

/** Which of the chapters is not where it belongs. */
function missing(story: string): string | undefined {
  let from = 0
  return chapters.find((chapter) => {
    const at = story.indexOf(chapter, from)
    from = at + chapter.length
    return at === -1
  })
}

it('tells its story on both wallets, and tells it again after a restart', async () => {
  const first = await tell()
  expect(missing(first.story), first.story).toBeUndefined()
  expect(first.story).not.toContain('"level"')
  const sent = await received()
  expect(sent.filter(({ path }) => path.startsWith('/gp/v/save/'))).toHaveLength(1)
  expect(await faultsOf(sent, await signer())).toEqual([])
  await first.stop()

  const second = await tell()
  expect(missing(second.story), second.story).toBeUndefined()
  // The class is there already.
  const again = await received()
  expect(again.filter(({ method, path }) => method === 'POST' && /v1\/\w+Class$/.test(path))).toEqual([])
  expect(await faultsOf(again, await signer())).toEqual([])
  await second.stop()
})
