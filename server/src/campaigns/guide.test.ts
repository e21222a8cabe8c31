import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { reviewRevision } from '../passes/content/revision.ts'

it('the campaign in docs/guide.md is fit to publish', async () => {
  const guide = await readFile(new URL('../../../docs/guide.md', import.meta.url), 'utf8')
  const { kind, draft } = JSON.parse(/```json\n([\s\S]*?)```/.exec(guide)?.[1] ?? '') as { kind: string; draft: object }
  expect(reviewRevision({ kind, ...draft })).toEqual([])
})
