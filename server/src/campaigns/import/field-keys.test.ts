import { expect, it } from 'vitest'
import { withFitKeys } from './field-keys.ts'

const passWith = (keys: readonly string[]) => ({ storeCard: { backFields: keys.map((key) => ({ key, value: 1 })) } })
const fitted = (keys: readonly string[]) =>
  (withFitKeys(passWith(keys)).pass.storeCard?.backFields ?? []).map(({ key }) => key)

it('keys have letters, digits, "_" and "-", and each stands once', () => {
  expect(fitted(['a', 'a', 'a-2', 'a', '', 'x y', 'x-y'])).toEqual([
    'a',
    'a-2',
    'a-2-2',
    'a-3',
    'field',
    'x-y',
    'x-y-2',
  ])
  expect(withFitKeys(passWith(['a', 'b'])).findings).toEqual([])
})

it('as many fields as a pass.json can hold may have the same key, however long', () => {
  const keys = fitted(Array.from({ length: 20_000 }, () => 'k'.repeat(70)))
  expect(new Set(keys).size).toBe(20_000)
  for (const key of keys) expect(key.length).toBeLessThanOrEqual(64)
})
