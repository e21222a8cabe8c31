import type { ResultType } from './coerce.ts'

interface RawPlace {
  readonly keys: RegExp
  readonly type: ResultType
}

/**
 * Places in the wallets' own JSON where a token's text could do more than stand there or has to be something else, by the
 * path of keys without list indices; the first that fits counts, all else is text. Apple, *PassFieldContent*; Google Wallet, *Message*.
 */
const rawPlaces: readonly RawPlace[] = [
  { keys: /^apple\/(.*\/)?attributedValue$/, type: 'html' },
  { keys: /^apple\/(.*\/)?changeMessage$/, type: 'message' },
  { keys: /^google\/(.*\/)?messages\/(body|localizedBody\/.*)$/, type: 'html' },
  { keys: /^google\/(.*\/)?(sortIndex|latitude|longitude|valueLength|balance\/(int|double))$/, type: 'number' },
  { keys: /^google\/(.*\/)?(enable\w+|allow\w+|disable\w+)$/, type: 'boolean' },
  { keys: /(ur[il]|website)$/i, type: 'url' },
]

/** What a template's result becomes at a path of a raw part. */
export function rawResultType(path: readonly string[]): ResultType {
  const keys = path.filter((segment) => !/^\d+$/.test(segment)).join('/')
  return rawPlaces.find((place) => place.keys.test(keys))?.type ?? 'text'
}
