import { describe, expect, it } from 'vitest'
import { canonicalJson, frozenCopy, reviewJson } from './json.ts'

describe('canonical JSON', () => {
  it('does not depend on the order of keys, at any depth', () => {
    expect(canonicalJson({ b: [{ y: 1, x: 2 }], a: null })).toBe('{"a":null,"b":[{"x":2,"y":1}]}')
    expect(canonicalJson({ a: null, b: [{ x: 2, y: 1 }] })).toBe('{"a":null,"b":[{"x":2,"y":1}]}')
  })

  it('depends on the order of lists, on types and on every character', () => {
    const different = [[1, 2], [2, 1], ['1', 2], { a: 1 }, { a: '1' }, { a: true }, 'é', 'e\u0301', '"', null]
    expect(new Set(different.map(canonicalJson)).size).toBe(different.length)
  })

  it('leaves out what is undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe(canonicalJson({ b: 1 }))
  })
})

describe('a frozen copy', () => {
  it('neither follows its original nor can be changed', () => {
    const original = { list: [{ a: 1 }] }
    const copy = frozenCopy(original)
    original.list.push({ a: 2 })
    expect(copy).toEqual({ list: [{ a: 1 }] })
    expect(() => copy.list.push({ a: 3 })).toThrow(TypeError)
    expect(() => Object.assign(copy.list[0] ?? {}, { a: 4 })).toThrow(TypeError)
  })
})

describe('JSON from outside', () => {
  it('with the key __proto__ is refused, at each place', () => {
    const source = JSON.parse('{"content":{"__proto__":{"x":1},"apple":[{"__proto__":2}]}}')
    expect(reviewJson(source).map(({ code, path }) => [code, path])).toEqual([
      ['forbidden_key', '/content/__proto__'],
      ['forbidden_key', '/content/apple/0/__proto__'],
    ])
  })

  it('nested beyond every need is refused without being walked to its end', () => {
    const deep = JSON.parse(`${'[{"a":'.repeat(5_000)}1${'}]'.repeat(5_000)}`)
    expect(reviewJson({ apple: deep }).map(({ code }) => code)).toEqual(['too_deep'])
  })

  it('is fine otherwise', () => {
    expect(reviewJson({ a: [1, 'x', null, { constructor: { prototype: 1 } }] })).toEqual([])
  })
})
