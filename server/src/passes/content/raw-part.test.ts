import { describe, expect, it } from 'vitest'
import { valueAt } from './json.ts'
import { mergeRawPart, pathInRawPart } from './raw-part.ts'

const target = {
  name: 'Card',
  style: { color: 'red' },
  fields: [
    { key: 'a', value: 1, more: { x: 1 } },
    { key: 'b', value: 2 },
  ],
  list: [1, 2],
}
const raw = {
  name: 'Other',
  style: { size: 7 },
  fields: [
    { key: 'new', value: 3 },
    { key: 'b', label: 'B', value: null },
    { key: 'a', more: { y: 2 } },
    { key: 'newer', value: 4 },
  ],
  list: [{ z: 1 }],
  gone: null,
  own: { deep: { part: true } },
}
const merged = mergeRawPart(target, raw, 'key')
const pathIn = (path: string) => pathInRawPart(target, raw, path.split('/'), 'key')?.join('/')

describe('a place of what was laid over', () => {
  it.each([
    ['name', 'name'],
    ['style/size', 'style/size'],
    ['fields/0/more/y', 'fields/2/more/y'],
    ['fields/1/label', 'fields/1/label'],
    ['fields/1/value', 'fields/1/value'],
    ['fields/2/value', 'fields/0/value'],
    ['fields/3', 'fields/3'],
    ['list/0/z', 'list/0/z'],
    ['gone', 'gone'],
    ['own/deep/part', 'own/deep/part'],
  ])('%s is at %s of the raw part', (path, found) => {
    expect(pathIn(path)).toBe(found)
    // What null removes is nowhere.
    const value = valueAt(merged, path.split('/'))
    if (value !== undefined) expect(valueAt(raw, found.split('/'))).toEqual(value)
  })

  it.each([
    ['own/deep/missing', 'own/deep/missing'],
    ['fields/2/missing', 'fields/0/missing'],
    ['list/1', 'list/1'],
  ])('%s, which the raw part alone could have given, is missing at %s', (path, found) => {
    expect(pathIn(path)).toBe(found)
  })

  it.each([
    'style/color',
    'style',
    'style/missing',
    'fields',
    'fields/0/value',
    'fields/0/more',
    'fields/1/key',
    'fields/9',
  ])('%s is not the raw part’s alone', (path) => {
    expect(pathIn(path)).toBeUndefined()
  })
})
