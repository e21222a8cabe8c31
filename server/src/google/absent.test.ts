import { describe, expect, it } from 'vitest'
import { adaState, campaignOf } from '../../test/google-campaigns.ts'
import { judgedClass, judgedObject } from '../../test/google-judges.ts'
import { kinds } from '../passes/content/content.ts'
import { contentOf } from '../passes/content/content-of.ts'
import { isJsonObject } from '../passes/content/json.ts'
import { compileRevision, type RevisionSource, reviewRevision } from '../passes/content/revision.ts'
import { reviewGoogle } from './review.ts'

const at = new Date('2026-12-01T12:00:00Z')

/** Copies of a value, each without one of its parts or with one of its texts empty, at every depth. */
function* lacking(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield value.toSpliced(index, 1)
      for (const other of lacking(item)) yield value.with(index, other)
    }
  } else if (isJsonObject(value)) {
    for (const [key, part] of Object.entries(value)) {
      const { [key]: _, ...rest } = value
      yield rest
      for (const other of lacking(part)) yield { ...value, [key]: other }
    }
  } else if (typeof value === 'string') yield ''
}

describe('whatever content lacks', () => {
  it.each(kinds)('a %s that can be published is one that Google takes', (kind) => {
    const source = campaignOf(kind)
    let published = 0
    for (const content of lacking(source.content)) {
      const changed = { ...source, content } as RevisionSource
      if (reviewRevision(changed).length > 0) continue
      const revision = compileRevision(changed)
      if (reviewGoogle(changed, revision).length > 0) continue
      published++
      judgedClass(revision, at)
      judgedObject(contentOf(revision, adaState(), at), revision, at)
    }
    expect(published).toBeGreaterThan(20)
  })
})
