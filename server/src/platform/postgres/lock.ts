import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartupError } from '../startup-error.ts'
import { type ProcessInfo, runningProcess } from './process-info.ts'

export interface FolderLock {
  /** Gives the folder free. Synchronous, because a process that is ending can do nothing else. */
  release(): void
}

interface Holder {
  readonly pid: number
  readonly birth: string
  readonly since: string
  readonly command: string
}

/**
 * Makes this process the only Billfold on a data folder, by the file `billfold.lock` in it. The lock of a process
 * that has ended is taken over, even when another process has its id by now; that of a living one never.
 *
 * @throws StartupError `data_folder_locked`, naming the process that holds it
 */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  const path = join(dataDir, 'billfold.lock')
  const self = await runningProcess(process.pid)
  if (!self) throw new Error('Neither /proc nor ps tells about processes here, so that a lock would protect nothing.')
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, JSON.stringify(recordOf(self)), { flag: 'wx' })
  try {
    await claim(path, draft, dataDir)
  } finally {
    await rm(draft, { force: true })
  }
  return { release: () => rmSync(path, { force: true }) }
}

function recordOf(self: ProcessInfo): Holder {
  return {
    pid: self.pid,
    birth: self.birth,
    since: new Date(performance.timeOrigin).toISOString(),
    command: self.command.replaceAll(/(--[\w-]*secret[= ])\S+/g, '$1…'),
  }
}

/**
 * A link appears with its whole content and fails if the name exists, so nobody reads half a lock. Replacing a dead
 * holder's lock is itself done under a lock, or two heirs that both saw it dead could each remove the other's.
 */
async function claim(path: string, draft: string, dataDir: string): Promise<void> {
  for (;;) {
    if (await linked(draft, path)) return
    const found = await readIfThere(path)
    if (found === undefined) continue
    await refuseIfHeld(found, dataDir)
    const takeover = `${path}.takeover`
    await claim(takeover, draft, dataDir)
    try {
      if ((await readIfThere(path)) !== found) continue
      await link(draft, `${draft}.heir`)
      await rename(`${draft}.heir`, path)
      return
    } finally {
      await rm(takeover)
    }
  }
}

async function refuseIfHeld(record: string, dataDir: string): Promise<void> {
  const holder = parse(record)
  if (!holder) return // cut off by a power failure: its writer is gone as well
  const now = await runningProcess(holder.pid)
  if (now?.birth !== holder.birth) return
  throw new StartupError(
    'data_folder_locked',
    `The data folder ${dataDir} is in use by another Billfold process: pid ${holder.pid}, since ${holder.since}, command "${holder.command}".`,
    `Stop that process (kill ${holder.pid}), or give this one a data folder of its own with --data or BILLFOLD_DATA.`,
  )
}

function parse(record: string): Holder | undefined {
  try {
    return JSON.parse(record) as Holder
  } catch {
    return undefined
  }
}

async function linked(existing: string, path: string): Promise<boolean> {
  try {
    await link(existing, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
