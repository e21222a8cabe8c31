import { expect, inject, it } from 'vitest'
import { databaseUrl, execute, testDatabase } from '../../test/database.ts'
import { passVersions } from '../passes/versions.ts'
import { type Database, openDatabase } from '../platform/database.ts'
import { appendEvents } from './append.ts'
import { raiseEpoch } from './epoch.ts'
import { type FollowedEvent, followBatch } from './follow.ts'
import { epochOf } from './number.ts'
import { numberBatch } from './number-batch.ts'
import { readLog } from './read.ts'
import { campaign, customer, pass, seedSubjects } from './testing/seed.ts'

const minute = 60_000
const start = new Date('2026-03-01T12:00:00Z')
const later = (minutes: number) => new Date(start.getTime() + minutes * minute)

/** A visible change of the pass, numbered at a time. */
async function change(database: Database, at: Date): Promise<void> {
  const event = { customerId: customer, passId: pass(0), campaignId: campaign, type: 'updated', visible: true } as const
  await database.db.transaction().execute((trx) => appendEvents(trx, [{ ...event, at }]))
  expect(await numberBatch({ database, clock: { now: () => at }, versions: passVersions }, customer)).toBe('done')
}

/** What a phone holds after it has asked and fetched. */
const copyOf = (database: Database) =>
  database.db
    .selectFrom('passes')
    .select(['version as tag', 'modified_at as lastModified'])
    .where('id', '=', pass(0))
    .executeTakeFirstOrThrow()

it('after an older backup was restored, every new number and stamp is greater than any that a phone or reader holds', async () => {
  const { url, drop } = await testDatabase()
  const backupName = `${new URL(url).pathname.slice(1)}_backup`
  const server = inject('postgresUrl')
  const lost = openDatabase({ connectionString: url, maxConnections: 2 })
  await seedSubjects(lost.db, { passes: 1, at: start })
  await change(lost, later(1))
  await lost.close()
  await execute(server, `create database ${backupName} template ${new URL(url).pathname.slice(1)}`)

  const lived = openDatabase({ connectionString: url, maxConnections: 2 })
  for (let minutes = 2; minutes < 12; minutes++) await change(lived, later(minutes))
  const phone = await copyOf(lived)
  await lived.close()

  const restored = openDatabase({ connectionString: databaseUrl(server, backupName), maxConnections: 2 })
  try {
    expect((await copyOf(restored)).tag).toBeLessThan(phone.tag)
    await raiseEpoch(restored, later(20))
    await change(restored, later(20))
    const now = await copyOf(restored)
    expect(now.tag).toBeGreaterThan(phone.tag)
    expect(epochOf(now.tag)).toBe(epochOf(phone.tag) + 1)
    expect(now.lastModified.getTime()).toBeGreaterThan(phone.lastModified.getTime())

    const afterPhone = await readLog(restored.db, customer, { after: phone.tag, limit: 10 })
    expect(afterPhone.map((event) => event.number)).toEqual([now.tag])
    const told: FollowedEvent[] = []
    const follower = {
      name: 'test',
      follow: async (_: unknown, __: string, events: readonly FollowedEvent[]) => void told.push(...events),
    }
    expect(await followBatch(restored, follower, customer)).toBe('done')
    expect(told.map((event) => event.number)).toEqual([1, now.tag])

    await raiseEpoch(restored, later(21))
    await change(restored, later(21))
    expect(epochOf((await copyOf(restored)).tag)).toBe(2)
  } finally {
    await restored.close()
    await execute(server, `drop database ${backupName} with (force)`)
    await drop()
  }
})
