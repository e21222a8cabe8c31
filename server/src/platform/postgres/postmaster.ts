import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartupError } from '../startup-error.ts'
import { asAccount } from './account.ts'
import { type RunningPostmaster, removeStaleLocks, runningPostmaster } from './pid-file.ts'
import { isRunning, runningProcess } from './process-info.ts'
import { programEnvironment, serverArguments } from './settings.ts'
import type { Site } from './site.ts'
import { untilReady } from './until-ready.ts'

export interface Postmaster extends RunningPostmaster {
  /** It ran before we came: whoever started it was killed. */
  readonly adopted: boolean
  /** Settles when it has ended, for whatever reason. */
  readonly ended: Promise<unknown>
}

/** What PostgreSQL says while children of a killed server still end, which takes them moments. */
const stillEnding = /pre-existing shared memory block|lock file ".*" already exists/
const attempts = 60
const betweenAttemptsMs = 500
const logTailLines = 15
const adoptedPollMs = 1_000
const shutdownPollMs = 25

/**
 * Adopts the PostgreSQL that runs on the cluster already, else starts one, and waits until it takes connections.
 *
 * @throws StartupError `postgres_did_not_start` with the end of PostgreSQL's log
 */
export async function launch(site: Site, log: (line: string) => void): Promise<Postmaster> {
  const orphan = await runningPostmaster(site.cluster)
  if (orphan && (await untilReady(orphan, log))) {
    return { ...orphan, adopted: true, ended: untilEnded(orphan, adoptedPollMs) }
  }
  for (let attempt = 1; ; attempt++) {
    await removeStaleLocks(site.cluster, site.socket)
    const { postmaster, said } = await start(site)
    if (await untilReady(postmaster, log)) return postmaster
    const tail = await said()
    if (attempt === attempts || !stillEnding.test(tail)) throw didNotStart(site, tail)
    if (attempt === 1) log('Waiting for the last processes of a killed PostgreSQL to end')
    await delay(betweenAttemptsMs)
  }
}

async function start(site: Site) {
  const output = await open(site.log, 'a')
  try {
    const { size: logStart } = await output.stat()
    const child = spawn(join(site.binaries.folder, 'postgres'), serverArguments(site.cluster, site.socket), {
      ...asAccount(site.account),
      cwd: site.postgres,
      env: programEnvironment(),
      stdio: ['ignore', output.fd, output.fd],
      detached: true, // a Ctrl-C in the terminal is for us alone: PostgreSQL stops when our own work is done
    })
    child.unref()
    const ended = new Promise((resolve) => child.once('exit', resolve))
    await once(child, 'spawn')
    const birth = (await runningProcess(child.pid!))?.birth ?? ''
    const postmaster: Postmaster = { pid: child.pid!, birth, socketFolder: site.socket, adopted: false, ended }
    return { postmaster, said: () => tailOf(site.log, logStart) }
  } catch (cause) {
    throw didNotStart(site, (cause as Error).message, { cause })
  } finally {
    await output.close()
  }
}

async function tailOf(file: string, fromByte: number): Promise<string> {
  const written = (await readFile(file)).subarray(fromByte).toString().trim()
  return written.split('\n').slice(-logTailLines).join('\n')
}

function didNotStart(site: Site, said: string, options?: ErrorOptions): StartupError {
  return new StartupError(
    'postgres_did_not_start',
    `Billfold's own PostgreSQL did not start. It said:\n${said}`,
    `Correct what it says and start Billfold again; its whole log is in ${site.log}.`,
    options,
  )
}

async function untilEnded(postmaster: RunningPostmaster, pollMs: number): Promise<void> {
  while (await isRunning(postmaster)) await delay(pollMs, undefined, { ref: false })
}

/** PostgreSQL's fast shutdown ends its sessions and flushes; its immediate one leaves the rest to the next start. */
const shutdowns = [
  { signal: 'SIGINT', waitMs: 60_000 },
  { signal: 'SIGQUIT', waitMs: 10_000 },
] as const

/** Stops PostgreSQL and waits until it has ended. */
export async function shutDown(postmaster: RunningPostmaster): Promise<void> {
  for (const { signal, waitMs } of shutdowns) {
    const patience = performance.now() + waitMs
    if (await isRunning(postmaster)) send(signal, postmaster)
    while (performance.now() < patience) {
      if (!(await isRunning(postmaster))) return
      await delay(shutdownPollMs)
    }
  }
}

/** Sends a signal to a PostgreSQL that may be ending this very moment. */
export function send(signal: 'SIGINT' | 'SIGQUIT', { pid }: RunningPostmaster): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
