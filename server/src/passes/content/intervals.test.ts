import { describe, expect, it } from 'vitest'
import { always, boundariesAfter, contains, type Interval, intersection, lastStart } from './intervals.ts'

// What a recurring calendar looks like: many spans, in order.
const fridays: Interval[] = [
  [10, 20],
  [110, 120],
  [210, 220],
]

describe('spans of time', () => {
  it('contain their start and not their end', () => {
    expect([9, 10, 19, 20].map((at) => contains([[10, 20]], at))).toEqual([false, true, true, false])
    expect(contains(always, 0)).toBe(true)
    expect(contains([], 0)).toBe(false)
  })

  it('intersect span by span', () => {
    expect(intersection(fridays, [[15, 115]])).toEqual([
      [15, 20],
      [110, 115],
    ])
    expect(intersection([[15, Infinity]], fridays)).toEqual([[15, 20], ...fridays.slice(1)])
    expect(intersection(fridays, always)).toEqual(fridays)
    expect(intersection(fridays, [])).toEqual([])
  })

  it('that only touch have nothing in common', () => {
    expect(intersection([[10, 20]], [[20, 30]])).toEqual([])
  })

  it('know the last start, also once the span has ended', () => {
    expect([9, 10, 50, 110, 1000].map((at) => lastStart(fridays, at))).toEqual([undefined, 10, 10, 110, 210])
    expect(lastStart(always, 0)).toBe(-Infinity)
  })

  it('know their boundaries after an instant, without the infinite ones', () => {
    expect(boundariesAfter(fridays, 20)).toEqual([110, 120, 210, 220])
    expect(boundariesAfter([[-Infinity, 5]], 0)).toEqual([5])
    expect(boundariesAfter(always, 0)).toEqual([])
  })
})
