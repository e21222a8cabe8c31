import { describe, expect, it } from 'vitest'
import { applyPatch, pathInPatch } from './merge.ts'

const content = {
  title: 'Card',
  colors: { background: '#000000', label: '#ffffff' },
  links: [{ label: 'A', url: 'https://a.example/' }],
  fields: {
    header: [{ key: 'points', label: 'Points', value: 1 }],
    back: [
      { key: 'terms', label: 'Terms', value: 'T', align: 'left' },
      { key: 'hint', label: 'Hint', value: 'H' },
    ],
  },
}

const fieldsOf = (patch: object) => applyPatch(content, { fields: patch }).fields as Record<string, object[]>

describe('a patch on content is a JSON Merge Patch (RFC 7396)', () => {
  // The test cases of RFC 7396, appendix A, between two objects.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j patched with %j is %j', (target, patch, expected) => {
    expect(applyPatch(target, patch)).toEqual(expected)
  })

  it('changes neither of the two', () => {
    const before = structuredClone(content)
    const patch = { colors: { label: null }, fields: { back: { terms: { value: 'U' } } } }
    applyPatch(content, patch)
    expect(content).toEqual(before)
    expect(patch).toEqual({ colors: { label: null }, fields: { back: { terms: { value: 'U' } } } })
  })

  it('reaches no prototype', () => {
    const merged = applyPatch(content, JSON.parse('{"colors":{"__proto__":{"polluted":true}},"__proto__":{"x":1}}'))
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
    expect(Object.getPrototypeOf(merged.colors)).toBe(Object.prototype)
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('in the wallets’ own parts null removes what was made of the content', () => {
  it.each([
    [{}, { apple: { generic: null } }, { apple: { generic: null } }],
    [{ apple: {} }, { apple: { semantics: { genre: null } } }, { apple: { semantics: { genre: null } } }],
    [{ apple: { generic: null } }, { apple: { generic: null } }, { apple: { generic: null } }],
    [{}, { google: { object: { barcode: null } } }, { google: { object: { barcode: null } } }],
  ])('%j patched with %j is %j', (target, patch, expected) => {
    expect(applyPatch(target, patch)).toEqual(expected)
  })

  it.each([
    [{ apple: { generic: { a: 1 } } }, { apple: { generic: null } }, { apple: {} }],
    [{ apple: { nfc: {} } }, { apple: null }, {}],
    [{ google: { class: { a: 1 } } }, { google: { class: null } }, { google: {} }],
    [{ google: {} }, { google: { class: null } }, { google: {} }],
  ])('but first what their author gave: %j patched with %j is %j', (target, patch, expected) => {
    expect(applyPatch(target, patch)).toEqual(expected)
  })
})

describe('fields are matched by key', () => {
  it('a patched field keeps its place and what the patch does not name', () => {
    expect(fieldsOf({ back: { terms: { value: 'U', align: null } } }).back).toEqual([
      { key: 'terms', label: 'Terms', value: 'U' },
      { key: 'hint', label: 'Hint', value: 'H' },
    ])
  })

  it('null removes a field, and one that is not there is no error', () => {
    expect(fieldsOf({ back: { terms: null, other: null } }).back).toEqual([{ key: 'hint', label: 'Hint', value: 'H' }])
  })

  it('new fields come last, in the order of a list', () => {
    const back = [
      { key: '2', value: 'b' },
      { key: '1', value: 'a' },
      { key: 'hint', value: 'I' },
    ]
    expect(fieldsOf({ back }).back?.map((field) => Object.values(field))).toEqual([
      ['terms', 'Terms', 'T', 'left'],
      ['hint', 'Hint', 'I'],
      ['2', 'b'],
      ['1', 'a'],
    ])
  })

  it('the key of the object is the key of the field', () => {
    expect(fieldsOf({ header: { level: { key: 'other', value: 1 } } }).header?.at(-1)).toEqual({
      key: 'level',
      value: 1,
    })
  })

  it('other slots stay, a slot that was not there is made, null empties one', () => {
    const fields = fieldsOf({ auxiliary: { gate: { value: 'A1' } }, header: null })
    expect(fields).toEqual({ ...content.fields, auxiliary: [{ key: 'gate', value: 'A1' }], header: [] })
    expect(applyPatch(content, { fields: null }).fields).toEqual({})
  })

  it('all other lists are replaced', () => {
    const links = [{ label: 'B', url: 'https://b.example/' }]
    expect(applyPatch(content, { links }).links).toEqual(links)
  })

  it('what has the wrong shape is put in place for the schema to refuse', () => {
    expect(fieldsOf({ back: ['x', null, { value: 1 }] }).back?.slice(2)).toEqual(['x', null, { value: 1 }])
    expect(fieldsOf({ back: 'x' }).back).toBe('x')
    expect(applyPatch(content, { fields: 'x' }).fields).toBe('x')
  })
})

describe('a place of the merged content is found in the patch', () => {
  it.each([
    [{ colors: { label: 'x' } }, ['colors', 'label'], ['colors', 'label']],
    [{ colors: { label: 'x' } }, ['colors', 'background'], ['colors']],
    [{ title: 'x' }, ['colors', 'label'], []],
    [
      { fields: { back: { hint: { value: 1 } } } },
      ['fields', 'back', '1', 'value'],
      ['fields', 'back', 'hint', 'value'],
    ],
    [{ fields: { back: { hint: { value: 1 } } } }, ['fields', 'back', '0', 'value'], ['fields', 'back']],
    [
      {
        fields: {
          back: [
            { key: 'new', value: 1 },
            { key: 'hint', value: 1 },
          ],
        },
      },
      ['fields', 'back', '1', 'value'],
      ['fields', 'back', '1', 'value'],
    ],
    [{ fields: { back: [{ key: 'new', value: 1 }] } }, ['fields', 'back', '2', 'label'], ['fields', 'back', '0']],
  ])('%j: %j is at %j', (patch, path, expected) => {
    expect(pathInPatch(patch, applyPatch(content, patch), path)).toEqual(expected)
  })
})
