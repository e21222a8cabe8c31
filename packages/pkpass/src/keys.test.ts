import { expect, it } from 'vitest'
import { appleObjects } from './keys.ts'
import type { KeyTable, Type } from './pass-json/key.ts'
import { passObject } from './pass-json/tables/pass.ts'

function* tablesIn({ item, keys }: Type): Generator<KeyTable> {
  if (item) yield* tablesIn(item)
  if (keys === undefined) return
  yield keys
  for (const { type } of Object.values(keys)) yield* tablesIn(type)
}

it('every object that pass.json can hold is listed, with its page', () => {
  const listed = new Set(appleObjects.map(({ keys }) => keys))
  expect([...new Set(tablesIn(passObject))].filter((keys) => !listed.has(keys))).toEqual([])
  for (const { page } of appleObjects)
    expect(page).toMatch(/^https:\/\/developer\.apple\.com\/documentation\/walletpasses\/\S+$/)
})

it('a key is found with what Apple says of it', () => {
  const { keys } = appleObjects.find(({ name }) => name === 'SemanticTags')!
  expect(keys.departureLocationTimeZone).toMatchObject({
    sinceIos: 26,
    styles: ['boardingPass'],
    transitTypes: ['PKTransitTypeAir'],
    type: { name: 'IANA time zone' },
  })
  const pass = appleObjects.find(({ name }) => name === 'Pass')!
  expect(pass.keys.relevantDate).toMatchObject({ deprecatedSinceIos: 18, replacedBy: 'relevantDates' })
})
