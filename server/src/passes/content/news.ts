import { slots } from './fields.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { type Node, rendered } from './node.ts'

/** The key of the campaign's one field that bears the messages of its variants. */
export const newsKey = 'news'

/** True for the field of that key, by its path in the content. */
export function isNewsField(object: JsonObject, path: readonly string[]): boolean {
  return path[0] === 'fields' && path.length === 3 && object.key === newsKey
}

/**
 * Content with its news field. Phones announce a field's change only if they knew the field before, so it is there from
 * the first moment, empty at first. The author's own field of that key is taken; else one is added on the back.
 */
export function withNewsField(content: JsonObject, label: string): JsonObject {
  const { fields = {} } = content
  // What has the wrong shape is left for the schema to refuse.
  if (!isJsonObject(fields)) return content
  const own = slots.find((slot) => newsIndex(fields[slot]) >= 0)
  if (own === undefined) {
    const { back = [] } = fields
    if (!Array.isArray(back)) return content
    const field = { key: newsKey, label, value: '', changeMessage: '%@' }
    return { ...content, fields: { ...fields, back: [...back, field] } }
  }
  const list = fields[own] as readonly unknown[]
  const bearing = list.map((field, index) =>
    index === newsIndex(list) && isJsonObject(field) ? { changeMessage: '%@', ...field } : field,
  )
  return { ...content, fields: { ...fields, [own]: bearing } }
}

function newsIndex(list: unknown): number {
  if (!Array.isArray(list)) return -1
  return list.findIndex((field) => isJsonObject(field) && field.key === newsKey)
}

/** The value of the news field: the message once there is one, before that the author's own value. */
export function newsValue(own: Node): Node {
  return { render: (input) => input.news ?? rendered(own, input) }
}
