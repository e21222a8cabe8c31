import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { execute, type TestDatabase, testDatabase } from '../../test/database.ts'
import { openLogger } from '../platform/logger.ts'
import { type LogWatch, watchLogs } from './watch.ts'

const never = new AbortController().signal
const longMs = 60_000

let database: TestDatabase
let watch: LogWatch
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  watch = watchLogs({ connectionString: database.url, logger: openLogger('silent') })
  await told(watch)
})
afterEach(() => watch.stop())

/** Waits for the next that is told to those who watch all logs. */
function told(of: LogWatch): Promise<string | null> {
  return new Promise((resolve) => {
    const stop = of.all((customerId) => {
      stop()
      resolve(customerId)
    })
  })
}
const notify = (customerId: string) => execute(database.url, `select pg_notify('billfold_log', '${customerId}')`)

describe('watching logs', () => {
  it('tells whose log has grown', async () => {
    const next = told(watch)
    await notify('cus_a')
    expect(await next).toBe('cus_a')
  })

  it('wakes who watches that customer, and nobody else', async () => {
    const [a, b] = [watch.customer('cus_a'), watch.customer('cus_b')]
    const ofA = a.grown({ timeoutMs: longMs, signal: never })
    const stopWaiting = new AbortController()
    let woken = false
    const ofB = b.grown({ timeoutMs: longMs, signal: stopWaiting.signal }).then(() => {
      woken = true
    })
    await notify('cus_a')
    await ofA
    expect(woken).toBe(false)
    stopWaiting.abort()
    await ofB
  })

  it('keeps what came between two calls', async () => {
    const watcher = watch.customer('cus_a')
    const next = told(watch)
    await notify('cus_a')
    await next
    await watcher.grown({ timeoutMs: longMs, signal: never })
  })

  it('waits no longer than it is told to', async () => {
    await watch.customer('cus_a').grown({ timeoutMs: 1, signal: never })
  })

  it('connects anew when the connection breaks, tells everybody to look, and goes on', async () => {
    const watcher = watch.customer('cus_a').grown({ timeoutMs: longMs, signal: never })
    const afterwards = told(watch)
    await execute(
      database.url,
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'billfold log watch'",
    )
    expect(await afterwards).toBeNull()
    await watcher
    const next = told(watch)
    await notify('cus_b')
    expect(await next).toBe('cus_b')
  })
})
