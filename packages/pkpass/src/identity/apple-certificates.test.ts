import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { appleRootPem } from './apple-certificates.ts'
import { appleIntermediates, isIssuedBy } from './intermediate.ts'

const root = new X509Certificate(appleRootPem)

it("the root is Apple's, by its published fingerprint", () => {
  expect(root.fingerprint256).toMatch(/^B0:B1:73:0E:.*:10:01:F0:24$/)
})

it('the intermediate is generation 4, by its published fingerprint, and issued by the root', () => {
  const [generation4, ...others] = appleIntermediates()
  expect(others).toEqual([])
  expect(generation4?.fingerprint256).toMatch(/^EA:47:57:88:.*:B5:BC:E1:4C$/)
  expect(isIssuedBy(generation4!, root)).toBe(true)
})
