import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiOf, type Demo, program, type Server, startServer } from './servers.ts'

let dataDir: string
let server: Server<Demo>
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'billfold-operation-'))
  // Run by root, PostgreSQL works as another user, who must be able to pass.
  await chmod(dataDir, 0o711)
  server = await startServer<Demo>(['--demo', '--port', '0', '--data', dataDir])
})
afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const postmaster = async () =>
  Number((await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0])
const status = async (path: string) => (await fetch(`${server.ready.baseUrl}${path}`)).status

/** Runs `billfold serve` to an end that is expected to be a refusal. */
function refusedServe(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, BILLFOLD_LOG_LEVEL: 'warn', ...env }, timeout: 60_000 }
    execFile(process.execPath, [program, 'serve', ...args], options, (error, _stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stderr }),
    )
  })
}

describe('a start that cannot be', () => {
  it('on a data folder in use names the process that uses it', async () => {
    const { code, stderr } = await refusedServe(['--port', '0', '--data', dataDir])
    expect(code).toBe(3)
    expect(stderr).toContain(String(server.process.pid))
  })

  it('on a taken port says so, and leaves no PostgreSQL behind', async () => {
    const other = await mkdtemp(join(tmpdir(), 'billfold-port-'))
    await chmod(other, 0o711)
    const { code, stderr } = await refusedServe(['--port', new URL(server.ready.baseUrl).port, '--data', other])
    expect(code).toBe(3)
    expect(stderr).toMatch(/Port \d+ .* is taken/)
    await expect(readFile(join(other, 'postgres/cluster/postmaster.pid'), 'utf8')).rejects.toThrow('ENOENT')
    await rm(other, { recursive: true, force: true })
  })

  it('with faults in its configuration names all of them', async () => {
    const { code, stderr } = await refusedServe(['--port', 'x', '--data', dataDir], { BILLFOLD_TRUST_PROXY: 'maybe' })
    expect(code).toBe(3)
    expect(stderr).toContain('--port')
    expect(stderr).toContain('BILLFOLD_TRUST_PROXY')
  })

  it('with a push key that is none says so', async () => {
    const file = join(dataDir, 'AuthKey.p8')
    await writeFile(file, '-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n')
    const { code, stderr } = await refusedServe(['--port', '0', '--data', dataDir], {
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
    const { code, stderr } = await refusedServe(['--port', '0', '--data', dataDir], {
      BILLFOLD_SECRET: 'another secret than the one in the data folder',
    })
    expect(code).toBe(3)
    expect(stderr).toContain('BILLFOLD_SECRET')
    server = await startServer<Demo>(['--demo', '--port', '0', '--data', dataDir])
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
    await expect
      .poll(async () => (await postmaster().catch(() => pid)) !== pid && (await status('/readyz')), { timeout: 60_000 })
      .toBe(200)
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
    server = await startServer<Demo>(['--demo', '--port', '0', '--data', dataDir])
  })
})
