import Type from 'typebox'
import { type Condition, conditionSchema } from './condition.ts'
import { type ContentTemplate, type Kind, kinds } from './content.ts'
import type { JsonObject } from './json.ts'
import { applyPatch } from './merge.ts'
import { withNewsField } from './news.ts'
import { closed, maxTextLength } from './places.ts'
import { type TokenDeclaration, tokenDeclaration } from './tokens.ts'

/** A change of the content while a condition holds, and what the pass says when it begins to. */
export interface Variant {
  readonly name?: string
  readonly when: Condition
  /**
   * A JSON Merge Patch (RFC 7396) on the content as the variants before this one left it, where null removes. The lists
   * in `fields` are matched by field key: `{ "back": { "tier": { "value": "Gold" }, "hint": null } }`, or, where the order
   * of several new fields matters, `{ "back": [{ "key": "tier", "value": "Gold" }] }`. Other lists are replaced. In a raw
   * part, null for a key that the content before did not give there removes what was made for it.
   */
  readonly content?: JsonObject
  /** A template. It becomes the value of the pass's `news` field when the variant is entered, and stays when it is left. */
  readonly message?: string
}

/** What an author publishes: immutable from then on. */
export interface RevisionSource {
  readonly kind: Kind
  readonly tokens: readonly TokenDeclaration[]
  readonly content: ContentTemplate
  /** Applied in this order, each while its condition holds. */
  readonly variants: readonly Variant[]
  /** The label of the `news` field; "News" if absent. */
  readonly newsLabel?: string
}

const variantSchema = closed({
  name: Type.Optional(Type.String({ maxLength: 100, description: 'A name for people, of at most 100 characters' })),
  when: conditionSchema,
  content: Type.Optional(Type.Object({}, { description: 'A merge patch on the content' })),
  message: Type.Optional(
    Type.String({ minLength: 1, maxLength: maxTextLength, description: 'What the lock screen says' }),
  ),
})

/** The shape of a revision; what is in `content` is judged by rendering it. */
export const revisionSchema = closed({
  kind: Type.Enum([...kinds]),
  tokens: Type.Array(tokenDeclaration, { description: 'The declarations of the tokens' }),
  content: Type.Object({}, { description: 'The base content' }),
  variants: Type.Array(variantSchema, { maxItems: 50, description: 'The variants, at most 50' }),
  newsLabel: Type.Optional(
    Type.String({ pattern: '^[^{}]{1,100}$', description: 'A label of at most 100 characters, without braces' }),
  ),
})

/** The parts of a revision that make up its content. */
export interface ContentSource {
  readonly content: JsonObject | ContentTemplate
  readonly variants: readonly Variant[]
  readonly newsLabel?: string | undefined
}

/** Whether passes have a field for messages: if any variant has one, or the author labelled that field. */
export function bearsNews({ variants, newsLabel }: Omit<ContentSource, 'content'>): boolean {
  return newsLabel !== undefined || variants.some(({ message }) => message !== undefined)
}

/** The authored content with the patches of the variants of these indices applied, and with its news field if it has one. */
export function patchedContent(source: ContentSource, active: readonly number[]): JsonObject {
  const base = source.content as JsonObject
  const patched = active.reduce((content, index) => applyPatch(content, source.variants[index]?.content), base)
  return bearsNews(source) ? withNewsField(patched, source.newsLabel ?? 'News') : patched
}
