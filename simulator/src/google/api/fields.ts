import { isObject, type JsonObject } from '../../json.ts'
import { ApiError } from './api-error.ts'

/** Which keys are wanted, and of each what is. An empty mask wants all. */
interface Mask extends Map<string, Mask> {}

/**
 * The part of an answer that the query parameter `fields` asks for (Google, *Performance tips*: partial responses), as
 * in `id,loyaltyPoints/balance,messages(id,header)`. A list counts as each of its entries.
 * @throws ApiError `invalid`
 */
export function selectFields(answer: JsonObject, fields: string): JsonObject {
  const mask = readMask(fields)
  if (mask === undefined) throw new ApiError('invalid', `Invalid field selection ${fields}`)
  return select(answer, mask) as JsonObject
}

function select(value: unknown, mask: Mask): unknown {
  if (mask.size === 0) return value
  if (Array.isArray(value)) return value.map((item) => select(item, mask))
  if (!isObject(value)) return value
  const wanted = Object.entries(value).filter(([key]) => mask.has(key) || mask.has('*'))
  return Object.fromEntries(wanted.map(([key, item]) => [key, select(item, mask.get(key) ?? mask.get('*')!)]))
}

/** Undefined for what is not written like a selection. */
function readMask(text: string): Mask | undefined {
  const words = text.match(/[\w*]+|[,/()]/g) ?? []
  if (words.join('') !== text || text === '') return undefined
  let at = 0

  function readList(): Mask | undefined {
    const mask: Mask = new Map()
    for (;;) {
      let inner = mask
      for (;;) {
        const name = words[at++]
        if (name === undefined || !/^[\w*]+$/.test(name)) return undefined
        const next: Mask = inner.get(name) ?? new Map()
        inner.set(name, next)
        inner = next
        if (words[at] !== '/') break
        at++
      }
      if (words[at] === '(') {
        at++
        const nested = readList()
        if (!nested || words[at++] !== ')') return undefined
        for (const [key, value] of nested) inner.set(key, value)
      }
      if (words[at] !== ',') return mask
      at++
    }
  }

  const mask = readList()
  return at === words.length ? mask : undefined
}
