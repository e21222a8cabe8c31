import pg from 'pg'
import { StartupError } from '../startup-error.ts'
import { openDataFolder } from './folders.ts'
import { keepRunning } from './keep-running.ts'
import { type FolderLock, lockFolder } from './lock.ts'
import { launch } from './postmaster.ts'
import { connectionStringFor } from './settings.ts'
import { prepareSite } from './site.ts'

export interface OwnPostgres {
  /** For `pg`: the database `billfold`, by its Unix socket. */
  readonly connectionString: string
  readonly major: number
  /** It ran already, left behind by a Billfold that was killed. */
  readonly adopted: boolean
  /** Stops PostgreSQL, an adopted one too, and gives the data folder free. Close all connections first. */
  stop(): Promise<void>
}

const database = 'billfold'

/**
 * Starts Billfold's own PostgreSQL in `<dataDir>/postgres`, creating what is missing, and keeps it running until
 * `stop()`. It listens on a Unix socket that only its user can reach. If this process is killed, PostgreSQL lives on and
 * the next start adopts it.
 *
 * @param options.dataDir Billfold's data folder; made if missing, and locked for this process
 * @param options.log told what an operator may want to know
 * @throws StartupError with a code for each thing that can be wrong
 */
export async function startOwnPostgres(options: {
  dataDir: string
  log?: (line: string) => void
}): Promise<OwnPostgres> {
  if (process.platform === 'win32') throw onWindows()
  const { dataDir, log = () => {} } = options
  try {
    const folder = await openDataFolder(dataDir)
    const lock = await lockFolder(folder)
    try {
      return await startLocked(folder, lock, log)
    } catch (error) {
      lock.release()
      throw error
    }
  } catch (error) {
    throw isFileError(error) ? unusable(dataDir, error) : error
  }
}

async function startLocked(dataDir: string, lock: FolderLock, log: (line: string) => void): Promise<OwnPostgres> {
  const site = await prepareSite(dataDir, log)
  const postmaster = await launch(site, log)
  const { socketFolder, adopted } = postmaster
  if (adopted) log(`Adopted the PostgreSQL that was still running (pid ${postmaster.pid})`)
  // Clients keep the address: a PostgreSQL started again listens where this one does.
  const supervision = keepRunning(postmaster, () => launch({ ...site, socket: socketFolder }, log), log)
  const onExit = () => {
    supervision.abandon()
    lock.release()
  }
  process.once('exit', onExit)
  const end = async () => {
    await supervision.stop()
    process.off('exit', onExit)
    lock.release()
  }
  let ended: Promise<void> | undefined
  const stop = () => (ended ??= end())
  try {
    await createDatabase(connectionStringFor('postgres', socketFolder))
  } catch (error) {
    await stop()
    throw error
  }
  return { connectionString: connectionStringFor(database, socketFolder), major: site.binaries.major, adopted, stop }
}

async function createDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${database}`)
  } finally {
    await client.end()
  }
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'path' in error

function unusable(dataDir: string, cause: Error): StartupError {
  return new StartupError(
    'data_folder_unreachable',
    `The data folder ${dataDir} cannot be used: ${cause.message}`,
    'Let the user that runs Billfold write there, or choose another data folder with --data or BILLFOLD_DATA.',
    { cause },
  )
}

function onWindows(): StartupError {
  return new StartupError(
    'postgres_not_found',
    'Billfold cannot run a PostgreSQL of its own on Windows.',
    'Set BILLFOLD_DATABASE_URL to a PostgreSQL server, or run Billfold in WSL or a container.',
  )
}
