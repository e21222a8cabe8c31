import type { JsonObject } from '../../json.ts'
import { type Type, typeOf } from '../api/description.ts'
import { readFieldPath } from '../api/field-path.ts'
import { collectionFor, type Vertical } from '../api/verticals.ts'
import { type Fault, readBody } from './read.ts'

/** Every reference in a class's template that leads to no field of the class or of its objects. */
export function faultsOfTemplate(vertical: Vertical, template: unknown): readonly Fault[] {
  const faults: Fault[] = []
  const visit = (schema: string, value: JsonObject, path: string) => {
    if (schema !== 'FieldReference' || typeof value.fieldPath !== 'string') return
    const fault = faultOfPath(vertical, value.fieldPath)
    if (fault) {
      const message = `Invalid field path ${JSON.stringify(value.fieldPath)}: ${fault}.`
      faults.push({ path: `classTemplateInfo.${path}.fieldPath`, message })
    }
  }
  if (template !== undefined) readBody('ClassTemplateInfo', template, { visit })
  return faults
}

function faultOfPath(vertical: Vertical, text: string): string | undefined {
  const path = readFieldPath(text)
  if (!path) return `it is not written like object.field or class.list['id']`
  let name = collectionFor(vertical, path.side).schema
  let type: Type = { $ref: name }
  for (const step of path.steps) {
    if ('id' in step) {
      if (!type.items?.$ref || !typeOf(type.items.$ref, 'id')) return `${name} has no entries with ids`
      type = type.items
    } else {
      if (type.items) return `an entry of ${name} has to be chosen by ['id'] before .${step.key}`
      const next: Type | undefined = type.$ref ? typeOf(type.$ref, step.key) : undefined
      if (!next) return `${type.$ref ?? name} has no field ${step.key}`
      type = next
      name = step.key
    }
  }
  return type.items?.$ref ? `an entry of ${name} has to be chosen by ['id']` : undefined
}
