import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openPlaceWithOwnPostgres, type Place } from './place.ts'
import { apiOf, type Demo, program, type Server } from './servers.ts'

let place: Place
let server: Server<Demo>
beforeAll(async () => {
  place = await openPlaceWithOwnPostgres()
  server = await place.startDemo()
})
afterAll(async () => {
  await server.stop()
  await place.remove()
})

const postmaster = async ({ dataDir } = place) =>
  Number((await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0])
const status = async (path: string) => (await fetch(`${server.ready.baseUrl}${path}`)).status

/** Runs `billfold serve` to an end that is expected to be a refusal. */
function refusedServe(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, BILLFOLD_LOG_LEVEL: 'warn', ...env } }
    const child = execFile(process.execPath, [program, 'serve', ...args], options, (error, _stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stderr }),
    )
    onTestFinished(() => void child.kill('SIGKILL'))
  })
}

describe('a start that cannot be', () => {
  it('on a data folder in use names the process that uses it', async () => {
    const { code, stderr } = await refusedServe(['--port', '0', '--data', place.dataDir])
    expect(code).toBe(3)
    expect(stderr).toContain(String(server.process.pid))
  })

  it('on a taken port says so, and leaves no PostgreSQL behind', async () => {
    const other = await openPlaceWithOwnPostgres()
    const { code, stderr } = await refusedServe(['--port', new URL(server.ready.baseUrl).port, '--data', other.dataDir])
    expect(code).toBe(3)
    expect(stderr).toMatch(/Port \d+ .* is taken/)
    await expect(postmaster(other)).rejects.toThrow('ENOENT')
    await other.remove()
  })

  it('with faults in its configuration names all of them', async () => {
    const { code, stderr } = await refusedServe(['--port', 'x', '--data', place.dataDir], {
      BILLFOLD_TRUST_PROXY: 'maybe',
    })
    expect(code).toBe(3)
    expect(stderr).toContain('--port')
    expect(stderr).toContain('BILLFOLD_TRUST_PROXY')
  })

  it('with a push key that is none says so', async () => {
    const file = join(place.dataDir, 'AuthKey.p8')
    await writeFile(file, '-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n')
    const { code, stderr } = await refusedServe(['--port', '0', '--data', place.dataDir], {
      BILLFOLD_APNS_KEY_FILE: file,
      BILLFOLD_APNS_KEY_ID: 'PUSHKEY001',
      BILLFOLD_APNS_TEAM_ID: 'BILLFOLD01',
    })
    expect(code).toBe(3)
    expect(stderr).toContain(
      `BILLFOLD_APNS_KEY_FILE: ${file} is no push key. It cannot be read as a private key in PEM.`,
    )
  })

  it('under another secret is refused before anything is served', async () => {
    await server.stop()
    const { code, stderr } = await refusedServe(['--port', '0', '--data', place.dataDir], {
      BILLFOLD_SECRET: 'another secret than the one in the data folder',
    })
    expect(code).toBe(3)
    expect(stderr).toContain('BILLFOLD_SECRET')
    server = await place.startDemo()
  })
})

describe('while the database does not answer', () => {
  it('links are still made, other routes say 503, and all recovers by itself', async () => {
    const { campaigns, customerId, apiKey, baseUrl } = server.ready
    const makeLink = () =>
      apiOf({ baseUrl, apiKey })<{ urls: { url: string }[] }>('POST', '/pers/v1/urls', {
        requests: [{ campaignId: campaigns[0]!.id, customerId, contactId: 'ada', platform: 'auto' }],
      })
    expect(await status('/readyz')).toBe(200)
    const pid = await postmaster()
    process.kill(pid, 'SIGSTOP')
    try {
      expect((await makeLink()).urls[0]!.url).toContain('/api/pass/create/')
      expect(await status('/healthz')).toBe(200)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    process.kill(pid, 'SIGKILL')
    expect((await makeLink()).urls[0]!.url).toContain('/api/pass/create/')
    await expect.poll(async () => (await postmaster().catch(() => pid)) !== pid && (await status('/readyz'))).toBe(200)
    const opened = await fetch((await makeLink()).urls[0]!.url, { headers: { accept: 'application/vnd.apple.pkpass' } })
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'application/vnd.apple.pkpass'])
  })
})

describe('a stop', () => {
  it('ends the server and its PostgreSQL', async () => {
    expect(await postmaster()).toBeGreaterThan(0)
    await server.stop()
    expect(server.process.exitCode).toBe(0)
    // PostgreSQL removes the file when it has shut down in order.
    await expect(postmaster()).rejects.toThrow('ENOENT')
  })
})
