import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

export interface ProcessInfo {
  readonly pid: number
  /** Tells this process from a later one that was given the same id: equal only for one and the same process. */
  readonly birth: string
  readonly command: string
  /** The folder it works in, where the system tells. */
  readonly folder: string | undefined
}

/**
 * Looks at a process. One that has ended but was not yet reaped by its parent (a zombie, usual in a container whose
 * first process does not reap) has ended, although a signal still "reaches" it.
 *
 * @returns undefined when no such process runs
 */
export async function runningProcess(pid: number): Promise<ProcessInfo | undefined> {
  if (!Number.isSafeInteger(pid) || pid < 1) return undefined
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

/** Whether that very process still runs, and not another one that has its id by now. */
export async function isRunning({ pid, birth }: Pick<ProcessInfo, 'pid' | 'birth'>): Promise<boolean> {
  return (await runningProcess(pid))?.birth === birth
}

/** proc(5): the fields after the command name, which is in parentheses and may itself hold any character. */
async function fromProc(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, startTicks] = [fields[0], fields[19]]
    if (state === 'Z' || state === 'X') return undefined
    const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'latin1')
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    return {
      pid,
      birth: `${bootId.trim()} ${startTicks}`,
      command: command.replaceAll('\0', ' ').trim(),
      folder: await readlink(`/proc/${pid}/cwd`).catch(() => undefined),
    }
  } catch {
    return undefined // it ended while we looked, or never was
  }
}

/** POSIX ps, for systems without /proc. */
export async function fromPs(pid: number): Promise<ProcessInfo | undefined> {
  const columns = ['stat=', 'lstart=', 'command='].flatMap((column) => ['-o', column])
  try {
    const options = { env: { PATH: process.env.PATH, LC_ALL: 'C' } }
    const { stdout } = await promisify(execFile)('ps', ['-ww', ...columns, '-p', String(pid)], options)
    const [, state, birth, command] = /^(\S+)\s+((?:\S+\s+){4}\S+)\s+(.*)$/s.exec(stdout.trim()) ?? []
    if (!state || !birth || command === undefined || state.startsWith('Z')) return undefined
    return { pid, birth, command, folder: undefined }
  } catch {
    return undefined // ps ends with 1 when there is no such process
  }
}
