import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { StartupError } from '../startup-error.ts'

const run = promisify(execFile)

/** The user that PostgreSQL runs as. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

const dedicatedNames = ['billfold', 'postgres', 'nobody']

/**
 * PostgreSQL refuses to run as root, so root lends it another user: the one that owns the database already, else a
 * dedicated one, else nobody. Everyone else runs it as themselves.
 *
 * @param folder PostgreSQL's, which may not exist yet
 * @param ownerUid who owns that folder, if it exists
 * @throws StartupError `no_passwd_entry` when the user has no name, which PostgreSQL insists on, or
 *   `data_folder_unreachable` when the folder is another user's
 */
export async function accountForPostgres(folder: string, ownerUid: number | undefined): Promise<Account> {
  if (process.geteuid!() !== 0) return refuseForeign(ourselves(), folder, ownerUid)
  const owner = ownerUid ? [String(ownerUid)] : []
  for (const name of [...owner, ...dedicatedNames]) {
    const account = await lookUp(name)
    if (account) return account
  }
  throw new StartupError(
    'no_passwd_entry',
    `PostgreSQL refuses to run as root, and none of the users ${dedicatedNames.join(', ')} exists to run it instead.`,
    'Add one (useradd --system billfold), run Billfold as an ordinary user, or set BILLFOLD_DATABASE_URL.',
  )
}

function ourselves(): Account {
  const [uid, gid] = [process.geteuid!(), process.getegid!()]
  try {
    return { name: userInfo().username, uid, gid }
  } catch (cause) {
    throw new StartupError(
      'no_passwd_entry',
      `PostgreSQL asks for the name of the user it runs as, and uid ${uid} has no entry in /etc/passwd.`,
      `Add one (as root, or in the image: echo 'billfold:x:${uid}:${gid}::/:/usr/sbin/nologin' >> /etc/passwd), run as a user that has one, or set BILLFOLD_DATABASE_URL.`,
      { cause },
    )
  }
}

function refuseForeign(us: Account, folder: string, ownerUid: number | undefined): Account {
  if (ownerUid === undefined || ownerUid === us.uid) return us
  throw new StartupError(
    'data_folder_unreachable',
    `The database in ${folder} belongs to uid ${ownerUid}, and Billfold runs as ${us.name} (uid ${us.uid}).`,
    `Run Billfold as it ran before, or give the database to this user: sudo chown -R ${us.uid}:${us.gid} '${folder}'`,
  )
}

async function lookUp(user: string): Promise<Account | undefined> {
  try {
    const [name, uid, gid] = await Promise.all(
      ['-un', '-u', '-g'].map(async (column) => (await run('id', [column, user])).stdout.trim()),
    )
    return { name: name!, uid: Number(uid), gid: Number(gid) }
  } catch {
    return undefined // id ends with 1 when there is no such user
  }
}

/** What `spawn` needs to start a program as that user. It takes ids as signed 32 bits: macOS's nobody is -2. */
export const asAccount = ({ uid, gid }: Account) => ({ uid: uid | 0, gid: gid | 0 })

/**
 * The folders on the way to `path`, itself included, that the user whom root lends to PostgreSQL may not enter: it
 * keeps no supplementary groups. What does not exist is not counted, nor is anything when PostgreSQL runs as ourselves.
 */
export async function closedFolders(path: string, account: Account): Promise<string[]> {
  if (account.uid === process.geteuid!()) return []
  const folders = [path]
  while (dirname(folders[0]!) !== folders[0]) folders.unshift(dirname(folders[0]!))
  const closed = await Promise.all(folders.map((folder) => isClosed(folder, account)))
  return folders.filter((_, index) => closed[index])
}

async function isClosed(folder: string, account: Account): Promise<boolean> {
  const entry = await stat(folder).catch(() => undefined)
  if (!entry?.isDirectory()) return false
  const bit = entry.uid === account.uid ? 0o100 : entry.gid === account.gid ? 0o010 : 0o001
  return (entry.mode & bit) === 0
}
