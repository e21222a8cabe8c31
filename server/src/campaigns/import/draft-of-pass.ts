import type { PassJson } from '@billfold/pkpass'
import { appleOf } from '../../apple/pass-json.ts'
import type { Kind, PassContent } from '../../passes/content/content.ts'
import { facesOf } from '../../passes/content/faces.ts'
import { segmentsOf } from '../../passes/content/issues.ts'
import { isJsonObject, type JsonObject } from '../../passes/content/json.ts'
import { canonicalPass } from './canonical-pass.ts'
import { contentOfPass, kindOfPass } from './content-of-pass.ts'
import { withFitKeys } from './field-keys.ts'
import type { Finding } from './finding.ts'
import { literal } from './literal.ts'
import { differences, restOf } from './rest-of-pass.ts'

export interface ImportedDraft {
  readonly kind: Kind
  readonly content: JsonObject
  /** What of the pass its campaign does not say, and why. */
  readonly findings: readonly Finding[]
}

/**
 * The content of a campaign whose passes say what a pass says: in words of neither wallet where there are some, all else
 * in the raw part for Apple, keys that nobody knows included.
 *
 * @param pass without what makes it one pass
 * @param images the ids of its images by their roles
 * @param language that its texts are in
 */
export function draftOfPass(
  pass: PassJson,
  images: Readonly<Record<string, string>>,
  language: string | undefined,
): ImportedDraft {
  const { pass: fitted, findings } = withFitKeys(pass)
  const { voided, ...wanted } = canonicalPass(fitted)
  const kind = kindOfPass(wanted)
  const neutral = soundPart(kind, literal(contentOfPass(wanted, images, language)))
  const rest = restOf(appleOf(shown(kind, neutral)), wanted)
  const apple = isJsonObject(rest) ? literal(withoutDashes(rest)) : {}
  const content = Object.keys(apple).length > 0 ? { ...neutral, apple } : neutral
  const lost = differences(appleOf(shown(kind, content)), wanted).filter((path) => !required.includes(path))
  return {
    kind,
    content,
    findings: [...findings, ...(voided === true ? [voidedLeftOut] : []), ...lost.map(notKept)],
  }
}

const shown = (kind: Kind, content: JsonObject): PassContent => facesOf(sourceOf(kind, content))[0].content

const sourceOf = (kind: Kind, content: JsonObject) => ({ kind, tokens: [], content, variants: [] })

/** The content without the parts that are not what content takes there: those are for the raw part to say. */
function soundPart(kind: Kind, content: JsonObject): JsonObject {
  const [{ issues }] = facesOf(sourceOf(kind, content))
  const unsound = issues.map(({ path }) => segmentsOf(path)).filter(([part]) => part !== undefined && part in content)
  if (unsound.length === 0) return content
  return soundPart(
    kind,
    unsound.reduce((left, path) => without(left, path), content),
  )
}

/** Parts of content that can do without one of their own parts. */
const divisible: readonly string[] = ['fields', 'colors', 'images', 'relevance']

function without(content: JsonObject, [part = '', inner]: readonly string[]): JsonObject {
  const { [part]: value, ...others } = content
  if (inner === undefined || !divisible.includes(part) || !isJsonObject(value)) return others
  const { [inner]: _, ...left } = value
  return Object.keys(left).length > 0 ? { ...others, [part]: left } : others
}

/** What a pass cannot be without, so that something stands in for it until its author says it. */
const required: readonly string[] = ['organizationName', 'description']

function withoutDashes(rest: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(rest).filter(([key, part]) => part !== null || !required.includes(key)))
}

const voidedLeftOut: Finding = {
  path: 'voided',
  code: 'voided_left_out',
  message: 'The pass is void. A campaign says what passes show that are not; void single passes instead.',
  fix: 'Void passes at /api/passes/:id/void.',
}

const notKept = (path: string): Finding => ({
  path,
  code: 'not_kept',
  message: 'The campaign does not say the same here: its raw part for Apple cannot hold this value.',
  fix: 'Look at it in the preview, and write it anew if it matters.',
})
