import { isObject, type JsonObject } from '../../json.ts'
import { ApiError } from '../api/api-error.ts'
import type { Collection } from '../api/verticals.ts'
import { type Fault, readBody, type Visit } from './read.ts'
import { rules } from './rules.ts'
import { faultsOfTemplate } from './template-paths.ts'

/**
 * Reads a whole body and checks it by every rule.
 * @throws ApiError with every fault
 */
export function checkBody(schema: string, body: unknown): JsonObject {
  const { value, faults } = judgeBody(schema, body)
  refuse(faults)
  return value
}

/**
 * Reads a class or an object and checks it by every rule. What only Google writes (`hasUsers`, `classReference`, …) is
 * left out.
 * @throws ApiError with every fault
 */
export function checkResource(collection: Collection, body: unknown): JsonObject {
  const { value, faults } = judgeBody(collection.schema, withoutOutputs(body))
  refuse([...faults, ...faultsOfTemplate(collection.vertical, value.classTemplateInfo)])
  return value
}

/**
 * Reads the changes of a PATCH: names and types only, since what is required may be there already.
 * @throws ApiError with every fault
 */
export function checkChanges(schema: string, body: unknown): JsonObject {
  const { value, faults } = readBody(schema, withoutOutputs(body), { keepNulls: true })
  refuse(faults)
  return value
}

function judgeBody(schema: string, body: unknown) {
  const broken: Fault[] = []
  const visit: Visit = (name, value, path) => {
    for (const { key, message } of (rules[name] ?? []).flatMap((condition) => condition(value))) {
      broken.push({ path: [path, key].filter(Boolean).join('.'), message: path ? `${path}: ${message}` : message })
    }
  }
  const { value, faults } = readBody(schema, body, { visit })
  return { value, faults: [...faults, ...broken] }
}

const outputs = ['hasUsers', 'classReference', 'review', 'version', 'kind']

function withoutOutputs(body: unknown): unknown {
  if (!isObject(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([key]) => !outputs.includes(key)))
}

function refuse(faults: readonly Fault[]): void {
  const [first, ...others] = faults
  if (first) throw new ApiError('invalidResource', first.message, ...others.map((fault) => fault.message))
}
