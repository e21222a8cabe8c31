import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { StartupError } from '../startup-error.ts'
import type { RunningPostmaster } from './pid-file.ts'
import { isRunning } from './process-info.ts'
import { connectionStringFor } from './settings.ts'

const pollMs = 25
const silenceMaxMs = 60_000
const patienceMs = 2_000

/**
 * Waits until PostgreSQL takes connections. One that says that it cannot yet, as while it recovers after a crash, is
 * waited for as long as it runs; one that says nothing, for a minute.
 *
 * @returns false when it has ended instead
 * @throws StartupError `postgres_did_not_start` when it runs and does not answer, or refuses us for good
 */
export async function untilReady(postmaster: RunningPostmaster, log: (line: string) => void): Promise<boolean> {
  const start = performance.now()
  let lastHeard = start
  let told = false
  for (;;) {
    const answer = await ask(postmaster)
    if (answer === 'ready') return true
    if (!(await isRunning(postmaster))) return false
    const now = performance.now()
    if (answer !== 'silence') lastHeard = now
    if (now - lastHeard > silenceMaxMs) throw refused(postmaster, 'has not answered on its socket for a minute')
    if (!told && now - start > patienceMs) {
      log(`Waiting for PostgreSQL (pid ${postmaster.pid}): ${answer === 'silence' ? 'no answer yet' : answer.notYet}`)
      told = true
    }
    await delay(pollMs)
  }
}

async function ask(postmaster: RunningPostmaster): Promise<'ready' | 'silence' | { notYet: string }> {
  const client = new pg.Client({
    connectionString: connectionStringFor('postgres', postmaster.socketFolder),
    connectionTimeoutMillis: 5_000,
  })
  try {
    await client.connect()
    await client.end()
    return 'ready'
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) return 'silence'
    // SQLSTATE classes 57P (starting or stopping) and 53 (as too many connections) pass.
    if (/^(57P|53)/.test(error.code ?? '')) return { notYet: error.message }
    throw refused(postmaster, `refuses Billfold: ${error.message}`)
  }
}

function refused({ pid }: RunningPostmaster, what: string): StartupError {
  return new StartupError(
    'postgres_did_not_start',
    `The PostgreSQL of this data folder runs (pid ${pid}) but ${what}.`,
    `Stop it (kill -INT ${pid}), and start Billfold again.`,
  )
}
