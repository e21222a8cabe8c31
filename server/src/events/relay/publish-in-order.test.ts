import { describe, expect, it } from 'vitest'
import { publishInOrder } from './publish-in-order.ts'

const keyOf = (item: string) => item.charAt(0)

describe('publishing in order', () => {
  it('has items of different keys on their way at once, and of one key only the first', async () => {
    const begun: string[] = []
    const { promise: acknowledgement, resolve: acknowledge } = Promise.withResolvers<void>()
    const done = publishInOrder(['a1', 'b1', 'a2', 'c1', 'b2'], keyOf, (item) => {
      begun.push(item)
      return acknowledgement
    })
    expect(begun).toEqual(['a1', 'b1', 'c1'])
    acknowledge()
    expect(await done).toEqual({ acknowledged: 5 })
    expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'b2'])
  })

  it('publishes nothing of a key after one that was not acknowledged', async () => {
    const begun: string[] = []
    const lost = new Error('lost')
    const outcome = await publishInOrder(['a1', 'b1', 'a2', 'a3', 'b2'], keyOf, async (item) => {
      begun.push(item)
      if (item === 'a2') throw lost
    })
    expect(begun).toEqual(['a1', 'b1', 'a2', 'b2'])
    expect(outcome).toEqual({ acknowledged: 2, error: lost })
  })

  it('counts what is acknowledged only up to the first gap', async () => {
    const outcome = await publishInOrder(['a1', 'b1', 'c1'], keyOf, async (item) => {
      if (item === 'a1') throw new Error('lost')
    })
    expect(outcome.acknowledged).toBe(0)
  })
})
