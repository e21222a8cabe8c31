import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifyRequest, FastifySchemaCompiler } from 'fastify'
import { type FieldError, Problem } from '../errors.ts'

// All errors at once. A body keeps its JSON types; path and query are text, so numbers in them are converted.
const strict = { allErrors: true, strict: true, allowUnionTypes: true, discriminator: true, verbose: true } as const
const forBodies = addFormats.default(new Ajv(strict))
const forText = addFormats.default(new Ajv({ ...strict, coerceTypes: 'array', useDefaults: true }))

/** Compiles a route's schema; what does not fit becomes one `invalid_request` problem that names every place. */
export const requestValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) => {
  const validate: ValidateFunction = (httpPart === 'body' ? forBodies : forText).compile(schema)
  return (data: unknown) => {
    if (validate(data)) return { value: data }
    return { error: invalidRequest(fieldErrors(validate.errors ?? [], httpPart === 'body' ? '' : `/${httpPart}`)) }
  }
}

export function invalidRequest(errors: readonly FieldError[]): Problem {
  const places = errors.length === 1 ? 'One place is' : `${errors.length} places are`
  return new Problem(
    'invalid_request',
    `${places} not valid: ${errors.map((error) => `${error.path} ${error.message.replace(/\.$/, '')}`).join('; ')}.`,
    { errors },
  )
}

/**
 * What the schema refuses of a body, for a route with `attachValidation` that has more to say about it.
 *
 * @throws Problem `invalid_request` at once if not the body is what is wrong
 */
export function misshapen({ validationError }: FastifyRequest): readonly FieldError[] {
  if (validationError === undefined) return []
  if (validationError.validationContext !== 'body' || !(validationError instanceof Problem)) throw validationError
  return validationError.errors ?? []
}

/**
 * What Ajv found, in words. Of a union only the complaint about itself stays, or if a single branch takes values of this
 * type, those about that branch: so an object is judged by what an object may be, though `null` would do as well.
 */
export function fieldErrors(found: readonly ErrorObject[], prefix: string): FieldError[] {
  const hidden = found
    .filter(({ keyword }) => keyword === 'anyOf')
    .flatMap(({ schemaPath, schema, data }) => {
      const meant = branchesFor(schema, data)
      return meant.length === 1 ? { union: schemaPath, meant: `${schemaPath}/${meant[0]}/` } : { union: schemaPath }
    })
  const isShown = ({ schemaPath }: ErrorObject) =>
    hidden.every(({ union, meant }) =>
      meant === undefined
        ? !schemaPath.startsWith(`${union}/`)
        : schemaPath !== union && (!schemaPath.startsWith(`${union}/`) || schemaPath.startsWith(meant)),
    )
  return found.filter(isShown).map((error) => describe(error, prefix))
}

/** Which branches of a union take values of the type that this one has. */
function branchesFor(union: unknown, data: unknown): number[] {
  const branches = Array.isArray(union) ? (union as { type?: string }[]) : []
  const type = data === null ? 'null' : Array.isArray(data) ? 'array' : typeof data
  return branches.flatMap((branch, index) =>
    branch.type === type || (branch.type === 'integer' && type === 'number') ? [index] : [],
  )
}

function describe(error: ErrorObject, prefix: string): FieldError {
  const path = `${prefix}${error.instancePath}` || '/'
  const params = error.params as Record<string, unknown>
  switch (error.keyword) {
    case 'required':
      return {
        path: `${path === '/' ? '' : path}/${params.missingProperty}`,
        code: 'missing',
        message: 'is missing',
        fix: 'Add it.',
      }
    case 'additionalProperties':
      return {
        path: `${path === '/' ? '' : path}/${params.additionalProperty}`,
        code: 'unknown',
        message: 'is not known here',
        fix: 'Remove it, or check its spelling.',
      }
    case 'enum':
      return {
        path,
        code: 'enum',
        message: 'is none of the allowed values',
        fix: `Use one of: ${(params.allowedValues as unknown[]).join(', ')}.`,
      }
    case 'discriminator':
      return {
        path: `${path === '/' ? '' : path}/${params.tag}`,
        ...(params.tagValue === undefined
          ? { code: 'missing', message: 'is missing' }
          : { code: 'enum', message: 'is none of the allowed values' }),
        fix: `Use one of: ${choices(error).join(', ')}.`,
      }
    case 'const':
      return {
        path,
        code: 'enum',
        message: 'is not the value allowed here',
        fix: `Use ${JSON.stringify(params.allowedValue)}.`,
      }
    case 'anyOf':
      return {
        path,
        code: 'type',
        message: 'fits none of the shapes allowed here',
        fix: `Use ${alternatives(error.schema)}.`,
      }
    case 'type': {
      const fix = `Send ${withArticle(`${params.type}`)}`
      // Of a request without a body Fastify has null looked at.
      if (path === '/' && error.data === null)
        return { path, code: 'missing', message: 'is missing', fix: `${fix} as the body.` }
      return { path, code: 'type', message: `is not of type ${params.type}`, fix: `${fix}.` }
    }
    case 'pattern':
      return { path, code: 'pattern', message: 'is not of the form needed here', fix: formOf(error) }
    case 'format':
      return { path, code: 'format', message: `is no ${params.format}`, fix: formatFix(`${params.format}`) }
    case 'minimum':
      return { path, code: 'minimum', message: `is less than ${params.limit}`, fix: `Send ${params.limit} or more.` }
    case 'maximum':
      return { path, code: 'maximum', message: `is more than ${params.limit}`, fix: `Send ${params.limit} or less.` }
    case 'minLength':
    case 'minItems':
    case 'minProperties':
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return { path, code: error.keyword, ...amiss(error.keyword, params.limit as number) }
    default:
      return {
        path,
        code: error.keyword,
        message: error.message ?? 'is not valid',
        fix: `It ${error.message ?? 'is not valid'}.`,
      }
  }
}

/** What the schema's author says of the place, or failing that the expression itself. */
function formOf(error: ErrorObject): string {
  const { description } = (error.parentSchema ?? {}) as { description?: string }
  return description ?? `Match ${(error.params as { pattern: string }).pattern}.`
}

const withArticle = (type: string) => `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`

const formatExamples: Readonly<Record<string, string>> = {
  'date-time': '2027-01-31T18:00:00+01:00',
  uri: 'https://example.com/page',
}

function formatFix(format: string): string {
  const example = formatExamples[format]
  return example === undefined ? `Send a ${format}.` : `Write it like ${example}.`
}

const units: Readonly<Record<string, string>> = { Length: 'character', Items: 'item', Properties: 'key' }

/** Too little or too much of a text, a list or an object. */
function amiss(keyword: string, limit: number): { message: string; fix: string } {
  const unit = units[keyword.slice(3)]
  const amount = `${limit} ${unit}${limit === 1 ? '' : 's'}`
  if (keyword.startsWith('max')) return { message: `has more than ${amount}`, fix: `Send at most ${amount}.` }
  return { message: limit === 1 ? 'is empty' : `has less than ${amount}`, fix: `Send at least ${amount}.` }
}

/** What the member may say that decides between the shapes. */
function choices({ params, parentSchema }: ErrorObject): unknown[] {
  const { oneOf } = parentSchema as { oneOf: readonly { properties: Record<string, { const: unknown }> }[] }
  return oneOf.map(({ properties }) => properties[params.tag]?.const)
}

function alternatives(schema: unknown): string {
  const branches = Array.isArray(schema) ? (schema as { const?: unknown; type?: string; title?: string }[]) : []
  return branches
    .map((branch) => (branch.const === undefined ? (branch.title ?? branch.type) : JSON.stringify(branch.const)))
    .join(' or ')
}
