import { isJsonObject } from '../../passes/content/json.ts'

/** Texts as templates that render to themselves: what looks like Liquid in a pass is a text of its author's. */
export function literal<T>(value: T): T {
  if (typeof value === 'string') return value.replace(/\{(?=[{%])/g, '{{ "{" }}') as T
  if (Array.isArray(value)) return value.map(literal) as T
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, literal(part)])) as T
}
