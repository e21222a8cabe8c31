import type { FieldDescription } from '../description.ts'
import { schemas } from '../generated/schemas.ts'
import { suggest } from '../suggest.ts'
import { type Vertical, verticals } from '../verticals.ts'
import { isDateField } from './formats.ts'

/** The field that a `fieldPath` leads to, or why it leads nowhere. */
export type FieldPath =
  | { readonly problem: string; readonly fix: string }
  | {
      readonly side: 'class' | 'object'
      /** The path of the list that an id selects from, like `textModulesData`, and the id. */
      readonly selected: { readonly list: readonly string[]; readonly id: string } | undefined
      readonly isDate: boolean
      /** Whether it is text, number, date, money or image, or a module selected by its id. */
      readonly isShowable: boolean
    }

const showable: ReadonlySet<string | undefined> = new Set([
  'DateTime',
  'Image',
  'LocalizedString',
  'LoyaltyPointsBalance',
  'Money',
])

const segment = /([A-Za-z]\w*)(?:\['([^']*)'\])?(?:\.(?=.)|$)/y

/** Follows a path like `object.textModulesData['points']` through the schemas (Google Wallet API, FieldReference). */
export function resolveFieldPath(vertical: Vertical, path: string): FieldPath {
  const start = /^(class|object)\.(?=.)/.exec(path)
  if (start === null) return { problem: 'does not begin with class. or object.', fix: 'Write object. or class. first.' }
  const side = start[1] as 'class' | 'object'
  let schema: string = verticals[vertical][side]
  let field: FieldDescription = { type: 'object', of: schema }
  let selected: { list: readonly string[]; id: string } | undefined
  const names: string[] = []
  segment.lastIndex = start[0].length
  while (segment.lastIndex < path.length) {
    const match = segment.exec(path)
    if (match === null) return { problem: 'is not written as a path', fix: `Write it like ${side}.list['id'].` }
    const [, name = '', id] = match
    names.push(name)
    const parent = fieldsOf(schema)
    if (!Object.hasOwn(parent, name)) return { problem: `finds no ${name} in ${schema}`, fix: meant(name, parent) }
    field = parent[name]!
    if (id !== undefined) {
      if (!field.list || !('id' in fieldsOf(field.of))) {
        return { problem: `selects by id in ${name}, which has no ids`, fix: `Leave out ['${id}'].` }
      }
      selected = { list: [...names], id }
    } else if (field.list && segment.lastIndex < path.length) {
      return { problem: `does not say which of ${name}`, fix: `Select one by its id, like ${name}['id'].` }
    }
    if (segment.lastIndex < path.length) {
      if (field.type !== 'object') return { problem: `goes on after ${name}, which has no fields`, fix: 'Stop there.' }
      schema = field.of!
    }
  }
  const isDate = field.of === 'DateTime' || isDateField(schema, names.at(-1)!)
  const isModule = selected !== undefined && names.length === selected.list.length
  const isShowable = isModule || (!field.list && (field.type !== 'object' || showable.has(field.of)))
  return { side, selected, isDate, isShowable }
}

/** The fields of a schema; none of one that there is not. */
export function fieldsOf(schema: string | undefined): Readonly<Record<string, FieldDescription>> {
  return schema !== undefined && Object.hasOwn(schemas, schema) ? schemas[schema as keyof typeof schemas] : {}
}

function meant(name: string, fields: Readonly<Record<string, FieldDescription>>): string {
  const suggestion = suggest(name, Object.keys(fields))
  return suggestion === undefined ? `There are: ${Object.keys(fields).join(', ')}.` : `Did you mean ${suggestion}?`
}
