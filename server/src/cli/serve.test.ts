import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { holdFreePort } from '../platform/free-port.ts'
import { temporaryFolder } from './testing/folder.ts'
import { run } from './testing/run.ts'

const program = fileURLToPath(new URL('../../dist/cli/billfold.js', import.meta.url))

/** The settings of an installation of its own. */
async function surroundings() {
  const database = await testDatabase()
  onTestFinished(() => database.drop())
  return {
    BILLFOLD_DATABASE_URL: database.url,
    BILLFOLD_SECRET: 'a secret of 32 characters or more',
    BILLFOLD_DATA: await temporaryFolder(),
    BILLFOLD_LOG_LEVEL: 'silent',
  }
}

/** Runs `billfold serve` as a process. */
function serve(argv: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [program, 'serve', ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let written = ''
  const note = (chunk: Buffer) => {
    written += chunk.toString()
    child.emit('written')
  }
  child.stdout.on('data', note)
  child.stderr.on('data', note)
  const ended = once(child, 'close')
  return {
    child,
    written: () => written,
    /** The exit code and signal. */
    ended: () => ended,
    async until(text: string) {
      while (!written.includes(text)) {
        await Promise.race([once(child, 'written'), ended])
        if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${written}`)
      }
    },
  }
}

describe('billfold serve', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('stops in order on %s', async (signal) => {
    const { child, written, until, ended } = serve(['--port', '0'], await surroundings())
    await until('Ctrl-C')
    const address = /http:\S+/.exec(written())?.[0] ?? ''
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
    child.kill(signal)
    expect(await ended()).toEqual([0, null])
    await expect(fetch(`${address}/readyz`)).rejects.toThrow('fetch failed')
  })
})

describe('billfold serve --demo', () => {
  it('whose base URL leads somewhere else is set up all the same, and tells its story without a phone', async () => {
    const env = await surroundings()
    const { port, written } = await serveOnFreePort(['--demo', '--base-url', 'https://passes.invalid'], env)
    expect(written()).toContain(
      'It cannot: this Billfold does not answer at its base URL, https://passes.invalid. The story goes on without a phone.',
    )
    expect(written()).toContain(`export BILLFOLD_URL=http://127.0.0.1:${port} `)
    expect(written().match(/billfold link create cam_\w+ you/g)).toHaveLength(3)
    const link = /^ {2}(http:\S+\/api\/pass\/create\/\S+)$/m.exec(written())?.[1] ?? ''
    const pass = await fetch(link, { headers: { accept: 'application/vnd.apple.pkpass' } })
    expect(pass.headers.get('content-type')).toBe('application/vnd.apple.pkpass')
  })

  it('needs a port for a base URL of its own', async () => {
    const argv = ['serve', '--demo', '--port', '0', '--base-url', 'https://passes.invalid']
    expect(await run(argv)).toMatchObject({ code: 2, stderr: expect.stringContaining('Hint: Choose one with --port.') })
  })

  it.each([
    ['the set-up', 'demo/authority/root.pem', /The development authority .* is damaged/],
    ['the story', 'phones/iphone/phone.json', /The phone's file .* cannot be used/],
  ])('ends when %s fails', async (_, file, message) => {
    const env = await surroundings()
    await mkdir(join(env.BILLFOLD_DATA, file, '..'), { recursive: true })
    await writeFile(join(env.BILLFOLD_DATA, file), 'damaged')
    const { written, ended } = serve(['--demo', '--port', '0'], env)
    expect(await ended()).toEqual([1, null])
    expect(written()).toMatch(message)
  })
})

/**
 * Serves at a public address, for which the server cannot choose a port: on one that was free a moment ago, and on the
 * next one if that has been taken since.
 */
async function serveOnFreePort(argv: readonly string[], env: NodeJS.ProcessEnv) {
  for (;;) {
    const { port, release } = await holdFreePort('127.0.0.1')
    await release()
    const { written, until } = serve([...argv, '--port', String(port)], env)
    const failure = await until(`http://127.0.0.1:${port}/docs\n`).catch((error: Error) => error)
    if (failure === undefined) return { port, written }
    if (!failure.message.includes(`Port ${port} on 127.0.0.1 is taken`)) throw failure
  }
}
