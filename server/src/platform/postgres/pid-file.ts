import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runningProcess } from './process-info.ts'
import { socketName } from './settings.ts'

export interface RunningPostmaster {
  readonly pid: number
  readonly birth: string
  readonly socketFolder: string
}

/**
 * The PostgreSQL that runs on this cluster now, by its `postmaster.pid`: the process id on line 1, the socket's folder
 * on line 5 (PostgreSQL's `pidfile.h`). The file outlives a killed server, and its process id may be anyone's by then.
 */
export async function runningPostmaster(cluster: string): Promise<RunningPostmaster | undefined> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const found = await runningProcess(Number(lines[0]))
  if (!found || !/(^|\/)(postgres|postmaster)( |$)/.test(found.command)) return undefined
  if (found.folder !== cluster && !found.command.includes(cluster)) return undefined
  return { pid: found.pid, birth: found.birth, socketFolder: lines[4] ?? '' }
}

/**
 * Removes what a killed server left. PostgreSQL does so itself when the process id is free, but takes a zombie or a
 * stranger with that id for the server. The data is safe without these files: PostgreSQL also looks for processes that
 * still hold the cluster's shared memory.
 */
export async function removeStaleLocks(cluster: string, socketFolder: string): Promise<void> {
  await rm(join(cluster, 'postmaster.pid'), { force: true })
  await rm(join(socketFolder, `${socketName}.lock`), { force: true })
}
