import type { Database, Trx } from '../platform/database.ts'
import type { Sequencer } from './sequencer.ts'

/** What a business transaction needs: the database, and somebody to wake after its commit. */
export interface LogWriter {
  readonly database: Database
  readonly sequencer: Pick<Sequencer, 'wake'>
}

/** Runs a transaction that may append events, and has them numbered as soon as it has committed. */
export async function transact<T>(writer: LogWriter, customerId: string, work: (trx: Trx) => Promise<T>): Promise<T> {
  const result = await writer.database.db.transaction().execute(work)
  writer.sequencer.wake(customerId)
  return result
}
