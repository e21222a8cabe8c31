// One process that wants as many permits of a credential as it can get, for so long; then it sends when it had them.
import { openDatabase } from '../../../platform/database.ts'
import { openBudgets } from '../budgets.ts'

const [connectionString = '', requestsPerSecond, durationMs] = process.argv.slice(2)
const { pool, close } = openDatabase({ connectionString, maxConnections: 2 })
const budgets = openBudgets({ pool, requestsPerSecond: Number(requestsPerSecond) })
const budget = budgets.of({ customerId: 'cus_two', configurationId: 'wal_two' })
const until = Date.now() + Number(durationMs)
const taken: number[] = []
await Promise.all(
  Array.from({ length: 30 }, async () => {
    while (Date.now() < until && (await budget.take('update'))) taken.push(performance.timeOrigin + performance.now())
  }),
)
budgets.stop()
await close()
process.send?.(taken)
