import type pg from 'pg'
import { type Budget, openBudget } from './budget.ts'
import { type BudgetOwner, leaseSlice } from './lease-slice.ts'

/** The budgets of all credentials, each opened when it is needed first. */
export interface Budgets {
  of(owner: BudgetOwner): Budget
  stop(): void
}

/** @param requestsPerSecond what Google allows each credential, all processes together */
export function openBudgets({ pool, requestsPerSecond }: { pool: pg.Pool; requestsPerSecond: number }): Budgets {
  const opened = new Map<string, Budget>()
  let stopped = false
  return {
    of(owner) {
      const place = `${owner.customerId} ${owner.configurationId}`
      const known = opened.get(place)
      const budget = known ?? openBudget({ requestsPerSecond, lease: (wish) => leaseSlice(pool, owner, wish) })
      opened.set(place, budget)
      if (stopped) budget.stop()
      return budget
    },
    stop() {
      stopped = true
      for (const budget of opened.values()) budget.stop()
    },
  }
}
