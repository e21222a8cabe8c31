import { readFileSync } from 'node:fs'
import { checkClass, checkObject, type Vertical, verticals } from '@billfold/google-wallet'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect } from 'vitest'
import { collectionFor } from '../../simulator/src/google/api/verticals.ts'
import { checkResource } from '../../simulator/src/google/check/check.ts'
import { type GoogleClass, googleClassOf } from '../src/google/class-of.ts'
import { type GoogleObject, googleObjectOf, type ObjectPlace } from '../src/google/object-of.ts'
import { googlePlace } from '../src/google/place.ts'
import type { Side } from '../src/google/sides.ts'
import type { PassContent } from '../src/passes/content/content.ts'
import type { CompiledRevision } from '../src/passes/content/revision.ts'

/**
 * Three judges that know nothing of how a payload was made: Google's own description of its API, read by Ajv with nothing
 * unknown or deprecated allowed; the library's check; and the virtual Google's, which was written without the library.
 */
export function faultsOf(vertical: Vertical, side: Side, resource: object): string[] {
  const whole = { ...resource, ...identity(vertical, side) }
  const check = side === 'class' ? checkClass : checkObject
  return [
    ...faultsByDescription(verticals[vertical][side], whole).map((fault) => `description: ${fault}`),
    ...check(vertical, whole)
      .filter(({ severity }) => severity === 'error')
      .map(({ code, path, message }) => `library: ${code} ${path} ${message}`),
    ...faultsByVirtualGoogle(vertical, side, whole).map((fault) => `virtual Google: ${fault}`),
  ]
}

const issuer = '3388000000022000000'

function identity(vertical: Vertical, side: Side): object {
  if (side === 'object') return { id: `${issuer}.serial`, classId: `${issuer}.campaign` }
  const id = { id: `${issuer}.campaign` }
  return vertical === 'generic' ? id : { ...id, reviewStatus: 'UNDER_REVIEW' }
}

function faultsByVirtualGoogle(vertical: Vertical, side: Side, whole: object): string[] {
  try {
    checkResource(collectionFor(vertical, side), whole)
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

interface Described {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly items?: Described
  readonly properties?: Readonly<Record<string, Described>>
  readonly enum?: readonly string[]
  readonly enumDeprecated?: readonly boolean[]
  readonly deprecated?: boolean
}

const descriptionFile = new URL(
  '../../packages/google-wallet/description/walletobjects.v1.discovery.json',
  import.meta.url,
)
const ajv = new Ajv2020({ allErrors: true, strict: false })
addFormats.default(ajv)
const validators = new Map<string, ValidateFunction>()

function faultsByDescription(schema: string, whole: object): string[] {
  if (!ajv.getSchema('google')) {
    const { schemas } = JSON.parse(readFileSync(descriptionFile, 'utf8'))
    ajv.addSchema({ $id: 'google', $defs: mapped(schemas, jsonSchema) })
  }
  const validate = validators.get(schema) ?? ajv.compile({ $ref: `google#/$defs/${schema}` })
  validators.set(schema, validate)
  validate(whole)
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

const mapped = <T, U>(object: Readonly<Record<string, T>>, each: (value: T) => U) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, each(value)]))

/** A schema of the description as JSON Schema, in which what is deprecated and what is not described is refused. */
function jsonSchema({ $ref, type, format, items, properties, ...rest }: Described): object {
  if ($ref !== undefined) return { $ref: `google#/$defs/${$ref}` }
  if (properties !== undefined) {
    const current = Object.entries(properties).filter(([, property]) => property.deprecated !== true)
    return { type, additionalProperties: false, properties: mapped(Object.fromEntries(current), jsonSchema) }
  }
  if (items !== undefined) return { type, items: jsonSchema(items) }
  if (rest.enum !== undefined) {
    const current = rest.enum.filter((value, index) => !rest.enumDeprecated?.[index] && !/_UNSPECIFIED$/.test(value))
    return { enum: current }
  }
  if (format === 'int64' || format === 'uint64') return { type: 'string', pattern: '^-?[0-9]{1,19}$' }
  if (format === 'int32') return { type, minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }
  return { ...(type !== undefined && { type }) }
}

const place = googlePlace('https://passes.example')

/** The class of a revision at a moment, which every judge takes. */
export function judgedClass(revision: CompiledRevision, at: Date): GoogleClass {
  const made = googleClassOf(revision, at, place)
  expect(faultsOf(made.vertical, 'class', made.resource)).toEqual([])
  return made
}

/** The object of a pass's content, which every judge takes. */
export function judgedObject(
  content: PassContent,
  revision: CompiledRevision,
  at: Date,
  more: Partial<ObjectPlace> = {},
): GoogleObject {
  const made = googleObjectOf(content, revision, at, { ...place, ...more })
  expect(faultsOf(made.vertical, 'object', made.resource)).toEqual([])
  return made
}
