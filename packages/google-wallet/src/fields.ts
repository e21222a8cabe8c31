/** What Google's description of the API says of a place of a class or object: for whoever fills passes in from data. */
import { fieldsOf } from './check/field-path.ts'
import { formatOf } from './check/formats.ts'
import { requiredKeysOf } from './check/required-keys.ts'
import { type Run, runOf } from './check/run.ts'
import { checkOf, type SchemaName } from './check/shape.ts'
import { isUriFormat } from './check/uri.ts'
import type { FieldDescription } from './description.ts'
import type { Issue } from './issue.ts'
import { readOnlyKeys } from './read-only-keys.ts'
import { type Vertical, verticals } from './verticals.ts'

/**
 * What a field takes: `word` is text of a form (an id, a date, one of a list, a whole number of 64 bits), `uri` an address,
 * of any scheme where Google opens an app with it.
 */
export type FieldKind = 'text' | 'word' | 'uri' | 'number' | 'boolean' | 'object' | 'list'

export interface Field {
  readonly kind: FieldKind
  /** For an object: the keys without which Google refuses it. */
  readonly requiredKeys: readonly string[]
  /** Everything that is wrong with a value at this place. */
  check(value: unknown): Issue[]
}

/**
 * The field at a place of a class or object.
 *
 * @param path keys and indices, like `['merchantLocations', 0, 'latitude']`
 * @param of the kind of passes; else the first that has such a place counts: they agree in what it takes, but for
 *   `finePrint`, which is a text of offers and an object of event tickets
 * @returns undefined where Google knows no key, or sets it itself
 */
export function fieldAt(
  side: 'class' | 'object',
  path: readonly (string | number)[],
  of?: Vertical,
): Field | undefined {
  for (const vertical of of ? [of] : (Object.keys(verticals) as Vertical[])) {
    const place = placeAt(verticals[vertical][side], path)
    if (place) return fieldOf(place, { vertical, side })
  }
  return undefined
}

/** A field and the schema that it is one of. */
interface Place {
  readonly schema: SchemaName
  readonly name: string
  /** Of an item of a list: without `list`. */
  readonly field: FieldDescription
}

function placeAt(resource: SchemaName, path: readonly (string | number)[]): Place | undefined {
  return path.reduce<Place | undefined>((outer, segment) => outer && placeWithin(outer, String(segment)), {
    schema: resource,
    name: '',
    field: { type: 'object', of: resource },
  })
}

function placeWithin(outer: Place, segment: string): Place | undefined {
  const { list, ...item } = outer.field
  if (list) return /^\d+$/.test(segment) ? { ...outer, field: item } : undefined
  if (item.type !== 'object' || readOnlyKeys.has(segment)) return undefined
  const schema = item.of as SchemaName
  const fields = fieldsOf(schema)
  return Object.hasOwn(fields, segment) ? { schema, name: segment, field: fields[segment]! } : undefined
}

function fieldOf({ schema, name, field }: Place, { vertical, side }: Pick<Run, 'vertical' | 'side'>): Field {
  const check = checkOf(schema, name, field)
  return {
    kind: kindOf(schema, name, field),
    requiredKeys: field.type === 'object' && !field.list ? requiredKeysOf(field.of!) : [],
    check(value) {
      const run = runOf(vertical, side, undefined)
      check(value, '', run)
      return run.issues
    },
  }
}

function kindOf(schema: string, name: string, { type, list }: FieldDescription): FieldKind {
  if (list) return 'list'
  switch (type) {
    case 'double':
    case 'int32':
      return 'number'
    case 'boolean':
    case 'object':
      return type
    case 'int64':
    case 'enum':
      return 'word'
    case 'string': {
      const format = formatOf(schema, name)
      if (format === undefined) return 'text'
      return isUriFormat(format) ? 'uri' : 'word'
    }
  }
}
