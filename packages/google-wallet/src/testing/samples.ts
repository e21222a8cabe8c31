import type { EnumDescription, FieldDescription } from '../description.ts'
import { enums, schemas } from '../generated/schemas.ts'

const scalars: Readonly<Record<string, unknown>> = { string: 'text', boolean: true, double: 0.5, int32: 7, int64: '7' }

/** A value of a schema that has every field. */
export function sampleOf(schema: string): Record<string, unknown> {
  const fields: Readonly<Record<string, FieldDescription>> = schemas[schema as keyof typeof schemas]
  return Object.fromEntries(
    Object.entries(fields).map(([name, { type, of, list }]) => {
      const item = type === 'object' ? sampleOf(of!) : type === 'enum' ? lastValue(of!) : scalars[type]
      return [name, list ? [item] : item]
    }),
  )
}

function lastValue(name: string): string {
  const { values }: EnumDescription = enums[name as keyof typeof enums]
  return values.at(-1)!
}
