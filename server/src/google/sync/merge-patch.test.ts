import { describe, expect, it } from 'vitest'
import { mergePatchOf, pathsOf } from './merge-patch.ts'

const points = (balance: object) => ({ loyaltyPoints: { label: 'Points', balance } })

/** JSON Merge Patch (RFC 7396), as Google applies it. */
function merge(before: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const merged: Record<string, unknown> = typeof before === 'object' ? { ...before } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key]
    else merged[key] = merge(merged[key], value)
  }
  return merged
}

describe('a patch', () => {
  it('is the resource itself when it has all places that there ever were', () => {
    const resource = { state: 'ACTIVE', ...points({ int: 1 }) }
    expect(mergePatchOf(resource, pathsOf(resource))).toEqual(resource)
  })

  it('removes what was there before, where it was', () => {
    expect(mergePatchOf(points({ int: 1 }), pathsOf(points({ string: 'one' })))).toEqual(
      points({ int: 1, string: null }),
    )
    expect(
      mergePatchOf({ state: 'ACTIVE' }, pathsOf({ state: 'ACTIVE', heroImage: { sourceUri: { uri: 'a' } } })),
    ).toEqual({
      state: 'ACTIVE',
      heroImage: null,
    })
  })

  it('leaves places alone that were never ours', () => {
    expect(merge({ linkedObjectIds: ['1.a'] }, mergePatchOf({ state: 'ACTIVE' }, ['state']))).toEqual({
      linkedObjectIds: ['1.a'],
      state: 'ACTIVE',
    })
  })

  it.each([
    ['gains and loses places at every depth', { a: { b: { c: 1, d: 2 } }, e: [1] }, { a: { b: { d: 3 }, f: 4 } }],
    ['has a text where there was an object', { a: { b: 1 } }, { a: 'text' }],
    ['has an object where there was a text', { a: 'text' }, { a: { b: 1 } }],
    ['has another list', { a: [1, 2, { b: 1 }] }, { a: [{ c: 1 }] }],
  ])('makes of what Google has what it is to have, when it %s', (_, before, after) => {
    const ever = [...pathsOf(before), ...pathsOf(after), 'z.y']
    expect(merge(before, mergePatchOf(after, ever))).toEqual(after)
  })
})
