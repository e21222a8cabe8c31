import { expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

it('doubles with each failure up to a minute', () => {
  const longest = [0, 1, 2, 7, 8, 50, 5000].map((failures) => backoffMs(failures, () => 1))
  expect(longest).toEqual([250, 500, 1000, 32_000, 60_000, 60_000, 60_000])
})

it('has full jitter: anything from nothing to the longest', () => {
  expect(backoffMs(3, () => 0)).toBe(0)
  expect(backoffMs(3, () => 0.5)).toBe(1000)
})
