import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { databaseUrl, execute, testDatabase } from '../../test/database.ts'
import { migrate } from './migrate.ts'

describe('migrating', () => {
  const names = [1, 2].map((n) => `billfold_migrate_${process.pid}_${n}`)
  beforeAll(() => execute(inject('postgresUrl'), ...names.map((name) => `create database ${name}`)))
  afterAll(() => execute(inject('postgresUrl'), ...names.map((name) => `drop database if exists ${name} with (force)`)))

  it('brings an empty database up to date, and does nothing the second time', async () => {
    const url = databaseUrl(inject('postgresUrl'), names[0]!)
    expect((await migrate(url)).applied).toContain('0001-core')
    expect((await migrate(url)).applied).toEqual([])
  })

  it('by several processes at once is done once', async () => {
    const url = databaseUrl(inject('postgresUrl'), names[1]!)
    const results = await Promise.all([1, 2, 3].map(() => migrate(url)))
    expect(results.flatMap((result) => result.applied).filter((name) => name === '0001-core')).toHaveLength(1)
  })

  it('refuses a database that a newer Billfold has migrated', async () => {
    const { url, drop } = await testDatabase()
    await execute(
      url,
      `insert into kysely_migration (name, timestamp) values ('9999-future', '2036-01-01T00:00:00.000Z')`,
    )
    await expect(migrate(url)).rejects.toThrow(/newer Billfold/)
    await drop()
  })
})
