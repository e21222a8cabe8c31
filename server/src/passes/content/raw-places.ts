import { type FieldKind, fieldAt } from '@billfold/google-wallet/fields'
import { fieldValueType, keyAt, type Type, type ValueKind } from '@billfold/pkpass/keys'
import type { ResultPlace, ResultType } from './coerce.ts'
import { isJsonObject } from './json.ts'

/**
 * What a template's result becomes at a place of a raw part: what the tables of pass.json's keys and Google's description of
 * its API declare there; where they know no key or allow anything, text, unless the name says that it could do more than
 * stand there.
 *
 * @param path segments into content
 * @param parent what the template stands in
 */
export function rawPlace(path: readonly string[], source: string, parent: unknown): ResultPlace {
  return (
    (path[0] === 'apple' ? applePlace(path, source, parent) : googlePlace(path, source)) ?? {
      type: typeByName(path),
    }
  )
}

/** The keys without which an object of a raw part is not worth having. */
export function rawRequiredKeys(path: readonly string[]): readonly string[] {
  const [root, ...rest] = path
  if (root === 'google') return rest.length > 1 ? (googleField(path)?.requiredKeys ?? []) : []
  // Not of the pass as a whole, most of which is made of the rest of the content.
  const { keys = {} } = (rest.length > 0 && appleKey(path)?.type) || {}
  return Object.keys(keys).filter((name) => keys[name]?.required)
}

const appleKey = ([, ...path]: readonly string[]) => keyAt(path)

function applePlace(path: readonly string[], source: string, parent: unknown): ResultPlace | undefined {
  const declared = appleKey(path)?.type
  if (declared === undefined || declared.kind === 'any') return undefined
  if (declared.kind === 'appUrl') return declaredPlace(declared, appUrlType(source))
  return declaredPlace(declared.kind === 'fieldValue' && isJsonObject(parent) ? fieldValueType(parent) : declared)
}

const declaredTypes: Readonly<Record<ValueKind, ResultType>> = {
  any: 'text',
  text: 'text',
  fieldValue: 'text',
  word: 'word',
  date: 'word',
  color: 'rgb',
  url: 'url',
  appUrl: 'url',
  number: 'number',
  boolean: 'boolean',
  markup: 'html',
  format: 'message',
  // That a text is none of these, a review of the whole pass says.
  object: 'text',
  list: 'text',
}

function declaredPlace({ kind, check }: Type, type = declaredTypes[kind]): ResultPlace {
  if (kind === 'object' || kind === 'list') return { type }
  return {
    type,
    faultOf(value) {
      const issues: Parameters<typeof check>[2] = []
      check(value, '', issues)
      return issues.find(({ severity }) => severity === 'error')
    },
  }
}

const googleField = ([, side, ...path]: readonly string[]) =>
  side === 'class' || side === 'object' ? fieldAt(side, path) : undefined

const googleTypes: Readonly<Record<Exclude<FieldKind, 'text' | 'object' | 'list'>, ResultType>> = {
  word: 'word',
  uri: 'url',
  number: 'number',
  boolean: 'boolean',
}

function googlePlace(path: readonly string[], source: string): ResultPlace | undefined {
  const field = googleField(path)
  // That a text is no object or list, a review of the whole pass says.
  if (field === undefined || field.kind === 'text' || field.kind === 'object' || field.kind === 'list') return undefined
  const opensApp = field.kind === 'uri' && path.includes('appTarget')
  return {
    type: opensApp ? appUrlType(source) : googleTypes[field.kind],
    faultOf: (value) => field.check(value).find(({ severity }) => severity === 'error'),
  }
}

/** An author may write a scheme that only the app knows; a token may not choose one. */
const appUrlType = (source: string): ResultType => (/^[a-z][a-z\d+.-]*:/i.test(source) ? 'word' : 'url')

interface NamedPlace {
  readonly keys: RegExp
  readonly type: ResultType
}

/**
 * By the path of keys without list indices; the first that fits counts, all else is text. Google Wallet, *Message*. Later
 * keys are likely to be called as the present ones.
 */
const namedPlaces: readonly NamedPlace[] = [
  { keys: /^apple\/(.*\/)?attributedValue$/, type: 'html' },
  { keys: /^apple\/(.*\/)?changeMessage$/, type: 'message' },
  { keys: /^google\/(.*\/)?messages\/(body|localizedBody\/.*)$/, type: 'html' },
  { keys: /(ur[il]|website)$/i, type: 'url' },
]

function typeByName(path: readonly string[]): ResultType {
  const keys = path.filter((segment) => !/^\d+$/.test(segment)).join('/')
  return namedPlaces.find((place) => place.keys.test(keys))?.type ?? 'text'
}
