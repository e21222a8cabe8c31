/** Changes of JSON documents that keep them JSON: what strangers, other tools and betas send. */
import type { Random } from './random.ts'

export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

/** Where pieces may come from. */
export interface Pieces {
  /** Keys that mean something somewhere. */
  readonly keys: readonly string[]
  readonly documents: readonly string[]
}

const oddKeys = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  ' ',
  'ключ',
  '\0',
  'a.b[0]',
  'x'.repeat(5000),
]

const oddTexts = [
  '',
  '%@',
  '%@ %@',
  '100%',
  '%%@%@',
  '#fff',
  '#12345g',
  'rgb(1,2,3)',
  'rgb(999, 0, 0)',
  '2026-12-24T18:00:00+01:00',
  '2026-02-30T00:00Z',
  '2026-01-02T00:00-7:00',
  '+275760-09-13T00:00:00.000Z',
  'https://example.com',
  'http://[',
  'tel:+1',
  'mailto:a@b',
  'Europe/Berlin',
  'Etc/GMT+25',
  'PKBarcodeFormatEAN13',
  'PKEventTypeSports',
  'PKTransitTypeTrain',
  'MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADAAAA',
  '\ud800 lone',
  'e\u0301'.repeat(50),
  '\u202eright to left',
  '<b><i></b><a href=x>',
]
/** Repeated until a pattern that backtracks would not end. */
const pumps = ['a', ' ', '(', '%@', '1-', 'rgb(', '\\"']
const oddNumbers = [0, -0, 1, -1, 0.1, 1e308, -1e308, 5e-324, 2 ** 53, 65536, 91, -181]
const maxMutations = 8
const manyElements = 20_000
/** By which one mutation lets a document grow at most: beyond it is the fuzzer that runs out of memory. */
const maxGrowth = 1_000_000

/** A changed copy of one of the documents. */
export function mutateJson(random: Random, pieces: Pieces): Json {
  const root: JsonObject = { it: JSON.parse(random.pick(pieces.documents)) }
  for (let left = 1 + random.below(maxMutations); left > 0; left--) mutateOnce(root, random, pieces)
  return root.it ?? null
}

type Place = readonly [holder: Json[] | JsonObject, key: string]

function mutateOnce(root: JsonObject, random: Random, pieces: Pieces): void {
  const [holder, key] = somewhere(root, random)
  const value = valueAt(holder, key)
  const set = (next: Json) => define(holder, key, next)
  const inside = (change: (object: JsonObject) => void) => (isObject(value) ? change(value) : set([value]))
  const mutations: readonly (() => void)[] = [
    () => set(oddValue(random, pieces, 3)),
    () => set(oddText(random)),
    () => set(random.pick(oddNumbers)),
    () => set([value]),
    () => set({ value }),
    () => set(typeof value === 'number' ? String(value) : null),
    () => remove(holder, key),
    () => (Array.isArray(value) ? repeatFirst(value, random) : set(withInsertion(value, random))),
    () => inside((object) => define(object, random.pick(pieces.keys), oddValue(random, pieces, 2))),
    () => inside((object) => define(object, random.pick(oddKeys), oddValue(random, pieces, 1))),
    () => inside((object) => renameOne(object, random, pieces)),
    () => set(valueAt(...somewhere({ it: JSON.parse(random.pick(pieces.documents)) }, random))),
  ]
  random.pick(mutations)()
}

/** A place in the document; the deeper, the rarer. */
function somewhere(root: JsonObject, random: Random): Place {
  let [holder, key]: Place = [root, 'it']
  for (;;) {
    const value = valueAt(holder, key)
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
    if (keys.length === 0 || random.below(8) === 0) return [holder, key]
    holder = value as Json[] | JsonObject
    key = random.pick(keys)
  }
}

function valueAt(holder: Json[] | JsonObject, key: string): Json {
  return (holder as JsonObject)[key] ?? null
}

/** `__proto__` becomes a key like any other, as JSON.parse makes it. */
function define(holder: Json[] | JsonObject, key: string, value: Json): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true })
}

function remove(holder: Json[] | JsonObject, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
}

function renameOne(object: JsonObject, random: Random, { keys }: Pieces): void {
  const names = Object.keys(object)
  if (names.length === 0) return
  const name = random.pick(names)
  const value = valueAt(object, name)
  delete object[name]
  define(object, random.pick([name.toLowerCase(), name.slice(1), `${name}s`, random.pick(keys)]), value)
}

function repeatFirst(list: Json[], random: Random): void {
  const first = JSON.stringify(list[0] ?? null)
  const times = random.below(50) === 0 ? manyElements : random.below(30)
  // Copies, so that later mutations do not multiply.
  for (let left = Math.min(times, maxGrowth / first.length); left > 0; left--) list.push(JSON.parse(first))
}

function withInsertion(value: Json, random: Random): Json {
  if (typeof value !== 'string') return oddText(random)
  const at = random.below(value.length + 1)
  return value.slice(0, at) + oddText(random) + value.slice(at)
}

function oddText(random: Random): string {
  return random.below(100) === 0 ? random.pick(pumps).repeat(50_000) : random.pick(oddTexts)
}

function oddValue(random: Random, pieces: Pieces, depth: number): Json {
  const list = () => Array.from({ length: random.below(4) }, () => oddValue(random, pieces, depth - 1))
  const kinds: readonly (() => Json)[] = [
    () => oddText(random),
    () => random.pick(oddNumbers),
    () => random.pick<Json>([null, true, false, [], {}]),
    ...(depth > 0 ? [list, () => Object.fromEntries(list().map((value) => [random.pick(pieces.keys), value]))] : []),
  ]
  return random.pick(kinds)()
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
