import type { HolderEvent } from '../callbacks/message.ts'
import type { CallbackRule, RequestRule, ReviewRule, Rule } from './commands.ts'

/** The rules that a script has given and that are not used up. Each that is found is used once. */
export interface Rules {
  add(rule: Rule): void
  forRequest(method: string, path: string): RequestRule | undefined
  forCallback(event: HolderEvent): CallbackRule | undefined
  forReview(classId: string): ReviewRule | undefined
  clear(): void
}

/** Rules are used in the order in which they were given. */
export function openRules(): Rules {
  let entries: { readonly rule: Rule; left: number }[] = []

  function take<R extends Rule>(fits: (rule: Rule) => rule is R): R | undefined {
    const entry = entries.find(({ rule }) => fits(rule))
    if (!entry) return undefined
    entry.left -= 1
    if (entry.left === 0) entries = entries.filter((other) => other !== entry)
    return entry.rule as R
  }

  return {
    add(rule) {
      const { times = 1 } = rule
      entries.push({ rule, left: times === 'always' ? Number.POSITIVE_INFINITY : times })
    },
    forRequest: (method, path) =>
      take(
        (rule): rule is RequestRule =>
          rule.kind !== 'callback' &&
          rule.kind !== 'reject' &&
          (rule.method ?? method) === method &&
          path.startsWith(rule.path ?? ''),
      ),
    forCallback: ({ objectId }) =>
      take((rule): rule is CallbackRule => rule.kind === 'callback' && (rule.objectId ?? objectId) === objectId),
    forReview: (classId) =>
      take((rule): rule is ReviewRule => rule.kind === 'reject' && (rule.classId ?? classId) === classId),
    clear() {
      entries = []
    },
  }
}
