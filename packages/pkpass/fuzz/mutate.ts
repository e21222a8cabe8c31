/** Mutated pass.json documents, the same for the same seed and number: what strangers, other tools and betas send. */
import { fieldKeys } from '../src/pass-json/tables/fields.ts'
import { passKeys } from '../src/pass-json/tables/pass.ts'
import { renamedTags, semanticTags } from '../src/pass-json/tables/semantics.ts'
import { coffeeCard } from '../src/testing/fixtures.ts'
import { flight, posterCard, posterTicket } from '../src/testing/full-passes.ts'
import { type Random, randomOf } from './random.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const seeds = [posterTicket, flight, posterCard, coffeeCard].map((pass) => JSON.stringify(pass))

const knownKeys = [
  ...Object.keys(passKeys),
  ...Object.keys(fieldKeys),
  ...Object.keys(semanticTags),
  ...Object.keys(renamedTags),
  '_id',
  'urls',
]
const oddKeys = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  ' ',
  'ключ',
  '\u0000',
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
  'RGB(1,2,3)',
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
  '"; drop table passes; --',
] as const

const oddNumbers = [0, -0, 1, -1, 0.1, 1e308, -1e308, 5e-324, 2 ** 53, 65536, 91, -181]

/** The n-th document. */
export function mutatedPass(seed: number, n: number): unknown {
  const random = randomOf(seed * 1_000_003 + n)
  const document: Json = JSON.parse(random.pick(seeds))
  const root = { pass: document }
  const times = 1 + random.below(8)
  for (let i = 0; i < times; i++) mutate(root, random)
  return root.pass
}

/** The same as text, of which some letters are wrong: most of it is no JSON any more. */
export function mutatedText(seed: number, n: number): string {
  const random = randomOf(seed * 1_000_003 + n)
  let text = random.pick(seeds)
  for (let i = 0; i <= random.below(3); i++) {
    const at = random.below(text.length)
    text =
      text.slice(0, at) +
      random.pick(['', '"', '{', ']', ',', '0', '\\u0000', 'null']) +
      text.slice(at + random.below(3))
  }
  return text
}

function mutate(root: { [key: string]: Json }, random: Random): void {
  const [holder, key] = somewhere(root, random)
  const value = (holder as { [key: string]: Json })[key] as Json
  const set = (next: Json) => define(holder, key, next)
  const mutations: (() => void)[] = [
    () => set(oddValue(random, 3)),
    () => set(oddText(random)),
    () => set(random.pick(oddNumbers)),
    () => set([value]),
    () => set({ value }),
    () => set(typeof value === 'number' ? String(value) : value === null ? {} : null),
    () => (Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]),
    () => (Array.isArray(value) ? repeat(value, random) : set(changedText(value, random))),
    () => (isObject(value) ? define(value, random.pick(knownKeys), oddValue(random, 2)) : set(value)),
    () => (isObject(value) ? define(value, random.pick(oddKeys), oddValue(random, 1)) : set(value)),
    () => (isObject(value) ? renameOne(value, random) : set(value)),
    () => set(somethingElse(random)),
  ]
  random.pick(mutations)()
}

/** A place in the document: an object or a list in it, and a key there. The deeper, the rarer. */
function somewhere(
  root: { [key: string]: Json },
  random: Random,
): readonly [holder: Json[] | { [key: string]: Json }, key: string] {
  let holder: Json[] | { [key: string]: Json } = root
  let key = 'pass'
  for (;;) {
    const value: Json = (holder as { [key: string]: Json })[key] ?? null
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
    if (keys.length === 0 || random.chance(0.12)) return [holder, key]
    holder = value as Json[] | { [key: string]: Json }
    key = random.pick(keys)
  }
}

/** `__proto__` becomes a key like any other, as JSON.parse makes it. */
function define(holder: Json[] | { [key: string]: Json }, key: string, value: Json): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true })
}

function renameOne(object: { [key: string]: Json }, random: Random): void {
  const keys = Object.keys(object)
  if (keys.length === 0) return
  const key = random.pick(keys)
  const value = object[key] as Json
  delete object[key]
  define(object, random.pick([key.toLowerCase(), key.slice(1), `${key}s`, random.pick(knownKeys)]), value)
}

function repeat(list: Json[], random: Random): void {
  const first = list[0] ?? null
  const times = random.chance(0.02) ? 20_000 : random.below(30)
  for (let i = 0; i < times; i++) list.push(first)
}

function changedText(value: Json, random: Random): Json {
  if (typeof value !== 'string') return oddText(random)
  const at = random.below(value.length + 1)
  return value.slice(0, at) + oddText(random) + value.slice(at)
}

function oddText(random: Random): string {
  if (random.chance(0.01)) return random.pick(['a', ' ', '(', '%@', '1-', 'rgb(']).repeat(50_000)
  return random.pick(oddTexts)
}

function oddValue(random: Random, depth: number): Json {
  const kind = random.below(depth > 0 ? 7 : 5)
  if (kind < 2) return oddText(random)
  if (kind === 2) return random.pick(oddNumbers)
  if (kind < 5) return random.pick<Json>([null, true, false, [], {}])
  const count = random.below(4)
  if (kind === 5) return Array.from({ length: count }, () => oddValue(random, depth - 1))
  return Object.fromEntries(Array.from({ length: count }, () => [random.pick(knownKeys), oddValue(random, depth - 1)]))
}

/** A part of another pass, where it does not belong. */
function somethingElse(random: Random): Json {
  const [holder, key] = somewhere({ pass: JSON.parse(random.pick(seeds)) }, random)
  return (holder as { [key: string]: Json })[key] ?? null
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
