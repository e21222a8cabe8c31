import type { Behaviour, Rule } from './commands.ts'

/** The rules that a script has given and that are not used up. */
export interface Rules {
  add(rule: Rule): void
  /** The behaviour for a push, which takes one of its rule's times: a rule for its device before one for all. */
  next(deviceToken: string): Behaviour | undefined
  clear(): void
}

/** Rules are used in the order in which they were given. */
export function openRules(): Rules {
  const queues = new Map<string, { readonly rule: Rule; left: number }[]>()
  const forAll = ''

  const take = (key: string): Behaviour | undefined => {
    const queue = queues.get(key)
    const entry = queue?.[0]
    if (!queue || !entry) return undefined
    entry.left -= 1
    if (entry.left === 0) queue.shift()
    if (queue.length === 0) queues.delete(key)
    return entry.rule
  }

  return {
    add(rule) {
      const key = rule.deviceToken?.toLowerCase() ?? forAll
      const { times = 1 } = rule
      const queue = queues.get(key) ?? []
      queue.push({ rule, left: times === 'always' ? Number.POSITIVE_INFINITY : times })
      queues.set(key, queue)
    },
    next: (deviceToken) => take(deviceToken) ?? take(forAll),
    clear: () => queues.clear(),
  }
}
