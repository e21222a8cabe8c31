/** What schemas demand of their keys, as rules made for each. */
import { describe, under } from '../issue.ts'
import { has, isUnspecified, type Json, objectsAt, textAt } from './json.ts'
import { type Rule, type Run, report } from './run.ts'

/** Keys that have to be there, and not empty. */
export function required(...keys: readonly string[]): Rule {
  return (value, path, run) => {
    for (const key of keys) requireOne([key], value, path, run)
  }
}

/** Like `required`, but an empty text is one too. */
export function present(key: string): Rule {
  return (value, path, run) => {
    if (value[key] !== '') requireOne([key], value, path, run)
  }
}

/** One of several ways to say the same has to be there. */
export function anyOf(...keys: readonly string[]): Rule {
  return (value, path, run) => requireOne(keys, value, path, run)
}

function requireOne(keys: readonly string[], value: Json, path: string, run: Run): void {
  const found = keys.find((key) => has(value, key) && !isUnspecified(value[key]))
  if (found === undefined) {
    // A patch leaves what it does not name as it is, unless it says null.
    if (run.isMerged && keys.every((key) => value[key] === undefined)) return
    const [first, ...others] = keys
    const fix = others.length === 0 ? `Add ${first}.` : `Add one of: ${keys.join(', ')}.`
    report(run, 'KEY_MISSING', under(path, first!), `${keys.join(' or ')} is missing.`, fix)
    return
  }
  const content = value[found]
  if (content === '' || (Array.isArray(content) && content.length === 0)) {
    report(run, 'VALUE_EMPTY', under(path, found), `${found} is empty.`, 'Say something.')
  }
}

/** Keys of which at most one may be there. */
export function exclusive(...keys: readonly string[]): Rule {
  return (value, path, run) => {
    const set = keys.filter((key) => has(value, key))
    if (set.length < 2) return
    const message = `${set.join(' and ')} are both set.`
    report(run, 'KEYS_EXCLUSIVE', under(path, set[1]!), message, `Keep one of: ${set.join(', ')}.`)
  }
}

export function exactlyOne(...keys: readonly string[]): Rule {
  const [any, one] = [anyOf(...keys), exclusive(...keys)]
  return (value, path, run) => {
    any(value, path, run)
    one(value, path, run)
  }
}

export function range(key: string, least: number, most: number): Rule {
  return (value, path, run) => {
    const number = value[key]
    if (typeof number !== 'number' || (number >= least && number <= most)) return
    const message = `${describe(number)} is not between ${least} and ${most}.`
    report(run, 'NUMBER_OUT_OF_RANGE', under(path, key), message, 'Write degrees of latitude or longitude.')
  }
}

/** Modules are told apart by their ids, in templates and when they are changed. */
export function uniqueIds(list: string): Rule {
  return (value, path, run) => {
    const seen = new Set<string>()
    for (const { item, index } of objectsAt(value, list)) {
      const id = textAt(item, 'id')
      if (id === undefined) continue
      if (seen.has(id)) {
        const message = `There is another ${describe(id)} in ${list}.`
        report(run, 'MODULE_ID_DUPLICATE', `${under(path, list)}[${index}].id`, message, 'Give each its own id.')
      }
      seen.add(id)
    }
  }
}
