import { expect, it } from 'vitest'
import { openJournal, rememberedPushes } from './journal.ts'

const push = {
  apnsId: 'id',
  deviceToken: 'aa',
  topic: 'pass.com.example.coffee',
  pushType: null,
  priority: null,
  expiration: null,
  payload: '{}',
  outcome: '200',
}

it('remembers the latest pushes only, and counts all', () => {
  const journal = openJournal()
  const total = 3 * rememberedPushes + 1
  for (let number = 1; number <= total; number++) journal.add({ ...push, at: String(number) })
  journal.addRefusal('400 BadTopic')

  expect(journal.received()).toHaveLength(rememberedPushes)
  expect(journal.received()[0]?.at).toBe(String(total - rememberedPushes + 1))
  expect(journal.received().at(-1)?.at).toBe(String(total))
  expect(journal.counts()).toEqual({ '200': total, '400 BadTopic': 1 })
})
