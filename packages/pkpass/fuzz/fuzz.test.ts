import { expect, it } from 'vitest'
import { lintOne } from './lint-one.ts'
import { mutatedPass, mutatedText } from './mutate.ts'

it('three thousand mutated documents are linted, compared and normalised, and none of it throws', () => {
  let findings = 0
  for (let run = 0; run < 3000; run++) findings += lintOne(mutatedPass(7, run))
  expect(findings).toBeGreaterThan(3000)
})

it('the same seed and number give the same document, others another', () => {
  const text = (seed: number, n: number) => JSON.stringify(mutatedPass(seed, n))
  expect(text(1, 17)).toBe(text(1, 17))
  expect(mutatedText(1, 17)).toBe(mutatedText(1, 17))
  expect(new Set(Array.from({ length: 50 }, (_, n) => text(1, n))).size).toBeGreaterThan(45)
  expect(text(1, 17)).not.toBe(text(2, 17))
})
