import { describe, expect, it } from 'vitest'
import { openLogger } from '../platform/logger.ts'
import { type TurnOutcome, takeTurns } from './turns.ts'

const logger = openLogger('silent')

/** Turns that are noted, each with the outcome that `outcomeOf` has for it. */
function noted(outcomeOf: (customerId: string, turn: number) => TurnOutcome = () => 'done') {
  const had: string[] = []
  const turns = takeTurns('test', logger, async (customerId) => {
    had.push(customerId)
    return outcomeOf(customerId, had.length)
  })
  return { had, turns }
}

describe('turns', () => {
  it('come once to who is woken several times meanwhile, and again to who has more to do', async () => {
    const { had, turns } = noted((customerId, turn) => (customerId === 'b' && turn === 3 ? 'again' : 'done'))
    for (const customerId of ['busy', 'a', 'b', 'a', 'c']) turns.wake(customerId)
    await turns.settled()
    expect(had.sort()).toEqual(['a', 'b', 'b', 'busy', 'c'])
  })

  it('come less often while much happens: a pause gathers what comes after a round in which somebody was woken', async () => {
    const { had, turns } = noted()
    turns.wake('a')
    turns.wake('b')
    // Steps of the event loop's queue, in which no timer ends.
    for (let step = 0; step < 50; step++) {
      turns.wake('b')
      await Promise.resolve()
    }
    await turns.settled()
    expect(had).toEqual(['a', 'b'])
  })

  it('come to who is woken in the very moment in which the last one ends', async () => {
    const { had, turns } = noted()
    turns.wake('a')
    // One more step of the event loop's queue in each round, until the waking falls on either side of the end.
    for (let steps = 0; steps < 12; steps++) {
      for (let step = 0; step < steps; step++) await Promise.resolve()
      turns.wake(`late-${steps}`)
    }
    await turns.settled()
    expect(had).toEqual(['a', ...Array.from({ length: 12 }, (_, steps) => `late-${steps}`)])
  })

  it('that fail do not go on by themselves; those left have theirs with the next waking', async () => {
    const { had, turns } = noted((customerId, turn) => {
      if (turn === 1) throw new Error(`not ${customerId}`)
      return 'done'
    })
    turns.wake('a')
    turns.wake('b')
    await turns.settled()
    expect(had).toContain('a')
    turns.wake('c')
    await turns.settled()
    expect(had.sort()).toEqual(['a', 'b', 'c'])
  })

  it('end after the one under way when stopped', async () => {
    const { had, turns } = noted()
    turns.wake('a')
    turns.wake('b')
    await turns.stop()
    turns.wake('c')
    expect(had).toEqual(['a'])
  })
})
