import { isHexColor, rgbOf } from '@billfold/pkpass/keys'
import { fieldValueType } from './fields.ts'
import { isJsonObject } from './json.ts'
import { urlPattern } from './places.ts'
import type { SchemaNode } from './schema-issues.ts'
import type { OutputPlace } from './template.ts'

/**
 * What a template's result becomes. `word` is text of a form that is checked elsewhere: a date, one of a list, a colour
 * as content writes it; `rgb` is a colour as Apple writes it. All but the text types trim the result, and an empty one is
 * absent.
 */
export type ResultType = 'text' | 'message' | 'html' | 'word' | 'url' | 'rgb' | 'number' | 'boolean'

/** What a template's result becomes at its place. */
export interface ResultPlace {
  readonly type: ResultType
  /** What the place does not take although it is of that type; absent where content is checked as a whole. */
  readonly faultOf?: (value: unknown) => { readonly message: string; readonly fix: string } | undefined
}

/** The result type that the schema declares at a place; undefined where no template may stand. */
export function resultTypeAt(schema: SchemaNode, parent: unknown): ResultType | undefined {
  switch (schema['x-place']) {
    case 'fixed':
      return undefined
    case 'message':
      return 'message'
    case 'fieldValue':
      return fieldResultTypes[fieldValueType(isJsonObject(parent) ? parent.format : undefined)]
    default:
      if (schema.type === 'number' || schema.type === 'integer') return 'number'
      if (schema.type === 'boolean') return 'boolean'
      return schema.pattern === undefined && schema.enum === undefined ? 'text' : 'word'
  }
}

const fieldResultTypes = { text: 'text', number: 'number', date: 'word' } as const

/** What has to be made inert in tokens on their way to a place. */
export function outputPlaceOf(type: ResultType): OutputPlace {
  return type === 'message' || type === 'html' ? type : 'text'
}

/** The number that a text writes in plain decimal or scientific notation. */
export function numberOf(given: string | number | boolean): number | undefined {
  if (typeof given === 'number') return Number.isFinite(given) ? given : undefined
  if (typeof given !== 'string' || !/^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(given)) return undefined
  const number = Number(given)
  return Number.isFinite(number) ? number : undefined
}

/** The truth value that a text or number writes. */
export function booleanOf(given: string | number): boolean | undefined {
  if (given === 'true') return true
  return given === 'false' ? false : undefined
}

/** A result as the type of its place, absent, or what it should have been. */
export type Coerced = { readonly value: unknown } | { readonly wanted: string }

/** Gives a rendered text the type of its place. */
export function coerce(result: string, type: ResultType): Coerced {
  if (type === 'text' || type === 'message') return { value: result }
  if (type === 'html')
    return hasUnsafeLink(result) ? { wanted: 'text whose links are URLs as below' } : { value: result }
  const word = result.trim()
  if (word === '') return { value: undefined }
  switch (type) {
    case 'number': {
      const value = numberOf(word)
      return value === undefined ? { wanted: 'a number, such as 12 or 12.5' } : { value }
    }
    case 'boolean': {
      const value = booleanOf(word)
      return value === undefined ? { wanted: 'true or false' } : { value }
    }
    case 'url':
      return isUrl(word) ? { value: word } : { wanted: 'a URL that begins with https://, tel: or mailto:' }
    case 'rgb':
      return { value: isHexColor(word) ? rgbOf(word) : word }
    case 'word':
      return { value: word }
  }
}

const url = new RegExp(urlPattern)
const isUrl = (text: string) => url.test(text)

function hasUnsafeLink(html: string): boolean {
  const targets = html.matchAll(/href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))/gi)
  return [...targets].some(([, double, single, bare]) => !isUrl(double ?? single ?? bare ?? ''))
}
