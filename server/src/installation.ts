import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Clock } from './platform/clock.ts'
import { type Database, openDatabase } from './platform/database.ts'
import { type Keys, openKeys } from './platform/keys.ts'
import type { Logger } from './platform/logger.ts'
import { migrate } from './platform/migrate.ts'
import { startOwnPostgres } from './platform/postgres/supervise.ts'

/** What lasts between runs: the database, migrated, and the keys in it, unwrapped. */
export interface Installation {
  readonly connectionString: string
  readonly database: Database
  readonly keys: Keys
  close(): Promise<void>
}

/** Enough for requests and jobs to use all cores; PostgreSQL’s own default allows four such processes. */
const maxConnections = 24

/** Our statements take milliseconds; only a database in trouble needs longer. */
const queryTimeoutMs = 15_000

/** Opens the installation that a configuration names; starts Billfold's own PostgreSQL if it names no other. */
export async function openInstallation(
  config: Config,
  { clock, logger }: { clock: Clock; logger: Logger },
): Promise<Installation> {
  const own =
    config.databaseUrl === undefined
      ? await startOwnPostgres({ dataDir: config.dataDir, log: (line) => logger.info(line) })
      : undefined
  const connectionString = config.databaseUrl ?? own?.connectionString ?? ''
  try {
    const { applied } = await migrate(connectionString)
    if (applied.length > 0) logger.info({ applied }, 'the database schema was brought up to date')
    const secret = config.secret ?? (await ownSecret(config.dataDir))
    let closing = false
    const onConnectionLost = (error: Error) => {
      // Not the error itself: it drags the whole connection along.
      if (!closing) logger.warn(`a database connection broke (${error.message}); a new one takes its place`)
    }
    const database = openDatabase({ connectionString, maxConnections, queryTimeoutMs, onConnectionLost })
    const keys = await openKeys(database.db, secret, clock.now()).catch(async (error: unknown) => {
      await database.close()
      throw error
    })
    const close = async () => {
      closing = true
      await database.close()
      await own?.stop()
    }
    return { connectionString, database, keys, close }
  } catch (error) {
    await own?.stop()
    throw error
  }
}

/** The secret of an installation that was given none: made once and kept in the data folder, for its owner only. */
async function ownSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secret')
  const found = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return undefined
  })
  if (found !== undefined) return found.trim()
  const secret = randomBytes(32).toString('base64')
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  // `wx`: of two processes that start at once, one makes the secret and the other reads it.
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return (await readFile(file, 'utf8')).trim()
}
