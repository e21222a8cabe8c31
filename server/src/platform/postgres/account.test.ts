import { execFileSync, spawn } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountForPostgres, asAccount, closedFolders } from './account.ts'
import { startOwnPostgres } from './supervise.ts'

const isRoot = process.getuid?.() === 0
const nobody = {
  name: 'nobody',
  uid: Number(execFileSync('id', ['-u', 'nobody'])),
  gid: Number(execFileSync('id', ['-g', 'nobody'])),
}
const unnamed = { name: '', uid: 10_001, gid: 10_001 }
const othersReachUs = (await closedFolders(import.meta.dirname, nobody)).length === 0

let base: string
let dataDir: string

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'billfold-account-'))
  await chmod(base, 0o711)
  dataDir = join(base, 'data')
})

afterEach(() => rm(base, { recursive: true, force: true }))

/** Starts and stops PostgreSQL in a process of that user. */
async function startAs(account: typeof nobody): Promise<unknown> {
  const script = `
    const [moduleUrl, dataDir] = process.argv.slice(1)
    const { startOwnPostgres } = await import(moduleUrl)
    const outcome = await startOwnPostgres({ dataDir }).then(
      async (postgres) => (await postgres.stop(), { started: true }),
      ({ code, message, hint }) => ({ code, message, hint }),
    )
    console.log(JSON.stringify(outcome))`
  const url = new URL('supervise.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', url, dataDir], {
    ...asAccount(account),
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(await text(child.stdout))
}

async function dataFolderOf(account: typeof nobody): Promise<void> {
  await mkdir(dataDir, { mode: 0o711 })
  await chown(dataDir, account.uid, account.gid)
}

// Who runs the tests decides which of these there are; the others are no gap, so they do not count as skipped.
const describeIf = (applies: boolean): typeof describe =>
  applies ? describe : ((() => {}) as unknown as typeof describe)

describeIf(isRoot)('started as root, PostgreSQL', () => {
  test('runs as a dedicated user, else as nobody', async () => {
    const account = await accountForPostgres(dataDir, undefined)
    expect(['billfold', 'postgres', 'nobody']).toContain(account.name)
    expect(account.uid).toBe(Number(execFileSync('id', ['-u', account.name])))
  })

  test('runs as the user that owns the database already', async () => {
    expect(await accountForPostgres(dataDir, nobody.uid)).toEqual(nobody)
  })

  test('is given its own folder and nothing above it', async () => {
    const postgres = await startOwnPostgres({ dataDir })
    await postgres.stop()
    expect((await stat(base)).uid).toBe(0)
    expect((await stat(dataDir)).uid).toBe(0)
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe((await accountForPostgres(dataDir, undefined)).uid)
  })

  test('is refused a folder that it cannot reach, with the command that opens the way', async () => {
    await mkdir(dataDir, { mode: 0o700 })
    await chmod(base, 0o700)
    const refusal = await startOwnPostgres({ dataDir }).catch((error) => error)
    expect(refusal).toMatchObject({ name: 'StartupError', code: 'data_folder_unreachable' })
    const { name } = await accountForPostgres(dataDir, undefined)
    expect(refusal.message).toContain(`the user ${name}, who may not enter ${base}, ${dataDir} `)
    const [command] = /chmod o\+x .*'/.exec(refusal.hint)!
    execFileSync('sh', ['-c', command])
    await (await startOwnPostgres({ dataDir })).stop()
  })

  test('is refused a socket folder among the temporary files that somebody else has made', async () => {
    dataDir = join(base, 'long'.repeat(30))
    const { connectionString, stop } = await startOwnPostgres({ dataDir })
    await stop()
    const socketFolder = new URL(connectionString).searchParams.get('host')!
    await chown(socketFolder, unnamed.uid, unnamed.gid)
    const refusal = await startOwnPostgres({ dataDir }).catch((error) => error)
    expect(refusal).toMatchObject({ name: 'StartupError', code: 'data_folder_unreachable' })
    const [command] = /rm -r .*'/.exec(refusal.hint)!
    execFileSync('sh', ['-c', command])
    await (await startOwnPostgres({ dataDir })).stop()
    await rm(socketFolder, { recursive: true })
  })
})

describeIf(isRoot && othersReachUs)('started as another user, PostgreSQL', () => {
  test('runs as that user', async () => {
    await dataFolderOf(nobody)
    expect(await startAs(nobody)).toEqual({ started: true })
    expect((await stat(join(dataDir, 'postgres', 'cluster'))).uid).toBe(nobody.uid)
  })

  test('can afterwards be started by root, and again by that user', async () => {
    await dataFolderOf(nobody)
    await startAs(nobody)
    await (await startOwnPostgres({ dataDir })).stop()
    expect(await startAs(nobody)).toEqual({ started: true })
  })

  test('is refused a database that belongs to somebody else, with the command that gives it away', async () => {
    await dataFolderOf(nobody)
    await mkdir(join(dataDir, 'postgres'))
    expect(await startAs(nobody)).toEqual({
      code: 'data_folder_unreachable',
      message: expect.stringContaining('belongs to uid 0, and Billfold runs as nobody'),
      hint: expect.stringContaining(`sudo chown -R ${nobody.uid}:${nobody.gid} '${dataDir}/postgres'`),
    })
  })

  test('is refused a user without a name, with the line that names it', async () => {
    await dataFolderOf(unnamed)
    expect(await startAs(unnamed)).toEqual({
      code: 'no_passwd_entry',
      message: expect.stringContaining('uid 10001 has no entry in /etc/passwd'),
      hint: expect.stringContaining('billfold:x:10001:10001::/:/usr/sbin/nologin'),
    })
  })

  test('is refused a data folder where it may not write', async () => {
    await mkdir(dataDir, { mode: 0o755 })
    expect(await startAs(nobody)).toMatchObject({
      code: 'data_folder_unreachable',
      message: expect.stringContaining(`${dataDir} cannot be used: EACCES`),
    })
  })
})

describeIf(!isRoot)('started by an ordinary user, PostgreSQL', () => {
  test('runs as that user', async () => {
    expect((await accountForPostgres(dataDir, undefined)).uid).toBe(process.getuid!())
  })
})
