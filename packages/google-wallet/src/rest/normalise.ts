/** Answers spell enums in more ways than the documentation: `active`, `oneUserAllDevices`, `genericTypeUnspecified`. */
import type { EnumDescription, FieldDescription } from '../description.ts'
import { enums, schemas } from '../generated/schemas.ts'

export type SchemaName = keyof typeof schemas

/**
 * A value of a schema with its enums in the documented spelling, whatever their case and underscores. All else, and
 * values that the description does not know, stay as they are.
 */
export function normalise(schema: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => normalise(schema, item))
  if (typeof value !== 'object' || value === null || !Object.hasOwn(schemas, schema)) return value
  const fields: Readonly<Record<string, FieldDescription>> = schemas[schema as SchemaName]
  const entries = Object.entries(value).map(([key, item]) => {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (field?.type === 'enum') return [key, normaliseEnum(field.of!, item)]
    return [key, field?.type === 'object' ? normalise(field.of!, item) : item]
  })
  return Object.fromEntries(entries)
}

function normaliseEnum(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => normaliseEnum(name, item))
  return typeof value === 'string' ? (spellingsOf(name).get(plain(value)) ?? value) : value
}

const plain = (value: string) => value.replaceAll('_', '').toLowerCase()

const spellings = new Map<string, ReadonlyMap<string, string>>()

function spellingsOf(name: string): ReadonlyMap<string, string> {
  const known = spellings.get(name)
  if (known !== undefined) return known
  const { values, aliases }: EnumDescription = enums[name as keyof typeof enums]
  const made = new Map([
    ...Object.entries(aliases).map(([alias, value]) => [plain(alias), value] as const),
    ...values.map((value) => [plain(value), value] as const),
  ])
  spellings.set(name, made)
  return made
}
