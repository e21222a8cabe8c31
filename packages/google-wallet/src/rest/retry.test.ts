import { expect, it } from 'vitest'
import { retryDefaults, waitBeforeRetryMs } from './retry.ts'

it('waits grow twofold with full jitter, up to the longest', () => {
  const waits = [1, 2, 3, 4].map((tries) => waitBeforeRetryMs(tries, undefined, retryDefaults, () => 1))
  expect(waits).toEqual([500, 1000, 2000, 4000])
  expect(waitBeforeRetryMs(4, undefined, retryDefaults, () => 0)).toBe(0)
  expect(waitBeforeRetryMs(10, undefined, { ...retryDefaults, tries: 20 }, () => 1)).toBe(32_000)
})

it('the fifth try is the last', () => {
  expect(waitBeforeRetryMs(5, undefined, retryDefaults)).toBeUndefined()
  expect(waitBeforeRetryMs(5, 0, retryDefaults)).toBeUndefined()
})

it('Retry-After is obeyed as it is, unless it is too long', () => {
  expect(waitBeforeRetryMs(1, 7000, retryDefaults)).toBe(7000)
  expect(waitBeforeRetryMs(1, 32_000, retryDefaults)).toBe(32_000)
  expect(waitBeforeRetryMs(1, 32_001, retryDefaults)).toBeUndefined()
})
