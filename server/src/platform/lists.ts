import Type, { type TSchema } from 'typebox'

/** How every list is asked for: where the previous page ended, and how much. */
export const page = {
  // An id: what is none would be answered with a page that looks like the last one.
  cursor: Type.Optional(
    Type.String({ pattern: '^[a-z]{3}_[0-9a-z]{1,60}$', description: 'The `next` of the previous page.' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
}

/** How every list is answered. */
export const listOf = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    next: Type.Union([Type.String(), Type.Null()], { description: 'The cursor of the next page; null at the end.' }),
  })

/** One page out of rows that were asked for with `limit + 1`: the one too many says that there is more. */
export function onePage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursor: (row: Row) => string,
  item: (row: Row) => Item,
) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(item), next: rows.length > limit && last !== undefined ? cursor(last) : null }
}
