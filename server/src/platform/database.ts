import {
  type CompiledQuery,
  type Insertable,
  Kysely,
  PostgresDialect,
  type Selectable,
  type Transaction,
  type Updateable,
} from 'kysely'
import pg from 'pg'
import { markUnread, pipelining } from './connections.ts'

/**
 * Every table's row type, by table name. Each feature adds its own tables to this interface by declaration merging, so
 * that the platform knows no feature and a query still knows every column.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Tables {}

export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>
export type { Insertable, Selectable, Updateable }

export interface Database {
  readonly db: Db
  /** For the hot statements, which run as named prepared statements: three times the rate of an unnamed one. */
  readonly pool: pg.Pool
  close(): Promise<void>
}

// Log numbers stay below 2^53 (see log/number.ts), so int8 may become a JavaScript number.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/**
 * Opens a pool on a PostgreSQL database.
 *
 * @param options.maxConnections size of the pool
 * @param options.queryTimeoutMs how long a statement may take before it fails and its connection is given up; a database
 *   that hangs must not hang whoever asks it. Without end if absent, as migrations need
 * @param options.onConnectionLost told when an idle connection breaks, as when the server restarts; the pool replaces it
 */
export function openDatabase(options: {
  connectionString: string
  maxConnections: number
  queryTimeoutMs?: number
  connectTimeoutMs?: number
  onConnectionLost?: (error: Error) => void
}): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.maxConnections,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // A statement is sent before those ahead of it are answered.
    pipeline: true,
    ...(options.queryTimeoutMs !== undefined && {
      query_timeout: options.queryTimeoutMs,
      statement_timeout: options.queryTimeoutMs,
      idle_in_transaction_session_timeout: 2 * options.queryTimeoutMs,
    }),
    application_name: 'billfold',
    // Our queries are short: starting a parallel worker takes longer than running them.
    options: '-c max_parallel_workers_per_gather=0',
  })
  // Without a listener a broken idle connection ends the process.
  pool.on('error', (error) => options.onConnectionLost?.(error))
  // The pool listens to idle connections only. One that breaks in somebody's hands fails their next query.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: pipelining(pool) }) })
  return { db, pool, close: () => db.destroy() }
}

/**
 * Sends a statement of a transaction without waiting for its answer, for those that nobody reads: it is carried out
 * before whatever is sent next, and if it fails, that fails with its error: at the latest the commit.
 */
export async function write(trx: Trx, statement: CompiledQuery): Promise<void> {
  markUnread(statement.parameters)
  await trx.executeQuery(statement)
}
