/** Tables of keys: one row a key, from which follow the rules that check a pass and the types that TypeScript knows. */
import type { Issue } from '../errors.ts'
import type { eventTypes, styleKeys, styles, transitTypes } from './enums.ts'

/** Adds the problems of the value at a path; absent values never reach a rule. */
export type Rule = (value: unknown, path: string, issues: Issue[]) => void

/**
 * What of JSON a value is and, of texts, what whoever fills one in has to know:
 *
 * - `text`: any characters; `word`: one form, or one of several values, like a code, a time zone or an address
 * - `markup`: text, number or date, where text may have links in HTML; `format`: text with `%@` for a value
 * - `fieldValue`: text, number or date, as the styles beside it say
 * - `url`: where a tap leads; `appUrl`: what an app is handed, in a scheme of its own perhaps
 * - `any`: any JSON
 */
export type ValueKind =
  | 'any'
  | 'object'
  | 'list'
  | 'number'
  | 'boolean'
  | 'text'
  | 'word'
  | 'date'
  | 'color'
  | 'url'
  | 'appUrl'
  | 'markup'
  | 'format'
  | 'fieldValue'

/** What may stand at a place: its name for people, the rule for it and, for TypeScript alone, what it is. */
export interface Type<out Value = unknown> {
  readonly name: string
  readonly kind: ValueKind
  readonly check: Rule
  /** Of an object: what it may have, and other names that it was seen with. */
  readonly keys?: KeyTable
  readonly renamed?: RenamedKeys
  /** Of a list: what stands in it. */
  readonly item?: Type
  /** Never there: it carries the type. */
  readonly as?: Value
}

export type ValueOf<Typed> = Typed extends Type<infer Value> ? Value : never

/** How a phone draws a pass otherwise than in one of the five styles. */
export type PosterFace = 'posterEventTicket' | 'semanticBoardingPass' | 'posterGeneric'

/** What Apple says about a key, beside its type. */
export interface KeyFacts {
  /** The first iOS that reads it. Apple gives it for objects; for single keys it is the release that they came with. */
  readonly sinceIos: number
  /** The styles that read it; absent if all do. */
  readonly styles?: readonly (typeof styleKeys)[number][]
  /** The faces that read it, if no other does. */
  readonly faces?: readonly PosterFace[]
  /** Of boarding passes, only those for these. */
  readonly transitTypes?: readonly (typeof transitTypes)[number][]
  /** Of event tickets, only those for this. */
  readonly eventType?: (typeof eventTypes)[number]
  readonly deprecatedSinceIos?: number
  readonly replacedBy?: string
  /** No table of Apple's has it: it comes from an article, a session or Apple's own tools. */
  readonly undocumented?: true
  /** What is odd or open about it. */
  readonly note?: string
}

export interface Key<out Value = unknown> extends KeyFacts {
  readonly type: Type<Value>
  readonly required?: boolean
}

export interface RequiredKey<out Value = unknown> extends Key<Value> {
  readonly required: true
}

export type KeyTable = Readonly<Record<string, Key>>

/** Keys of betas and of Apple's tools by the names under which Apple documents them; null for those to leave out. */
export type RenamedKeys = Readonly<Record<string, string | null>>

/** The object that a table describes. It also takes keys that are not in the table: passes never wait for a release. */
export type ObjectOf<Table extends KeyTable> = {
  readonly [Name in keyof Table as Table[Name] extends RequiredKey ? Name : never]: ValueOf<Table[Name]['type']>
} & {
  readonly [Name in keyof Table as Table[Name] extends RequiredKey ? never : Name]?: ValueOf<Table[Name]['type']>
} & { readonly [key: string]: unknown }

/** The same while it is being put together: nothing is required yet. */
export type PartOf<Table extends KeyTable> = { readonly [Name in keyof Table]?: ValueOf<Table[Name]['type']> } & {
  readonly [key: string]: unknown
}

export type PassStyle = (typeof styles)[number]
export type PassStyleKey = (typeof styleKeys)[number]
