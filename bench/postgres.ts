import { chmodSync, mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { startOwnPostgres } from '../server/dist/platform/postgres/supervise.js'

/** A PostgreSQL in which a run makes databases of its own. */
export interface BenchPostgres {
  /** As `PostgreSQL 18.4 (Billfold's own)`. */
  readonly description: string
  /**
   * Makes an empty database, or a copy of one of this run that nobody is connected to.
   *
   * @returns its connection string
   */
  create(name: string, template?: string): Promise<string>
  drop(name: string): Promise<void>
  /** Writes out what earlier work left behind, so that the next measurement does not pay for it. */
  settle(): Promise<void>
  stop(): Promise<void>
}

/** Linux's number of the file system that has no disk. */
const tmpfs = 0x01021994

/**
 * The PostgreSQL that BILLFOLD_BENCH_DATABASE_URL names, by a user who may create databases; else Billfold's own in the
 * given folder, with the settings that it has in use.
 */
export async function openPostgres(folder: string): Promise<BenchPostgres> {
  const given = process.env.BILLFOLD_BENCH_DATABASE_URL
  if (given) return overServer(given, 'the one that BILLFOLD_BENCH_DATABASE_URL names', async () => {})
  const dataDir = join(folder, 'data')
  mkdirSync(dataDir)
  // PostgreSQL runs as another user where we are root, and must get through.
  chmodSync(folder, 0o711)
  const own = await startOwnPostgres({ dataDir })
  const where = statfsSync(dataDir).type === tmpfs ? ', its data in memory, so that commits are too cheap' : ''
  return overServer(own.connectionString, `Billfold’s own${where}`, own.stop)
}

async function overServer(url: string, whose: string, stop: () => Promise<void>): Promise<BenchPostgres> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  const { rows } = await admin.query<{ server_version: string }>('show server_version')
  const databaseOf = (name: string) => `billfold_bench_${process.pid}_${name}`
  const made = new Set<string>()
  const drop = async (name: string) => {
    await admin.query(`drop database if exists ${databaseOf(name)} with (force)`)
    made.delete(name)
  }
  return {
    description: `PostgreSQL ${rows[0]?.server_version.split(' ')[0]} (${whose})`,
    async create(name, template) {
      const from = template === undefined ? '' : ` template ${databaseOf(template)}`
      await admin.query(`create database ${databaseOf(name)}${from}`)
      made.add(name)
      return withDatabase(url, databaseOf(name))
    },
    drop,
    async settle() {
      await admin.query('checkpoint')
    },
    async stop() {
      for (const name of made) await drop(name)
      await admin.end()
      await stop()
    },
  }
}

/** URL cannot change the path of an address without a host, as that of a Unix socket is. */
const withDatabase = (url: string, database: string): string =>
  url.replace(/^(postgres(?:ql)?:\/\/[^/?]*)(?:\/[^?]*)?/, `$1/${database}`)
