import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'

/** What pg says of a query that took longer than its `query_timeout`. */
const isTimeout = (error: unknown): boolean => error instanceof Error && error.message === 'Query read timeout'

/** More different texts than the code has, so a query whose text varies without bound cannot fill a session. */
const preparedMax = 500

/** The parameters of statements whose answer nobody reads, by which a connection knows them. */
const unread = new WeakSet<readonly unknown[]>()

/** Has the connection that gets a statement with this list of parameters not wait for the answer. */
export function markUnread(parameters: readonly unknown[]): void {
  unread.add(parameters)
}

/** What Kysely is told of a statement that is not answered yet. */
const unanswered = { command: '', rowCount: 0, rows: [] }

/**
 * Hands Kysely connections on which each text is a prepared statement: the server parses and plans it once a
 * connection, which doubles the rate. Kysely itself sends every query unnamed.
 *
 * Neither BEGIN nor a statement whose answer nobody reads is waited for: the server answers it together with what is
 * sent next, which also fails if it failed. So a transaction that reads and then writes takes two round trips, not four.
 */
export function pipelining(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    if (!names.has(text) && names.size < preparedMax) names.set(text, `billfold_${names.size}`)
    return names.get(text)
  }
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const wrap = (client: pg.PoolClient): PostgresPoolClient => {
    let hangs = false
    let ahead: Promise<unknown> | undefined
    let beginning = false

    const send = async (text: string, values: readonly unknown[]) => {
      // Texts without parameters go as they are: a migration holds many statements, which cannot be prepared.
      const name = values.length > 0 ? nameOf(text) : undefined
      try {
        return await client.query({ text, values: [...values], ...(name !== undefined && { name }) })
      } catch (error) {
        hangs ||= isTimeout(error)
        throw error
      }
    }
    const query = async (text: string, values: readonly unknown[]) => {
      // Should BEGIN be cancelled, what follows it would be a transaction of its own: harmless only if it reads.
      if (beginning && !/^\s*select\b/i.test(text)) await ahead
      beginning = text === 'begin'
      const isAhead = beginning || unread.has(values)
      if (isAhead) holdBack(client)
      const earlier = text === 'rollback' ? undefined : ahead
      const answer = after(earlier, send(text, values))
      ahead = isAhead ? answer : undefined
      // What is sent next fails with it.
      ahead?.catch(() => {})
      return isAhead ? unanswered : answer
    }
    return {
      query: query as unknown as PostgresPoolClient['query'],
      // One that did not answer in time would make the next to get it wait for that answer.
      release: (discarded) => client.release(hangs || discarded),
    }
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

/** Has what is sent now leave together with what follows before Node does anything else. */
function holdBack({ connection: { stream } }: pg.PoolClient): void {
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/** The answer, or why what was sent before it failed: the server refuses all else of the transaction for that. */
async function after<T>(earlier: Promise<unknown> | undefined, answer: Promise<T>): Promise<T> {
  // It may fail first, but not be told first.
  answer.catch(() => {})
  await earlier
  return answer
}
