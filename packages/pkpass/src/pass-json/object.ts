/** Objects and lists in pass.json: tables of keys, compiled once into rules. */
import { type Issue, issueOf } from '../errors.ts'
import { isObject, pathOf, quoted, wrongType } from './describe.ts'
import type { Key, KeyFacts, KeyTable, ObjectOf, RenamedKeys, RequiredKey, Rule, Type, ValueOf } from './key.ts'

type Types = Readonly<Record<string, Type>>

/** Rows for keys of which Apple says the same. */
export function keys<Named extends Types>(
  facts: KeyFacts,
  types: Named,
): { readonly [Name in keyof Named]: Key<ValueOf<Named[Name]>> } {
  return rows(facts, types, (row) => row) as { readonly [Name in keyof Named]: Key<ValueOf<Named[Name]>> }
}

/** Rows for keys that an object must have. */
export function requiredKeys<Named extends Types>(
  facts: KeyFacts,
  types: Named,
): { readonly [Name in keyof Named]: RequiredKey<ValueOf<Named[Name]>> } {
  const require = (row: Key): RequiredKey => ({ ...row, required: true })
  return rows(facts, types, require) as { readonly [Name in keyof Named]: RequiredKey<ValueOf<Named[Name]>> }
}

function rows<Row extends Key>(facts: KeyFacts, types: Types, finish: (row: Key) => Row): Record<string, Row> {
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [name, finish({ ...facts, type })]))
}

/** A table as it is looked into. */
export interface Shape {
  readonly rules: ReadonlyMap<string, Rule>
  readonly required: readonly string[]
  readonly renamed: RenamedKeys
}

/** Beyond so many issues a pass is not looked at further: whoever sends a million gets no million answers. */
export const maxIssues = 1000
/** And beyond so many nobody reads what was meant, which takes long to find out. */
const maxSuggestions = 100

export function compile(table: KeyTable, renamed: RenamedKeys): Shape {
  const rows = Object.entries(table)
  return {
    rules: new Map(rows.map(([key, { type }]) => [key, type.check])),
    required: rows.filter(([, row]) => row.required).map(([key]) => key),
    renamed,
  }
}

/** An object: its known keys are checked, unknown ones let through with a warning, and required ones must be there. */
export function objectOf<Table extends KeyTable>(
  name: string,
  table: Table,
  renamed: RenamedKeys = {},
): Type<ObjectOf<Table>> {
  const shape = compile(table, renamed)
  return {
    name,
    kind: 'object',
    keys: table,
    renamed,
    check(value, path, issues) {
      if (isObject(value)) checkShape(value, shape, `${path}.`, issues)
      else issues.push(wrongType(value, path, 'an object'))
    },
  }
}

export function listOf<Value>(item: Type<Value>): Type<readonly Value[]> {
  return {
    name: `list of ${item.name}`,
    kind: 'list',
    item,
    check(value, path, issues) {
      if (!Array.isArray(value)) issues.push(wrongType(value, path, 'a list'))
      else {
        for (let index = 0; index < value.length && issues.length < maxIssues; index++) {
          item.check(value[index], `${path}[${index}]`, issues)
        }
      }
    },
  }
}

/** `prefix` stands before each key in paths. */
export function checkShape(
  value: Readonly<Record<string, unknown>>,
  shape: Shape,
  prefix: string,
  issues: Issue[],
): void {
  checkKeys(value, shape, prefix, issues)
  checkRequiredKeys(value, shape, prefix, issues)
}

/** The keys that are there. A value that is undefined is as if it were absent. */
export function checkKeys(
  value: Readonly<Record<string, unknown>>,
  shape: Shape,
  prefix: string,
  issues: Issue[],
): void {
  for (const key in value) {
    const element = value[key]
    if (element === undefined) continue
    const rule = shape.rules.get(key)
    if (rule) rule(element, prefix + key, issues)
    else if (issues.length < maxIssues) issues.push(unknownKey(key, shape, prefix, issues.length < maxSuggestions))
    else return
  }
}

export function checkRequiredKeys(
  value: Readonly<Record<string, unknown>>,
  { required }: Shape,
  prefix: string,
  issues: Issue[],
): void {
  for (const key of required) {
    if (value[key] !== undefined) continue
    issues.push(issueOf('KEY_MISSING', prefix + key, 'It is missing, and a pass needs it.', 'Add it.'))
  }
}

function unknownKey(key: string, { rules, renamed }: Shape, prefix: string, mayGuess: boolean): Issue {
  const path = pathOf(prefix, key)
  if (Object.hasOwn(renamed, key)) {
    const name = renamed[key]
    return name === null
      ? issueOf('KEY_RENAMED', path, 'It is of Apple’s Pass Designer, not of a pass.', 'Leave it out.')
      : issueOf('KEY_RENAMED', path, 'It is the name of a beta.', `Apple documents ${name}: rename it.`, {
          doubt: 'Apple’s own pass-builder still writes the old name; which iOS reads which is not documented.',
        })
  }
  const meant = mayGuess ? nearest(key, rules.keys()) : undefined
  const fix = meant === undefined ? 'Check the spelling.' : `Did you mean ${meant}?`
  return issueOf('KEY_UNKNOWN', path, `Wallet is not known to read ${quoted(key)}.`, fix)
}

/** Beyond this length a name is no misspelt key, and with more edits than that another word. */
const maxGuessed = 60
const maxEdits = 2

/** The name that somebody probably meant: the same but for capitals, or at most two letters away. */
function nearest(name: string, names: Iterable<string>): string | undefined {
  if (name.length > maxGuessed) return undefined
  const folded = name.toLowerCase()
  let best: string | undefined
  let fewest = Math.min(maxEdits, Math.floor(name.length / 4)) + 1
  for (const candidate of names) {
    const edits = editsBetween(folded, candidate.toLowerCase(), fewest - 1)
    if (edits < fewest) [best, fewest] = [candidate, edits]
  }
  return best
}

/** Levenshtein's distance, or more than `max` as soon as it cannot be less. */
function editsBetween(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, row[j]! + 1, next[j - 1]! + 1))
    }
    if (Math.min(...next) > max) return max + 1
    row = next
  }
  return row[b.length]!
}
