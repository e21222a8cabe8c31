import { leafCompiler } from './compile-leaf.ts'
import type { PassContent } from './content.ts'
import { slots } from './fields.ts'
import { pointerOf, type ReviewIssue, segmentsOf } from './issues.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { pathInPatch } from './merge.ts'
import { type Draft, draftOf } from './review-draft.ts'
import { sampleScope, type Trial, tryOut } from './trial.ts'

/** A state in which passes show themselves, rendered with samples, for a wallet to judge. */
export interface Face {
  /** As far as it is sound: what is not is left out, or holds a dash where it cannot be missing. */
  readonly content: PassContent
  /** What is wrong with it already, with paths into the content. */
  readonly issues: readonly ReviewIssue[]
  /** Where in the revision its author finds a place of the content; both are JSON Pointers. */
  readonly placeOf: (path: string) => string
}

/** The faces of a revision, fit or not: its content before any variant, then with each of them. */
export function facesOf(source: unknown): [base: Face, ...variants: Face[]] {
  const draft = draftOf(source)
  const tokens = draft.tokens.filter((declaration) => declaration !== undefined)
  const [scope, compiler] = [sampleScope(tokens), leafCompiler(tokens)]
  const base = tryOut(draft, [], scope, compiler)
  return [
    faceOf(draft, base, (path) => `/content${path}`),
    ...draft.variants.map(({ content: patch }, index) => {
      const trial = tryOut(draft, [index], scope, compiler)
      const place = (path: string) => pathInPatch(patch, trial.content, segmentsOf(path))
      return faceOf(draft, trial, (path) => pointerOf(['variants', index, 'content', ...place(path)]))
    }),
  ]
}

function faceOf({ kind = 'generic' }: Draft, { shown, issues }: Trial, placeOf: Face['placeOf']): Face {
  return { content: soundContent({ ...shown, kind }, issues), issues, placeOf }
}

const texts = ['issuerName', 'title', 'description'] as const
/** Parts none of whose keys need each other. */
const divisible: readonly string[] = ['validity', 'colors', 'images', 'relevance']
/** The wallets' own JSON, which may be anything and is judged whole. */
const rawParts: readonly string[] = ['apple', 'google']

function soundContent(shown: JsonObject, issues: readonly ReviewIssue[]): PassContent {
  const isUnsound = (...path: (string | number)[]) => {
    const place = pointerOf(path)
    return issues.some((issue) => issue.path === place || issue.path.startsWith(`${place}/`))
  }
  const soundKeys = (path: readonly string[], part: JsonObject) =>
    Object.fromEntries(Object.entries(part).filter(([key]) => !isUnsound(...path, key)))
  const parts = Object.entries(shown).flatMap(([key, part]) => {
    if (isJsonObject(part) && rawParts.includes(key)) return [[key, part]]
    if (isJsonObject(part) && divisible.includes(key)) return [[key, soundKeys([key], part)]]
    return isUnsound(key) ? [] : [[key, part]]
  })
  const { fields } = shown
  const soundFields = slots.map((slot) => {
    const list: unknown = isJsonObject(fields) ? fields[slot] : undefined
    const sound = (field: unknown, index: number) =>
      // In place of the field, so that those after it keep their index.
      isUnsound('fields', slot, index) ? { key: `unsound-${slot}-${index}`, value: '–' } : field
    return [slot, Array.isArray(list) ? list.map(sound) : []]
  })
  const dashes = Object.fromEntries(texts.map((key) => [key, '–']))
  return { ...dashes, ...Object.fromEntries(parts), fields: Object.fromEntries(soundFields) } as PassContent
}
