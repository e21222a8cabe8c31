import { expect, it } from 'vitest'
import { openJournal } from './journal.ts'

it('remembers the latest entries only, and counts all', () => {
  const journal = openJournal<{ readonly number: number; readonly outcome: string }>(10)
  for (let number = 1; number <= 31; number++) journal.add({ number, outcome: '200' })
  journal.count('400 BadTopic')

  expect(journal.received().map(({ number }) => number)).toEqual([22, 23, 24, 25, 26, 27, 28, 29, 30, 31])
  expect(journal.counts()).toEqual({ '200': 31, '400 BadTopic': 1 })
})
