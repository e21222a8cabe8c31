import { fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { type Database, openDatabase } from '../../platform/database.ts'
import type { Budget } from './budget.ts'
import { type Budgets, openBudgets } from './budgets.ts'
import { leaseSlice } from './lease-slice.ts'
import type { Priority } from './priorities.ts'

let database: Database
let drop: () => Promise<void>
let url: string
let customers = 0
const opened: Budgets[] = []
beforeAll(async () => {
  ;({ url, drop } = await testDatabase())
  database = openDatabase({ connectionString: url, maxConnections: 8 })
})
afterEach(() => {
  for (const budgets of opened.splice(0)) budgets.stop()
})
afterAll(async () => {
  await database.close()
  await drop()
})

const newOwner = () => ({ customerId: `cus_${++customers}`, configurationId: 'wal' })
/** A process's budget. */
const budgetOf = (owner: ReturnType<typeof newOwner>, requestsPerSecond: number): Budget => {
  const budgets = openBudgets({ pool: database.pool, requestsPerSecond })
  opened.push(budgets)
  return budgets.of(owner)
}
/** Takes so many permits at once, and notes for each what it was and when it came. */
const takeMany = async (budget: Budget, count: number, priority: Priority = 'update') => {
  const taken: number[] = []
  await Promise.all(
    Array.from({ length: count }, async () => {
      if (await budget.take(priority)) taken.push(performance.now())
    }),
  )
  return taken
}
/** The greatest number of times that lie within one second. */
const mostInASecond = (times: readonly number[]) =>
  Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length))

describe('a slice', () => {
  it('begins at once if nobody has leased, and where the one before ends', async () => {
    const owner = newOwner()
    const wish = { lengthMs: 200, aheadMs: 5000 }
    const first = await leaseSlice(database.pool, owner, wish)
    expect(first?.startsInMs).toBeGreaterThan(-50)
    expect(first?.startsInMs).toBeLessThanOrEqual(0)
    const askedAt = performance.now()
    for (let before = 1; before <= 5; before++) {
      const { startsInMs } = (await leaseSlice(database.pool, owner, wish))!
      expect(startsInMs).toBeLessThanOrEqual(before * 200)
      expect(startsInMs).toBeGreaterThan(before * 200 - (performance.now() - askedAt) - 50)
    }
  })

  it('is refused to who would lease too far ahead, and given to who may', async () => {
    const owner = newOwner()
    await leaseSlice(database.pool, owner, { lengthMs: 4000, aheadMs: 0 })
    expect(await leaseSlice(database.pool, owner, { lengthMs: 200, aheadMs: 250 })).toBeUndefined()
    expect(await leaseSlice(database.pool, owner, { lengthMs: 200, aheadMs: 4500 })).toBeDefined()
  })

  it('of one credential leaves those of others alone', async () => {
    await leaseSlice(database.pool, newOwner(), { lengthMs: 4000, aheadMs: 0 })
    expect(await leaseSlice(database.pool, newOwner(), { lengthMs: 200, aheadMs: 0 })).toBeDefined()
  })

  it('is given although the clock was set back since the last one', async () => {
    const owner = newOwner()
    await leaseSlice(database.pool, owner, { lengthMs: 3_600_000, aheadMs: 0 })
    expect((await leaseSlice(database.pool, owner, { lengthMs: 200, aheadMs: 0 }))?.startsInMs).toBeLessThanOrEqual(0)
  })
})

describe('permits', () => {
  it('come one after another at the rate, not together', async () => {
    const times = await takeMany(budgetOf(newOwner(), 50), 60)
    expect(times).toHaveLength(60)
    // The last of 60 is 59 intervals of 20 ms after the first.
    expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(59 * 20 - 250)
    expect(mostInASecond(times)).toBeLessThanOrEqual(64)
  })

  it('go first to who waits at a link, then to changed passes, then to changed campaigns', async () => {
    const budget = budgetOf(newOwner(), 40)
    const order: Priority[] = []
    const ask = async (priority: Priority) => {
      if (await budget.take(priority)) order.push(priority)
    }
    await Promise.all((['broadcast', 'update', 'broadcast', 'open', 'update', 'open'] as const).map(ask))
    expect(order).toEqual(['open', 'open', 'update', 'update', 'broadcast', 'broadcast'])
  })

  it('at another process are leased for an opened link before more are leased for updates', async () => {
    const owner = newOwner()
    const busy = budgetOf(owner, 20)
    const updates = takeMany(busy, 400)
    await busy.take('broadcast', AbortSignal.timeout(300))
    expect(await budgetOf(owner, 20).take('open')).toBe(true)
    expect(busy.waiting()).toBeGreaterThan(5)
    busy.stop()
    await updates
  })

  it('are not waited for longer than asked, and who gave up takes none from others', async () => {
    const budget = budgetOf(newOwner(), 1)
    expect(await budget.take('open')).toBe(true)
    expect(await budget.take('open', AbortSignal.timeout(100))).toBe(false)
    expect(budget.waiting()).toBe(0)
    expect(await budget.take('open')).toBe(true)
  })

  it('end when the process does', async () => {
    const budget = budgetOf(newOwner(), 1)
    const taken = takeMany(budget, 5)
    await budget.take('open', AbortSignal.timeout(50))
    budget.stop()
    expect((await taken).length).toBeLessThan(5)
    expect(await budget.take('open')).toBe(false)
  })
})

describe('two processes that want more than there is', () => {
  it('share one rate and never exceed it together', async () => {
    const [perSecond, durationMs] = [100, 4000]
    const processes = [1, 2].map(() =>
      fork(new URL('testing/budget-process.ts', import.meta.url), [url, String(perSecond), String(durationMs)]),
    )
    const [ofOne = [], ofOther = []] = (await Promise.all(
      processes.map((child) => once(child, 'message').then(([taken]) => taken)),
    )) as number[][]
    // Only while both ran.
    const from = Math.max(ofOne[0]!, ofOther[0]!)
    const to = Math.min(ofOne.at(-1)!, ofOther.at(-1)!)
    const both = [...ofOne, ...ofOther].filter((time) => time >= from && time <= to)
    const ratio = both.length / (((to - from) / 1000) * perSecond)
    // How much of the rate they reach is measured by `npm run bench -- google`; here, that neither waits for the other.
    expect(ratio).toBeGreaterThan(0.8)
    expect(ratio).toBeLessThan(1.1)
    expect(mostInASecond(both)).toBeLessThanOrEqual(perSecond * 1.25)
    for (const own of [ofOne, ofOther]) expect(own.length / (ofOne.length + ofOther.length)).toBeGreaterThan(0.1)
  })
})
