import { execFile } from 'node:child_process'
import { access, glob, realpath } from 'node:fs/promises'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { promisify } from 'node:util'
import { StartupError } from '../startup-error.ts'
import { type Account, closedFolders } from './account.ts'
import { embeddedBinFolder } from './embedded.ts'

const run = promisify(execFile)

const oldestMajor = 15

/** Where distributions and installers put PostgreSQL's programs; the newest first. */
const usualFolders = [
  '/usr/lib/postgresql/*/bin', // Debian, Ubuntu
  '/usr/pgsql-*/bin', // PostgreSQL's own packages for RHEL, Fedora
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
]

export interface Binaries {
  readonly folder: string
  readonly major: number
  /** Folders on the way there that PostgreSQL's user may not enter; usually none. */
  readonly closed: readonly string[]
}

/**
 * Finds PostgreSQL's programs: those of the npm package, else of the machine.
 *
 * @param writtenBy the major version that wrote the existing database, as its PG_VERSION says: only that one reads it
 * @throws StartupError `postgres_not_found`, or `postgres_major_mismatch` when only other versions are found
 */
export async function findBinaries(writtenBy: string | undefined, account: Account): Promise<Binaries> {
  const found: Binaries[] = []
  const seen = new Set<string>()
  for await (const candidate of candidateFolders()) {
    const folder = await installation(candidate)
    if (!folder || seen.has(folder)) continue
    seen.add(folder)
    const major = await majorOf(folder)
    if (!major) continue
    const binaries = { folder, major, closed: await closedFolders(folder, account) }
    if (fits(binaries, writtenBy) && binaries.closed.length === 0) return binaries
    found.push(binaries)
  }
  const closed = found.find((binaries) => fits(binaries, writtenBy))
  if (closed) return closed
  throw writtenBy === undefined ? notFound(found) : majorMismatch(writtenBy, found)
}

const fits = ({ major }: Binaries, writtenBy: string | undefined) =>
  writtenBy === undefined ? major >= oldestMajor : String(major) === writtenBy

async function* candidateFolders(): AsyncGenerator<string> {
  const embedded = await embeddedBinFolder()
  if (embedded) yield embedded
  yield* await run('pg_config', ['--bindir']).then(
    ({ stdout }) => [stdout.trim()],
    () => [],
  )
  yield* (process.env.PATH ?? '').split(delimiter).filter(isAbsolute)
  for (const pattern of usualFolders) {
    const folders: string[] = []
    for await (const folder of glob(pattern)) folders.push(folder)
    yield* folders.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  }
}

/** The folder that really holds both programs: `postgres` on the PATH is often a symbolic link to it. */
async function installation(candidate: string): Promise<string | undefined> {
  try {
    const folder = dirname(await realpath(join(candidate, 'postgres')))
    await access(join(folder, 'initdb'))
    return folder
  } catch {
    return undefined
  }
}

async function majorOf(folder: string): Promise<number | undefined> {
  try {
    const { stdout } = await run(join(folder, 'postgres'), ['--version'])
    return Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]) || undefined
  } catch {
    return undefined // made for another C library, say
  }
}

function notFound(found: readonly Binaries[]): StartupError {
  return new StartupError(
    'postgres_not_found',
    `Billfold needs PostgreSQL ${oldestMajor} or newer to keep its data in, and found ${listed(found)}.`,
    `Install the optional npm packages (npm install --include=optional), or PostgreSQL (Debian: apt-get install postgresql; macOS: brew install postgresql@18), or set BILLFOLD_DATABASE_URL to a PostgreSQL server.`,
  )
}

function majorMismatch(writtenBy: string, found: readonly Binaries[]): StartupError {
  return new StartupError(
    'postgres_major_mismatch',
    `The data folder was written by PostgreSQL ${writtenBy}, which alone can read it, and this machine has ${listed(found)}.`,
    `Install PostgreSQL ${writtenBy} (Debian: apt-get install postgresql-${writtenBy}; macOS: brew install postgresql@${writtenBy}), or choose another data folder with --data or BILLFOLD_DATA.`,
  )
}

const listed = (found: readonly Binaries[]) =>
  found.map(({ major, folder }) => `PostgreSQL ${major} in ${folder}`).join(', ') || 'none'
