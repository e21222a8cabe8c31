import { StartupError } from '../startup-error.ts'
import { type Account, accountForPostgres, closedFolders } from './account.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { createCluster, removeDrafts } from './cluster.ts'
import { type Folders, makeFolders, ownerOf, postgresFolder, writtenBy } from './folders.ts'

/** All that it takes to start PostgreSQL on a data folder. */
export interface Site extends Folders {
  readonly account: Account
  readonly binaries: Binaries
}

/**
 * Settles who runs which PostgreSQL, and makes the cluster if there is none.
 *
 * @throws StartupError
 */
export async function prepareSite(dataDir: string, log: (line: string) => void): Promise<Site> {
  const folder = postgresFolder(dataDir)
  const account = await accountForPostgres(folder, await ownerOf(folder))
  const version = await writtenBy(dataDir)
  const binaries = await findBinaries(version, account)
  refuseClosed([...(await closedFolders(dataDir, account)), ...binaries.closed], dataDir, account)
  const site: Site = { ...(await makeFolders(dataDir, account)), account, binaries }
  await removeDrafts(site.postgres)
  if (version === undefined) {
    log(`Creating a PostgreSQL ${binaries.major} database in ${site.postgres}`)
    await createCluster(site)
  }
  return site
}

function refuseClosed(folders: readonly string[], dataDir: string, account: Account): void {
  if (folders.length === 0) return
  const closed = [...new Set(folders)]
  throw new StartupError(
    'data_folder_unreachable',
    `PostgreSQL does not run as root, so Billfold runs it as the user ${account.name}, who may not enter ${closed.join(', ')} on the way to its data in ${dataDir} or to its programs.`,
    `Let others pass through (they still cannot list what is in it): chmod o+x ${closed.map((folder) => `'${folder}'`).join(' ')}. Or run Billfold as an ordinary user, or choose a data folder elsewhere with --data or BILLFOLD_DATA.`,
  )
}
