/**
 * Publishes all items, as many at once as can be: an item waits only for the one before it with the same key. Whatever
 * a broker loses of what is on its way, it can then never have kept a later item of a key without the earlier ones.
 *
 * @param publish resolves when the broker has acknowledged the item
 * @returns how many items from the first on are acknowledged without a gap, and why the next one is not
 */
export async function publishInOrder<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  publish: (item: Item) => Promise<void>,
): Promise<{ acknowledged: number; error?: unknown }> {
  const last = new Map<string, Promise<void>>()
  const publications = items.map((item) => {
    const key = keyOf(item)
    const before = last.get(key)
    const publication = before === undefined ? publish(item) : before.then(() => publish(item))
    last.set(key, publication)
    return publication
  })
  const outcomes = await Promise.allSettled(publications)
  const acknowledged = outcomes.findIndex(({ status }) => status === 'rejected')
  const failure = outcomes[acknowledged]
  return failure?.status === 'rejected' ? { acknowledged, error: failure.reason } : { acknowledged: items.length }
}
