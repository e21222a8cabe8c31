import { describe, expect, it } from 'vitest'
import { archives } from './archives.ts'
import { inputOf, tryRun } from './fuzz.ts'
import type { FuzzTarget } from './target.ts'
import { targets } from './targets.ts'

const runs = 1500

it.each(Object.entries(targets))('%s: a short run finds nothing', (_, target) => {
  for (let run = 0; run < runs; run++) expect(tryRun(target, 7, run)).toBeUndefined()
})

describe('the harness', () => {
  it('makes the same input for the same seed and number, and another for another', () => {
    expect(inputOf(archives, 1, 42)).toEqual(inputOf(archives, 1, 42))
    expect(inputOf(archives, 1, 42)).not.toEqual(inputOf(archives, 1, 43))
    expect(inputOf(archives, 2, 42)).not.toEqual(inputOf(archives, 1, 42))
  })

  it('finds a reader that throws, and one that is slow', () => {
    const make = archives.make
    const faulty = (read: FuzzTarget['read']): FuzzTarget => ({ make, read })
    const thrower = faulty((input) => {
      if (input.length % 2 === 0) throw new RangeError('even')
    })
    const failures = Array.from({ length: 50 }, (_, run) => tryRun(thrower, 1, run)).filter(Boolean)
    expect(failures.length).toBeGreaterThan(5)
    expect(failures[0]?.reason).toContain('RangeError: even')
    const slow = faulty(() => {
      const start = process.threadCpuUsage()
      while (process.threadCpuUsage(start).user < 20_000);
    })
    expect(tryRun(slow, 1, 0, 1)?.reason).toMatch(/^It took \d+ ms of the processor, at most 1 ms are allowed\.$/)
  })
})
