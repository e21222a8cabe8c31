import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isSystemError, SimulatorError } from '../errors.ts'

const pollMs = 25
const patienceMs = 60_000

/** The last piece of work of this process in each folder, so that the next one waits for it. */
const queues = new Map<string, Promise<unknown>>()

/**
 * Does some work in `dir` while nobody else does any, in this process or another. A lock that a process left behind when
 * it died is taken over. `dir` must always be named by the same path.
 * @throws SimulatorError `phone_busy`: another process has held the lock for a minute
 */
export async function exclusively<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(dir)
  const turn = (async () => {
    await before?.catch(() => {})
    return withLockFile(join(dir, 'phone.lock'), work)
  })()
  queues.set(dir, turn)
  try {
    return await turn
  } finally {
    if (queues.get(dir) === turn) queues.delete(dir)
  }
}

async function withLockFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; !(await tryToLock(path)); ) {
    const holder = Number(await readFile(path, 'utf8').catch(() => Number.NaN))
    if (isLeftBehind(holder)) {
      await rm(path, { force: true })
    } else if (waitedMs < patienceMs) {
      await setTimeout(pollMs)
      waitedMs += pollMs
    } else {
      throw new SimulatorError('phone_busy', `Process ${holder} is using this phone (${path}).`, {
        fix: 'Wait for it to end. If it has nothing to do with Billfold, remove the file.',
      })
    }
  }
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

/** Linking a file that is already written makes the lock appear together with the number of its process. */
async function tryToLock(path: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, String(process.pid), { mode: 0o600 })
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Our own number counts too: the queue lets one piece of work through, so the lock is from a process before us. */
function isLeftBehind(pid: number): boolean {
  if (pid === process.pid) return true
  if (Number.isNaN(pid)) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return isSystemError(error, 'ESRCH')
  }
}
