import { fieldValueType, keyAt, type Type, type ValueKind } from '@billfold/pkpass/keys'
import type { ResultPlace, ResultType } from './coerce.ts'
import { isJsonObject } from './json.ts'

/**
 * What a template's result becomes at a place of a raw part: for Apple, what the tables of pass.json's keys declare there;
 * for Google, and where those tables know no key or allow anything, text, unless the name says that it could do more than
 * stand there.
 *
 * @param path segments into content
 * @param parent what the template stands in
 */
export function rawPlace(path: readonly string[], source: string, parent: unknown): ResultPlace {
  const declared = appleKey(path)?.type
  if (declared === undefined || declared.kind === 'any') return { type: typeByName(path) }
  if (declared.kind === 'appUrl') return declaredPlace(declared, appUrlType(source))
  return declaredPlace(declared.kind === 'fieldValue' && isJsonObject(parent) ? fieldValueType(parent) : declared)
}

/** The keys without which an object of a raw part is not worth having. */
export function rawRequiredKeys(path: readonly string[]): string[] {
  // Not of the pass as a whole, most of which is made of the rest of the content.
  const { keys = {} } = (path.length > 1 && appleKey(path)?.type) || {}
  return Object.keys(keys).filter((name) => keys[name]?.required)
}

const appleKey = ([root, ...path]: readonly string[]) => (root === 'apple' ? keyAt(path) : undefined)

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

/** An author may write a scheme that only the app knows; a token may not choose one. */
const appUrlType = (source: string): ResultType => (/^[a-z][a-z\d+.-]*:/i.test(source) ? 'word' : 'url')

interface NamedPlace {
  readonly keys: RegExp
  readonly type: ResultType
}

/**
 * By the path of keys without list indices; the first that fits counts, all else is text. Google Wallet, *Message*. Apple's
 * later keys are likely to be called as its present ones.
 */
const namedPlaces: readonly NamedPlace[] = [
  { keys: /^apple\/(.*\/)?attributedValue$/, type: 'html' },
  { keys: /^apple\/(.*\/)?changeMessage$/, type: 'message' },
  { keys: /^google\/(.*\/)?messages\/(body|localizedBody\/.*)$/, type: 'html' },
  { keys: /^google\/(.*\/)?(sortIndex|latitude|longitude|valueLength|balance\/(int|double))$/, type: 'number' },
  { keys: /^google\/(.*\/)?(enable\w+|allow\w+|disable\w+)$/, type: 'boolean' },
  { keys: /(ur[il]|website)$/i, type: 'url' },
]

function typeByName(path: readonly string[]): ResultType {
  const keys = path.filter((segment) => !/^\d+$/.test(segment)).join('/')
  return namedPlaces.find((place) => place.keys.test(keys))?.type ?? 'text'
}
