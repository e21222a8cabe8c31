/**
 * Remembers the results of an asynchronous computation by key: the `max` most recently used. Who asks while one is under
 * way shares it; one that fails is forgotten.
 */
export function rememberRecent<Value>(max: number): (key: string, compute: () => Promise<Value>) => Promise<Value> {
  const kept = new Map<string, Promise<Value>>()
  return (key, compute) => {
    const found = kept.get(key)
    const value = found ?? compute()
    kept.delete(key)
    kept.set(key, value)
    if (found === undefined) {
      value.catch(() => {
        if (kept.get(key) === value) kept.delete(key)
      })
      if (kept.size > max) kept.delete(kept.keys().next().value as string)
    }
    return value
  }
}
