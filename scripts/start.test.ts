import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { environment, isInstalled, root } from './prepare.mjs'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'billfold-start-'))
  // Run by root, PostgreSQL works as another user, who must be able to pass.
  await chmod(dataDir, 0o711)
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

// In a checkout that something else than these scripts installed, `npm start` would install it anew, under our feet.
describe.skipIf(!isInstalled())('npm start', () => {
  it.each<[string, NodeJS.Signals, 'npm' | 'everything']>([
    ['a supervisor ends npm', 'SIGTERM', 'npm'],
    ['Ctrl-C is pressed', 'SIGINT', 'everything'],
    ['the terminal is closed', 'SIGHUP', 'everything'],
  ])('leaves nothing behind when %s', async (_, signal, receiver) => {
    const env = { ...environment(), BILLFOLD_DATA: dataDir }
    const npm = spawn('npm', ['start', '--', '--port', '0', '--json'], { cwd: root, env, detached: true })
    onTestFinished(() => {
      if (npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid!, 'SIGTERM')
    })
    npm.stderr.resume()
    const lines = createInterface(npm.stdout)
    let ready: { baseUrl: string } | undefined
    for await (const line of lines) {
      if (!line.startsWith('{')) continue
      ready = JSON.parse(line) as { baseUrl: string }
      break
    }
    const postmaster = () => readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')
    expect(await postmaster()).not.toBe('')
    npm.stdout.resume()
    // Its pipes are closed when the last process that writes to them has ended.
    const ended = once(npm, 'close')
    process.kill(receiver === 'npm' ? npm.pid! : -npm.pid!, signal)
    await ended
    await expect(postmaster()).rejects.toThrow('ENOENT')
    await expect(fetch(`${ready?.baseUrl}/healthz`)).rejects.toThrow('fetch failed')
  })
})
