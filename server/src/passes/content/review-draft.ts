import type { TObject } from 'typebox'
import { Check } from 'typebox/value'
import { conditionSchema } from './condition.ts'
import { type Kind, kinds } from './content.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import type { Variant } from './revision-source.ts'
import { type TokenDeclaration, tokenDeclaration } from './tokens.ts'

/**
 * A revision under review: what can be judged of it although other parts have no right shape, so that one review names
 * everything. Each part keeps its index.
 */
export interface Draft {
  /** Undefined if the kind itself is not known. */
  readonly kind: Kind | undefined
  /** Undefined where not even the name of a token can be read. */
  readonly tokens: readonly (TokenDeclaration | undefined)[]
  readonly content: JsonObject | undefined
  readonly variants: readonly Variant[]
  readonly newsLabel: string | undefined
}

/** Takes what is sound of anything. */
export function draftOf(source: unknown): Draft {
  const { kind, tokens, content, variants, newsLabel }: JsonObject = isJsonObject(source) ? source : {}
  return {
    kind: kinds.find((known) => known === kind),
    tokens: (Array.isArray(tokens) ? tokens : []).map(tokenDraft),
    content: isJsonObject(content) ? content : undefined,
    variants: (Array.isArray(variants) ? variants : []).map(variantDraft),
    newsLabel: typeof newsLabel === 'string' ? newsLabel : undefined,
  }
}

function tokenDraft(source: unknown): TokenDeclaration | undefined {
  const sound = soundParts(tokenDeclaration, source)
  if (typeof sound.name !== 'string') return undefined
  return { personal: false, ...sound } as unknown as TokenDeclaration
}

function variantDraft(source: unknown): Variant {
  const { name, when, content, message }: JsonObject = isJsonObject(source) ? source : {}
  return {
    ...(typeof name === 'string' ? { name } : {}),
    when: soundParts(conditionSchema, when),
    ...(isJsonObject(content) ? { content } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  }
}

/** The properties that are as the schema wants them. */
function soundParts(schema: TObject, source: unknown): JsonObject {
  if (!isJsonObject(source)) return {}
  return Object.fromEntries(
    Object.entries(schema.properties).flatMap(([key, part]) => {
      const value = source[key]
      return value !== undefined && Check(part, value) ? [[key, value]] : []
    }),
  )
}
