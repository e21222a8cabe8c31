import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from './database.ts'
import { type Jobs, openJobs } from './jobs.ts'
import { openLogger } from './logger.ts'

let database: Database
let jobs: Jobs
let drop: () => Promise<void>
const seen: string[] = []
let failuresLeft = 1
beforeAll(async () => {
  const test = await testDatabase()
  drop = test.drop
  database = openDatabase({ connectionString: test.url, maxConnections: 4 })
  jobs = await openJobs({ connectionString: test.url, logger: openLogger('silent'), queues: ['noting'] })
  await jobs.work<{ text: string }>('noting', async ({ text }) => {
    if (text === 'fails once' && failuresLeft-- > 0) throw new Error('not yet')
    seen.push(text)
  })
})
afterAll(async () => {
  await jobs.stop()
  await database.close()
  await drop()
})

const send = (text: string, at?: Date) =>
  database.db.transaction().execute((trx) => jobs.send(trx, 'noting', { text }, at ? { at } : {}))

describe('jobs', () => {
  it('exist exactly if their transaction commits', async () => {
    await database.db
      .transaction()
      .execute(async (trx) => {
        await jobs.send(trx, 'noting', { text: 'rolled back' })
        throw new Error('no')
      })
      .catch(() => {})
    await send('committed')
    await expect.poll(() => seen).toContain('committed')
    expect(seen).not.toContain('rolled back')
  })

  it('that fail are tried again and hold up no other', async () => {
    await send('fails once')
    await send('goes on')
    await expect.poll(() => seen).toEqual(expect.arrayContaining(['goes on', 'fails once']))
    expect(seen.indexOf('goes on')).toBeLessThan(seen.indexOf('fails once'))
  })

  it('wait until they are due', async () => {
    await send('much later', new Date(Date.now() + 3_600_000))
    await send('now')
    await expect.poll(() => seen).toContain('now')
    expect(seen).not.toContain('much later')
  })
})
