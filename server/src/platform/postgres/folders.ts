import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstat, mkdir, readFile, realpath, rename, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { StartupError } from '../startup-error.ts'
import { type Account, closedFolders } from './account.ts'
import { socketName } from './settings.ts'

/** What Billfold's PostgreSQL keeps in the data folder. */
export interface Folders {
  /** Belongs to PostgreSQL's user and holds the rest. */
  readonly postgres: string
  readonly cluster: string
  readonly socket: string
  readonly log: string
}

/** Shorter than a Unix socket's path may be anywhere: 107 bytes on Linux, 103 on macOS. */
const socketPathMaxBytes = 100
const logMaxBytes = 8 * 1024 * 1024

/** Makes the data folder if it is new, such that the user whom root lends to PostgreSQL can pass through it. */
export async function openDataFolder(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: process.geteuid!() === 0 ? 0o711 : 0o700 })
  return realpath(dataDir)
}

export const postgresFolder = (dataDir: string) => join(dataDir, 'postgres')

/** The user id of a folder's owner, if the folder exists. */
export async function ownerOf(folder: string): Promise<number | undefined> {
  return (await ifThere(stat(folder)))?.uid
}

/** Which major version of PostgreSQL wrote the existing database, if there is one. */
export async function writtenBy(dataDir: string): Promise<string | undefined> {
  const version = await ifThere(readFile(join(postgresFolder(dataDir), 'cluster', 'PG_VERSION'), 'utf8'))
  return version?.trim()
}

/**
 * Makes the folders that PostgreSQL needs and gives them, and nothing above them, to its user.
 *
 * @throws StartupError `data_folder_unreachable`
 */
export async function makeFolders(dataDir: string, account: Account): Promise<Folders> {
  const postgres = postgresFolder(dataDir)
  await mkdir(postgres, { mode: 0o700, recursive: true })
  await giveTo(account, postgres)
  const log = join(postgres, 'server.log')
  const logBytes = (await ifThere(stat(log)))?.size ?? 0
  if (logBytes > logMaxBytes) await rename(log, `${log}.old`)
  return { postgres, cluster: join(postgres, 'cluster'), socket: await makeSocketFolder(postgres, account), log }
}

/** Only root is ever somebody else than the account, and only root can give a folder away. */
async function giveTo(account: Account, folder: string): Promise<void> {
  if ((await lstat(folder)).uid === account.uid) return
  await promisify(execFile)('chown', ['-Rh', `${account.uid}:${account.gid}`, folder])
}

/**
 * A folder for the Unix socket: beside the database, or where that path is too long for a socket, a short one among
 * the temporary files. There anyone may make folders, hence the look at who owns it.
 */
async function makeSocketFolder(postgres: string, account: Account): Promise<string> {
  const short = `billfold-${createHash('sha256').update(postgres).digest('hex').slice(0, 12)}`
  const places = [join(postgres, 'socket'), join(tmpdir(), short), join('/tmp', short)]
  for (const folder of places) {
    if (Buffer.byteLength(join(folder, socketName)) > socketPathMaxBytes) continue
    if ((await closedFolders(dirname(folder), account)).length > 0) continue
    await mkdir(folder, { mode: 0o700 }).catch(unlessItExists)
    if ((await lstat(folder)).uid === process.geteuid!()) await giveTo(account, folder)
    const { uid, mode } = await lstat(folder)
    if (uid === account.uid && (mode & 0o170777) === 0o040700) return folder
    throw new StartupError(
      'data_folder_unreachable',
      `The folder ${folder}, for the socket of Billfold's PostgreSQL, belongs to somebody else or is open to others.`,
      `Find out who made it, and remove it: rm -r '${folder}'`,
    )
  }
  throw new StartupError(
    'data_folder_unreachable',
    `PostgreSQL's user ${account.name} can reach no folder for its socket, whose path may have ${socketPathMaxBytes} bytes; tried ${places.join(', ')}.`,
    'Choose a data folder with a shorter path, with --data or BILLFOLD_DATA.',
  )
}

function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
