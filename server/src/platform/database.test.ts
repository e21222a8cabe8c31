import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from './database.ts'

let database: Database
let drop: () => Promise<void>
let url: string
const lost: Error[] = []
beforeAll(async () => {
  const test = await testDatabase()
  drop = test.drop
  url = test.url
  database = openDatabase({
    connectionString: test.url,
    maxConnections: 2,
    onConnectionLost: (error) => lost.push(error),
  })
})
afterAll(async () => {
  await database.close()
  await drop()
})

describe('the database', () => {
  it('prepares a query with parameters once a connection', async () => {
    await database.db.connection().execute(async (connection) => {
      for (const n of [1, 2, 3]) await sql`select ${n}::int as n`.execute(connection)
      const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(
        connection,
      )
      expect(rows.filter(({ statement }) => statement.includes('as n'))).toHaveLength(1)
    })
  })

  it('gives log numbers as numbers', async () => {
    const { rows } = await sql<{ n: number }>`select (2::bigint ^ 52)::bigint as n`.execute(database.db)
    expect(rows[0]?.n).toBe(2 ** 52)
  })

  it('survives the loss of an idle connection', async () => {
    const other = await database.pool.connect()
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.db)
    await other.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    other.release()
    await expect.poll(() => lost.length).toBe(1)
    expect((await sql<{ n: number }>`select 1 as n`.execute(database.db)).rows).toEqual([{ n: 1 }])
  })

  it('survives the loss of a connection in the middle of a transaction, which then fails', async () => {
    const broken = database.db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
      await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
      await sql`select 1`.execute(trx)
    })
    await expect(broken).rejects.toThrow()
    expect((await sql<{ n: number }>`select 1 as n`.execute(database.db)).rows).toEqual([{ n: 1 }])
  })

  it('that hangs fails a query in time, and is connected to anew', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const hanging = openDatabase({
      connectionString: `postgres://u@127.0.0.1:${port}/x?sslmode=disable`,
      maxConnections: 1,
      queryTimeoutMs: 200,
      connectTimeoutMs: 200,
    })
    await expect(sql`select 1`.execute(hanging.db)).rejects.toThrow(/timeout/)
    await hanging.close()
    silent.close()

    const impatient = openDatabase({ connectionString: url, maxConnections: 1, queryTimeoutMs: 2000 })
    await expect(sql`select pg_sleep(${30})`.execute(impatient.db)).rejects.toThrow(/timeout/)
    expect((await sql<{ n: number }>`select ${1}::int as n`.execute(impatient.db)).rows).toEqual([{ n: 1 }])
    await impatient.close()
  })
})
