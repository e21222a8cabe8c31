import { pointerOf, type ReviewIssue } from './issues.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { fieldPatches } from './merge.ts'
import { newsKey } from './news.ts'
import type { Draft } from './review-draft.ts'
import { bearsNews } from './revision-source.ts'

/** What authors may not write, because the platform says it: the kind, whether the pass is voided, and the news. */
export function reviewReserved(draft: Draft): ReviewIssue[] {
  return [
    ...kindIssues(draft),
    ...voidedIssues(draft.content, ['content']),
    ...draft.variants.flatMap(({ content }, index) => {
      const path = ['variants', index, 'content']
      return [...fixedKindIssues(content, path), ...voidedIssues(content, path)]
    }),
    ...(bearsNews(draft) ? newsIssues(draft) : []),
  ]
}

function kindIssues({ content, kind }: Draft): ReviewIssue[] {
  if (content?.kind === undefined || kind === undefined || content.kind === kind) return []
  return [
    {
      code: 'kind_mismatch',
      path: '/content/kind',
      message: `The content says another kind than the revision, which is of kind "${kind}".`,
      fix: 'Remove it from the content.',
    },
  ]
}

function fixedKindIssues(patch: JsonObject | undefined, path: readonly (string | number)[]): ReviewIssue[] {
  if (patch?.kind === undefined) return []
  return [
    {
      code: 'kind_mismatch',
      path: pointerOf([...path, 'kind']),
      message: "A campaign's kind is fixed for its life.",
      fix: 'Remove it.',
    },
  ]
}

function voidedIssues(content: JsonObject | undefined, path: readonly (string | number)[]): ReviewIssue[] {
  if (content?.voided === undefined) return []
  return [
    {
      code: 'unknown_key',
      path: pointerOf([...path, 'voided']),
      message: 'Whether a pass is voided is a fact about it, not content.',
      fix: 'Remove it, and void the pass instead.',
    },
  ]
}

function newsIssues({ variants }: Draft): ReviewIssue[] {
  return variants.flatMap(({ content }, index) => {
    const slots = isJsonObject(content?.fields) ? content.fields : {}
    return Object.entries(slots).flatMap(([slot, patch]): ReviewIssue[] => {
      if (!isJsonObject(patch) && !Array.isArray(patch)) return []
      if (!fieldPatches(patch).some(([key]) => key === newsKey)) return []
      return [
        {
          code: 'news_in_variant',
          path: pointerOf(['variants', index, 'content', 'fields', slot]),
          message: `A variant may not change the field "${newsKey}": leaving it would announce the old text again.`,
          fix: 'Write the text into "message" of the variant.',
        },
      ]
    })
  })
}
