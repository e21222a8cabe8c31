import { isObject } from '../pass-json/describe.ts'
import { styles } from '../pass-json/enums.ts'
import type { PassStyle, PassStyleKey } from '../pass-json/key.ts'

/** What is known about the package that a pass.json belongs to. */
export interface LintContext {
  /** Of the certificate. */
  readonly passTypeIdentifier?: string
  readonly teamIdentifier?: string
  /** The names of all files. What is said of files and of languages needs them. */
  readonly files?: readonly string[]
  /** personalization.json, if the package has one. */
  readonly personalization?: unknown
  /** Now: to know what has expired. */
  readonly at?: Date
}

export type JsonObject = Readonly<Record<string, unknown>>

/** A pass.json of any content, with what most rules ask of it. */
export interface Subject {
  readonly pass: JsonObject
  readonly context: LintContext
  /** Those of the five styles that it has; one, if it is right. */
  readonly styles: readonly PassStyle[]
  /** Its style dictionaries, as far as they are objects: that of its style, and posterGeneric. */
  readonly dictionaries: readonly (readonly [style: PassStyleKey, fields: JsonObject])[]
  /** What it asks to be drawn as: the schemes that it prefers, and posterGeneric. */
  readonly faces: ReadonlySet<unknown>
}

export function subjectOf(pass: JsonObject, context: LintContext): Subject {
  const present = styles.filter((style) => pass[style] !== undefined)
  const schemes = Array.isArray(pass.preferredStyleSchemes) ? pass.preferredStyleSchemes : []
  return {
    pass,
    context,
    styles: present,
    dictionaries: [...present, 'posterGeneric' as const].flatMap((style) => {
      const fields = pass[style]
      return isObject(fields) ? [[style, fields] as const] : []
    }),
    faces: new Set(pass.posterGeneric === undefined ? schemes : [...schemes, 'posterGeneric']),
  }
}

/** No pass has lists as long as that: what follows is not looked at. */
const maxElements = 1000

/** The objects of a list; what else stands in it is said elsewhere. */
export function* objectsIn(list: unknown): Generator<readonly [index: number, object: JsonObject]> {
  if (!Array.isArray(list)) return
  for (let index = 0; index < list.length && index < maxElements; index++) {
    const element: unknown = list[index]
    if (isObject(element)) yield [index, element]
  }
}

/** The moment of a date that Wallet can read; of any other there is none. */
export function momentOf(date: unknown): number | undefined {
  const moment = typeof date === 'string' ? Date.parse(date) : Number.NaN
  return Number.isNaN(moment) ? undefined : moment
}
