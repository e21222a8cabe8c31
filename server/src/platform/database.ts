import {
  type Insertable,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type Selectable,
  type Transaction,
  type Updateable,
} from 'kysely'
import pg from 'pg'

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
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) })
  return { db, pool, close: () => db.destroy() }
}

/** What pg says of a query that took longer than its `query_timeout`. */
const isTimeout = (error: unknown): boolean => error instanceof Error && error.message === 'Query read timeout'

/** More different texts than the code has, so a query whose text varies without bound cannot fill a session. */
const preparedMax = 500

/**
 * Hands Kysely connections on which each text is a prepared statement: the server parses and plans it once a
 * connection, which doubles the rate. Kysely itself sends every query unnamed.
 */
function preparing(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    if (!names.has(text) && names.size < preparedMax) names.set(text, `billfold_${names.size}`)
    return names.get(text)
  }
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const wrap = (client: pg.PoolClient): PostgresPoolClient => {
    // Texts without parameters go as they are: a migration holds many statements, which cannot be prepared.
    let hangs = false
    const query = async (text: string, values: readonly unknown[]) => {
      const name = values.length > 0 ? nameOf(text) : undefined
      try {
        return await client.query({ text, values: [...values], ...(name !== undefined && { name }) })
      } catch (error) {
        hangs ||= isTimeout(error)
        throw error
      }
    }
    // One that did not answer in time would make the next to get it wait for that answer.
    return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(hangs) }
  }
  return {
    async connect() {
      const client = await pool.connect()
      const known = wrapped.get(client) ?? wrap(client)
      wrapped.set(client, known)
      return known
    },
    options: pool.options,
    end: () => pool.end(),
  }
}
