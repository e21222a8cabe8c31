import type { PassJson } from '@billfold/pkpass'
import { describe, expect, it } from 'vitest'
import { maxDepth, reviewJson } from '../../passes/content/json.ts'
import { storablePass } from './storable-pass.ts'

const summaryOf = (pass: object) => {
  const { pass: kept, findings } = storablePass(pass as PassJson)
  return { kept, found: findings.map(({ code, path }) => `${code} ${path}`) }
}
const nested = (levels: number): unknown => (levels === 0 ? 'end' : { d: nested(levels - 1) })

describe('a pass is kept without', () => {
  it('characters that are none', () => {
    const pass = { description: 'A\0B', generic: { primaryFields: [{ value: '\ud800 x' }] }, userInfo: { 'k\0': 'v' } }
    expect(summaryOf(pass)).toEqual({
      kept: { description: 'AB', generic: { primaryFields: [{ value: '\ufffd x' }] }, userInfo: { k: 'v' } },
      found: [
        'character_left_out description',
        'character_left_out generic.primaryFields[0].value',
        'character_left_out userInfo.k',
      ],
    })
  })

  it('the key that would become a prototype', () => {
    const pass = JSON.parse('{"__proto__": {"a": 1}, "userInfo": {"__proto__": 1, "constructor": 2}}')
    const { kept, found } = summaryOf(pass)
    expect(JSON.stringify(kept)).toBe('{"userInfo":{"constructor":2}}')
    expect(found).toEqual(['not_kept __proto__', 'not_kept userInfo.__proto__'])
  })

  it('what is nested deeper than a draft may be', () => {
    const { kept, found } = summaryOf({ userInfo: nested(60) })
    expect(found).toEqual(['not_kept userInfo.d.d.d'])
    expect(reviewJson({ content: { apple: kept } })).toEqual([])
    expect(summaryOf({ userInfo: nested(maxDepth - 3) }).found).toEqual([])
  })
})

it('any other pass stays as it is', () => {
  const pass = { description: 'Ä 😀', userInfo: [null, 1, true, { a: [] }], constructor: 'x' }
  expect(summaryOf(pass)).toEqual({ kept: pass, found: [] })
})
