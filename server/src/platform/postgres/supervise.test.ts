import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as immediate } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StartupError } from '../startup-error.ts'
import { runningPostmaster } from './pid-file.ts'
import { shutDown } from './postmaster.ts'
import { isRunning } from './process-info.ts'
import { type OwnPostgres, startOwnPostgres } from './supervise.ts'

/** Two data folders: one is used again and again, because creating a database takes a second; the other is new. */
let base: string
let usedFolder: string
let dataDir: string
const running: OwnPostgres[] = []
const children: ChildProcess[] = []

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'billfold-postgres-'))
  await chmod(base, 0o711) // as root we run PostgreSQL as somebody else, who has to pass through
  usedFolder = join(base, 'used')
  await (await startOwnPostgres({ dataDir: usedFolder })).stop()
})

// An `initdb` whose parent was killed may be writing its last.
afterAll(() => rm(base, { recursive: true, maxRetries: 20 }))

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const postgres of running.splice(0)) await postgres.stop()
  const orphan = await runningPostmaster(cluster())
  if (orphan) await shutDown(orphan)
})

const cluster = () => join(dataDir, 'postgres', 'cluster')
const pidFile = () => join(cluster(), 'postmaster.pid')
const postmaster = async () => (await runningPostmaster(cluster()))!

async function drafts(): Promise<string[]> {
  const names = await readdir(join(dataDir, 'postgres')).catch(() => [])
  return names.filter((name) => name.startsWith('cluster.new'))
}

async function start(log?: (line: string) => void): Promise<OwnPostgres> {
  const postgres = await startOwnPostgres({ dataDir, ...(log && { log }) })
  running.push(postgres)
  return postgres
}

/** Hears what PostgreSQL's supervisor tells, and waits for what it has yet to tell. */
function listener() {
  const heard: string[] = []
  const lines = new EventEmitter()
  return {
    log(line: string) {
      heard.push(line)
      lines.emit('line')
    },
    async says(part: string) {
      while (!heard.some((line) => line.includes(part))) await once(lines, 'line')
    },
  }
}

async function query<Row extends pg.QueryResultRow>({ connectionString }: OwnPostgres, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** A process that starts PostgreSQL on the same folder and reports each row as soon as its commit is acknowledged. */
const writer = `
  const [moduleUrl, pgUrl, dataDir] = process.argv.slice(1)
  const { startOwnPostgres } = await import(moduleUrl)
  const { default: pg } = await import(pgUrl)
  const { connectionString } = await startOwnPostgres({ dataDir })
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  await client.query('drop table if exists acknowledged')
  await client.query('create table acknowledged (number int primary key)')
  for (let number = 1; ; number++) {
    await client.query('insert into acknowledged values ($1)', [number])
    console.log(number)
  }`

function spawnScript(script: string): ChildProcess {
  const modules = [new URL('supervise.ts', import.meta.url).href, import.meta.resolve('pg')]
  const args = ['--input-type=module', '-e', script, '--', ...modules, dataDir]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

/** Kills a writer, and what else is to die with it, in the middle of its work. */
async function killedWriter(alsoKill: () => Promise<void> = async () => {}): Promise<{ acknowledged: number }> {
  const child = spawnScript(writer)
  let acknowledged = 0
  const exit = once(child, 'exit')
  for await (const line of createInterface(child.stdout!)) {
    acknowledged = Number(line)
    if (acknowledged !== 50) continue
    child.kill('SIGKILL')
    await alsoKill()
  }
  await exit
  return { acknowledged }
}

async function survivors(postgres: OwnPostgres, acknowledged: number): Promise<number> {
  const [row] = await query<{ count: number }>(
    postgres,
    `select count(*)::int from acknowledged where number <= ${acknowledged}`,
  )
  return row!.count
}

describe('the first start', () => {
  let folders = 0
  beforeEach(() => {
    dataDir = join(base, `new${folders++}`, 'data')
  })

  test('makes a database that keeps what it has acknowledged and speaks UTF-8', async () => {
    const postgres = await start()
    expect(postgres).toMatchObject({ adopted: false })
    const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding']
    const shown = await Promise.all(names.map((name) => query(postgres, `show ${name}`)))
    expect(Object.assign({}, ...shown.flat())).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      server_encoding: 'UTF8',
    })
    const [text] = await query(postgres, `select upper('é') as upper, 'Z' < 'a' as by_code_point`)
    expect(text).toEqual({ upper: 'É', by_code_point: true })
  })

  test('is not led astray by variables about other servers', async () => {
    const script = `
      Object.assign(process.env, { PGPORT: '1', PGSSLMODE: 'require', PGDATA: '/nowhere', PGHOST: 'example.test', LC_ALL: 'xx_XX' })
      ${writer}`
    const [line] = await once(createInterface(spawnScript(script).stdout!), 'line')
    expect(line).toBe('1')
  })

  test('may be killed while it creates the database', async () => {
    const child = spawnScript(writer)
    while ((await drafts()).length === 0) await immediate()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const postgres = await start()
    expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('works in a folder whose path is too long for a socket, spaces and quotes included', async () => {
    dataDir = join(base, `"a, very" ${'long '.repeat(30)}path`)
    const postgres = await start()
    expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }])
    const { socketFolder } = await postmaster()
    expect(socketFolder.startsWith(dataDir)).toBe(false)
    const folder = await stat(socketFolder)
    expect(folder.mode & 0o777).toBe(0o700)
    expect(folder.uid).toBe((await stat(cluster())).uid)
    await postgres.stop()
    await rm(socketFolder, { recursive: true })
  })
})

describe('the next start', () => {
  beforeEach(() => {
    dataDir = usedFolder
  })

  test('finds what was written before', async () => {
    const first = await start()
    await query(first, 'create table kept as select 42 as answer')
    await first.stop()
    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  test('adopts the PostgreSQL of a Billfold that was killed, with every acknowledged row, and stops it too', async () => {
    const { acknowledged } = await killedWriter()
    const orphan = await postmaster()
    const postgres = await start()
    expect(postgres.adopted).toBe(true)
    expect((await postmaster()).pid).toBe(orphan.pid)
    expect(await survivors(postgres, acknowledged)).toBe(acknowledged)
    await postgres.stop()
    expect(await isRunning(orphan)).toBe(false)
  })

  test('finds every acknowledged row after Billfold and PostgreSQL were killed together', async () => {
    const { acknowledged } = await killedWriter(async () => void process.kill((await postmaster()).pid, 'SIGKILL'))
    const postgres = await start()
    expect(postgres.adopted).toBe(false)
    expect(await survivors(postgres, acknowledged)).toBe(acknowledged)
  })

  test('is not stopped by a pid file whose number is a stranger’s by now', async () => {
    await writeFile(pidFile(), `${process.pid}\n${cluster()}\n0\n5432\n${join(dataDir, 'postgres', 'socket')}\n`)
    expect((await start()).adopted).toBe(false)
  })

  test('is not stopped by a pid file whose number is a zombie’s', async () => {
    const script = 'sh -c "echo \\$\\$; exec cat /dev/null" & exec sleep 600'
    const parent = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(parent)
    const [output] = await once(parent.stdout, 'data')
    await writeFile(pidFile(), `${Number(String(output))}\n${cluster()}\n0\n5432\n`)
    expect((await start()).adopted).toBe(false)
  })

  test('begins a new log when the old one has grown large', async () => {
    const log = join(dataDir, 'postgres', 'server.log')
    await writeFile(log, 'x'.repeat(9 * 1024 * 1024))
    await start()
    expect((await stat(`${log}.old`)).size).toBe(9 * 1024 * 1024)
    const begun = await readFile(log, 'utf8')
    expect(begun).toContain('ready to accept connections')
    expect(begun).not.toContain('xxx')
  })

  test('removes a half-made database that a killed start has left', async () => {
    await mkdir(join(dataDir, 'postgres', 'cluster.new-1', 'base'), { recursive: true })
    await start()
    expect(await drafts()).toEqual([])
  })
})

describe('while Billfold runs', () => {
  beforeEach(() => {
    dataDir = usedFolder
  })

  test('a PostgreSQL that is killed is started again at the same address, with every row', async () => {
    const journal = listener()
    const postgres = await start(journal.log)
    await query(postgres, 'create table kept_running as select 42 as answer')
    const killed = await postmaster()
    process.kill(killed.pid, 'SIGKILL')
    await journal.says(`(pid ${killed.pid}) has ended unexpectedly`)
    await journal.says('is running again')
    expect(await query(postgres, 'select answer from kept_running')).toEqual([{ answer: 42 }])
  })

  test('a PostgreSQL that cannot be started again is tried until it can', async () => {
    const journal = listener()
    const postgres = await start(journal.log)
    const settings = join(cluster(), 'postgresql.conf')
    const original = await readFile(settings)
    await writeFile(settings, 'no_such_setting = 1\n')
    process.kill((await postmaster()).pid, 'SIGKILL')
    await journal.says('could not be started again')
    await writeFile(settings, original)
    await journal.says('is running again')
    expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('stop() ends the attempts to start a PostgreSQL that cannot be', async () => {
    const journal = listener()
    const postgres = await start(journal.log)
    const settings = join(cluster(), 'postgresql.conf')
    const original = await readFile(settings)
    await writeFile(settings, 'no_such_setting = 1\n')
    process.kill((await postmaster()).pid, 'SIGKILL')
    await journal.says('could not be started again')
    await postgres.stop()
    await writeFile(settings, original)
    expect((await start()).adopted).toBe(false)
  })

  test('its folder is refused to another one, which is told who holds it', async () => {
    const child = spawnScript(writer)
    await once(createInterface(child.stdout!), 'line')
    const refusal = await start().catch((error) => error)
    expect(refusal).toMatchObject({ name: 'StartupError', code: 'data_folder_locked' })
    expect(refusal.message).toContain(`pid ${child.pid}, since 20`)
    expect(refusal.message).toContain('supervise.ts')
  })

  test('PostgreSQL stops with it when it exits without saying so', async () => {
    const child = spawnScript(`process.once('SIGUSR2', () => process.exit())\n${writer}`)
    await once(createInterface(child.stdout!), 'line')
    const left = await postmaster()
    child.kill('SIGUSR2')
    while (await isRunning(left)) await immediate()
    expect(await survivors(await start(), 1)).toBe(1)
  })

  test('PostgreSQL listens nowhere but on a socket in a folder that its user alone may enter', async () => {
    const postgres = await start()
    expect(await query(postgres, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
    const { socketFolder } = await postmaster()
    expect((await stat(socketFolder)).mode & 0o777).toBe(0o700)
    expect(postgres.connectionString).toContain(encodeURIComponent(socketFolder))
  })

  test('stop() may be called again and again', async () => {
    const postgres = await start()
    await Promise.all([postgres.stop(), postgres.stop()])
    await postgres.stop()
  })
})

describe('what is wrong is said, and leaves the folder free:', () => {
  beforeEach(() => {
    dataDir = usedFolder
  })

  /** Starts while a file says something else than it should, and once more when it is as it was. */
  async function refusalWhile(file: string, says: string): Promise<StartupError> {
    const original = await readFile(file)
    await writeFile(file, says)
    const refusal = await start().catch((error) => error)
    await writeFile(file, original)
    await start()
    return refusal
  }

  test('a database of another major version', async () => {
    const refusal = await refusalWhile(join(cluster(), 'PG_VERSION'), '9\n')
    expect(refusal).toMatchObject({ name: 'StartupError', code: 'postgres_major_mismatch' })
    expect(refusal.hint).toContain('Install PostgreSQL 9 ')
  })

  test('what PostgreSQL itself says when it does not start', async () => {
    const refusal = await refusalWhile(join(cluster(), 'postgresql.conf'), 'no_such_setting = 1\n')
    expect(refusal).toMatchObject({ name: 'StartupError', code: 'postgres_did_not_start' })
    expect(refusal.message).toContain('unrecognized configuration parameter "no_such_setting"')
    expect(refusal.message).not.toContain('ready to accept connections') // of an earlier start
    expect(refusal.hint).toContain(join(dataDir, 'postgres', 'server.log'))
  })

  test('a data folder that is a file', async () => {
    dataDir = join(usedFolder, 'postgres', 'server.log')
    const refusal = await start().catch((error) => error)
    expect(refusal).toMatchObject({ name: 'StartupError', code: 'data_folder_unreachable' })
    expect(refusal.message).toContain(dataDir)
  })
})
