import { createHash } from 'node:crypto'
import { fromKysely, PgBoss } from 'pg-boss'
import type { Trx } from './database.ts'
import type { Logger } from './logger.ts'

export interface Jobs {
  /**
   * Sends a job in the transaction that causes it: it exists exactly if the transaction commits.
   *
   * @param options.at when it becomes due; at once if absent
   * @param options.once names the job: of those with the same name only the first exists
   */
  send(trx: Trx, queue: string, data: object, options?: { at?: Date; once?: string }): Promise<void>
  /** Works on a queue in this process. A handler runs at least once a job, so it must be repeatable. */
  work<T extends object>(queue: string, handler: (data: T) => Promise<void>): Promise<void>
  /** Sends an empty job by a cron expression (UTC), once however many processes there are. */
  schedule(queue: string, cron: string): Promise<void>
  stop(): Promise<void>
}

/** A crashed worker's job is picked up again after this long. */
const heartbeatSeconds = 10

export async function installJobSchema(connectionString: string): Promise<void> {
  const boss = new PgBoss({ connectionString, max: 1, supervise: false, schedule: false })
  boss.on('error', () => {})
  await boss.start()
  await boss.stop({ graceful: false })
}

/** Opens the job queue and makes the named queues if they are new. */
export async function openJobs(options: {
  connectionString: string
  logger: Logger
  queues: readonly string[]
}): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: options.connectionString,
    max: 4,
    application_name: 'billfold jobs',
    monitorIntervalSeconds: 1,
    superviseIntervalSeconds: 1,
  })
  boss.on('error', (error) => options.logger.warn({ err: error }, 'job queue: the database did not answer'))
  await boss.start()
  for (const queue of options.queues) {
    await boss.createQueue(queue, { heartbeatSeconds, retryLimit: 20, retryBackoff: true, retryDelay: 1 })
  }
  return {
    async send(trx, queue, data, { at, once } = {}) {
      const id = once === undefined ? {} : { id: uuidOf(`${queue} ${once}`) }
      await boss.send(queue, data, { db: fromKysely(trx), ...id, ...(at && { startAfter: at }) })
    },
    async work<T extends object>(queue: string, handler: (data: T) => Promise<void>) {
      const pace = {
        batchSize: 50,
        burstWhenBatchFull: true,
        pollingIntervalSeconds: 0.5,
        perJobResults: true,
      } as const
      await boss.work<T, void, typeof pace>(queue, pace, async (jobs) => {
        const results = []
        for (const job of jobs) {
          const failure = await handler(job.data).then(
            () => undefined,
            (error: unknown) => ({ error }),
          )
          if (failure) options.logger.warn({ err: failure.error, queue }, 'a job failed; it is tried again')
          results.push(
            failure ? { id: job.id, status: 'failed' as const } : { id: job.id, status: 'completed' as const },
          )
        }
        return results
      })
    },
    schedule: (queue, cron) => boss.schedule(queue, cron, {}),
    stop: () => boss.stop({ graceful: true, timeout: 5000 }),
  }
}

/** The same UUID for the same name (RFC 9562 §5.8, version 8). */
function uuidOf(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
