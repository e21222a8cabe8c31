import { pino } from 'pino'
import { testDatabase } from '../../test/database.ts'
import type { LogWriter } from '../log/transact.ts'
import type { Clock } from '../platform/clock.ts'
import { type Database, openDatabase } from '../platform/database.ts'
import { type App, openHttp } from '../platform/http.ts'
import { type Keys, openKeys } from '../platform/keys.ts'
import type { Logger } from '../platform/logger.ts'
import { type ApiKeys, openApiKeys } from './api-keys.ts'
import { useApiKeys } from './authorize.ts'
import { createApiKey, type NewApiKey } from './create-api-key.ts'
import { type Customer, createCustomer } from './customers.ts'

/** A clock that stands still until it is turned. */
export interface TestClock extends Clock {
  turn(ms: number): void
}

export function testClock(start = '2026-11-01T12:00:00Z'): TestClock {
  let now = new Date(start).getTime()
  return {
    now: () => new Date(now),
    turn(ms) {
      now += ms
    },
  }
}

/** One process of an installation: a database of its own with a customer in it, and a server without routes. */
export interface TestAccounts {
  readonly url: string
  readonly database: Database
  readonly clock: TestClock
  readonly keys: Keys
  readonly apiKeys: ApiKeys
  readonly app: App
  readonly logger: Logger
  readonly core: LogWriter & { readonly keys: Keys; readonly clock: Clock }
  readonly customer: Customer
  newCustomer(): Promise<Customer>
  /** Everything that was logged. */
  readonly logged: readonly string[]
  /** The customers whose events the sequencer was woken for. */
  readonly woken: readonly string[]
  makeKey(options?: Partial<NewApiKey>): Promise<{ id: string; text: string; authorization: string }>
  close(): Promise<void>
}

export async function openTestAccounts(): Promise<TestAccounts> {
  const { url, drop } = await testDatabase()
  const database = openDatabase({ connectionString: url, maxConnections: 10 })
  const clock = testClock()
  const logged: string[] = []
  const woken: string[] = []
  const logger = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) })
  const keys = await openKeys(database.db, 'secret of the test installation', clock.now())
  const newCustomer = () =>
    database.db.transaction().execute((trx) => createCustomer(trx, keys, { name: 'Museum' }, clock.now()))
  const customer = await newCustomer()
  const apiKeys = await openApiKeys({ db: database.db, keys, clock, logger })
  const app = openHttp({ logger, docsUrl: 'https://billfold.test/docs', trustProxy: false })
  useApiKeys(app, apiKeys)
  const core = { database, sequencer: { wake: (customerId: string) => void woken.push(customerId) }, keys, clock }

  return {
    url,
    database,
    clock,
    keys,
    apiKeys,
    app,
    logger,
    core,
    customer,
    newCustomer,
    logged,
    woken,
    async makeKey(options = {}) {
      const input: NewApiKey = {
        customerId: customer.id,
        name: 'Test key',
        scopes: ['admin'],
        campaignIds: null,
        notAfter: null,
        by: null,
        ...options,
      }
      const made = await database.db.transaction().execute((trx) => createApiKey(trx, keys, input, clock.now()))
      return { id: made.apiKey.id, text: made.text, authorization: `Bearer ${made.text}` }
    },
    async close() {
      await app.close()
      apiKeys.stop()
      await database.close()
      await drop()
    },
  }
}
