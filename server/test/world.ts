import { createCustomer } from '../src/accounts/customers.ts'
import { numberBatch } from '../src/log/number-batch.ts'
import { transact } from '../src/log/transact.ts'
import { rescheduleCampaign, turnCampaign } from '../src/passes/campaign-jobs.ts'
import type { RevisionSource } from '../src/passes/content/revision.ts'
import type { Core } from '../src/passes/core.ts'
import { passQueues } from '../src/passes/jobs.ts'
import { publishRevision } from '../src/passes/publish.ts'
import { openRevisions } from '../src/passes/revisions.ts'
import { enterTransition } from '../src/passes/transitions.ts'
import { passVersions } from '../src/passes/versions.ts'
import { type Database, openDatabase } from '../src/platform/database.ts'
import { newId } from '../src/platform/ids.ts'
import { openJobs } from '../src/platform/jobs.ts'
import { openKeys } from '../src/platform/keys.ts'
import { openLogger } from '../src/platform/logger.ts'
import { testDatabase } from './database.ts'

/** A customer on a database of its own, with a clock that the test turns by hand. */
export interface World {
  readonly url: string
  readonly database: Database
  readonly core: Core
  readonly customerId: string
  readonly passTypeId: string
  readonly clock: { now(): Date; set(at: string): void; advance(ms: number): void }
  /** A published campaign with this source; publishes the next revision if the campaign is given. */
  publish(source: RevisionSource, campaignId?: string): Promise<string>
  /** Gives every committed event its number. */
  number(): Promise<void>
  /** Runs the jobs that are due by the world's clock, as the workers would. */
  runDueJobs(): Promise<void>
  close(): Promise<void>
}

const logger = openLogger('silent')

// The clock begins far ahead: the job queue forgets jobs that are long overdue by the real time.
export async function openWorld(start = '2036-03-01T12:00:00.000Z'): Promise<World> {
  const { url, drop } = await testDatabase()
  const database = openDatabase({ connectionString: url, maxConnections: 40 })
  let now = new Date(start)
  const clock = {
    now: () => now,
    set: (at: string) => {
      now = new Date(at)
    },
    advance: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
  }
  const keys = await openKeys(database.db, 'the secret of a world that a test made', now)
  const jobs = await openJobs({ connectionString: url, logger, queues: passQueues })
  const { id: customerId } = await database.db
    .transaction()
    .execute((trx) => createCustomer(trx, keys, { name: 'World' }, now))
  const core: Core = {
    database,
    clock,
    keys,
    jobs,
    sequencer: { wake: () => {} },
    revisions: openRevisions(),
  }
  const passTypeId = 'pass.test.world'
  await keys.ensure(database.db, 'phoneTokens', customerId, passTypeId, now)
  const wallet = {
    customer_id: customerId,
    id: 'wal_world',
    wallet: 'apple',
    name: 'World',
    pass_type_id: passTypeId,
    team_id: 'TEAM123456',
  } as const
  const unused = { sealed: Buffer.alloc(1), certificate_not_after: now, created_at: now, modified_at: now }
  await database.db
    .insertInto('wallet_configurations')
    .values({ ...wallet, ...unused })
    .execute()

  const handlers: Record<string, (data: never) => Promise<void>> = {
    'pass-transition': (job) => enterTransition(core, job),
    'campaign-turn': (job) => turnCampaign(core, job),
    'campaign-reschedule': (job) => rescheduleCampaign(core, job),
  }
  const number = async () => {
    while ((await numberBatch({ database, clock, versions: passVersions }, customerId)) !== 'done');
  }
  return {
    url,
    database,
    core,
    customerId,
    passTypeId,
    clock,
    number,
    async publish(source, campaignId) {
      const id = campaignId ?? newId('cam', now)
      if (campaignId === undefined) {
        const row = {
          customer_id: customerId,
          id,
          name: 'World',
          kind: source.kind,
          wallet_configuration_id: wallet.id,
          pass_type_id: passTypeId,
          revision: null,
        }
        await database.db
          .insertInto('campaigns')
          .values({ ...row, modified_at: now, created_at: now })
          .execute()
      }
      await transact(core, customerId, async (trx) => {
        const { revision } = await trx
          .selectFrom('campaigns')
          .select('revision')
          .where('id', '=', id)
          .forNoKeyUpdate()
          .executeTakeFirstOrThrow()
        await publishRevision(core, trx, { customerId, id, revision }, source, now)
      })
      return id
    },
    async runDueJobs() {
      for (;;) {
        const { rows } = await database.pool.query<{ id: string; name: string; data: never }>(
          `update pgboss.job set state = 'completed' where id = (
             select id from pgboss.job where state = 'created' and name = any($1)
               and ((data->>'at') is null or (data->>'at')::timestamptz <= $2) order by start_after limit 1)
           returning id, name, data`,
          [passQueues, now],
        )
        const job = rows[0]
        if (!job) return
        await handlers[job.name]?.(job.data)
      }
    },
    async close() {
      await jobs.stop()
      await database.close()
      await drop()
    },
  }
}
