import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type Database, openDatabase, type Trx, write } from './database.ts'

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

describe('a statement whose answer nobody reads', () => {
  const insert = (trx: Trx, n: number) => write(trx, CompiledQuery.raw('insert into numbers (n) values ($1)', [n]))
  const numbers = async (): Promise<number[]> => {
    const { rows } = await sql<{ n: number }>`select n from numbers order by n`.execute(database.db)
    return rows.map(({ n }) => n)
  }
  beforeAll(() => sql`create table numbers (n int primary key)`.execute(database.db))

  it('is carried out before what follows it, and committed', async () => {
    await database.db.transaction().execute(async (trx) => {
      for (const n of [1, 2, 3]) await insert(trx, n)
      expect((await sql`select n from numbers`.execute(trx)).rows).toHaveLength(3)
      await insert(trx, 4)
    })
    expect(await numbers()).toEqual([1, 2, 3, 4])
  })

  it('that fails fails the commit with its own error, and nothing stays', async () => {
    const failing = database.db.transaction().execute(async (trx) => {
      await insert(trx, 5)
      await insert(trx, 1)
      await insert(trx, 6)
    })
    await expect(failing).rejects.toThrow(/duplicate key/)
    expect(await numbers()).toEqual([1, 2, 3, 4])
  })

  it('that fails fails the statement after it with its own error', async () => {
    const failing = database.db.transaction().execute(async (trx) => {
      await insert(trx, 1)
      await sql`select n from numbers where n = ${1}`.execute(trx)
    })
    await expect(failing).rejects.toThrow(/duplicate key/)
  })

  it('leaves the transaction to its rollback when something else fails', async () => {
    for (const n of [1, 7]) {
      const failing = database.db.transaction().execute(async (trx) => {
        await insert(trx, n)
        throw new Error('changed my mind')
      })
      await expect(failing).rejects.toThrow('changed my mind')
    }
    expect(await numbers()).toEqual([1, 2, 3, 4])
  })
})
