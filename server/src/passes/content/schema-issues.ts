import type { Validator } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { Settings } from 'typebox/system'
import { pointerOf, type ReviewIssue, segmentsOf } from './issues.ts'
import { valueAt } from './json.ts'
import type { SchemaPlace } from './places.ts'

// TypeBox stops after eight errors unless told otherwise, for the whole process; a review names them all.
Settings.Set({ maxErrors: 10_000 })

/** The part of JSON Schema that the schemas of content use. */
export interface SchemaNode {
  readonly type?: string
  readonly description?: string
  readonly properties?: { readonly [key: string]: SchemaNode }
  readonly required?: readonly string[] | undefined
  readonly items?: SchemaNode
  readonly anyOf?: readonly SchemaNode[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly 'x-place'?: SchemaPlace
}

const typeNames: { readonly [type: string]: string } = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
}

const shown = (value: unknown) => {
  const json = JSON.stringify(value) ?? 'nothing'
  return json.length > 60 ? `${json.slice(0, 60)}…` : json
}

const quotedList = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join(', ')

/**
 * Every way in which a value differs from a schema. Of a place that may have several forms, one issue names the forms;
 * the misfits of each single form are left out.
 */
export function schemaIssues(validator: Validator, value: unknown): ReviewIssue[] {
  const schema = validator.Type() as SchemaNode
  const issues = validator
    .Errors(value)
    .filter((error) => error.keyword !== 'boolean' && !error.schemaPath.includes('/anyOf/'))
    .flatMap((error) =>
      issuesOf(error, nodeAt(schema, error.schemaPath), valueAt(value, segmentsOf(error.instancePath))),
    )
  // A text may miss both its pattern and its format: one issue a place is enough.
  const byPlace = new Map(issues.toReversed().map((issue) => [issue.path, issue]))
  return [...byPlace.values()].toReversed()
}

function issuesOf(error: TLocalizedValidationError, node: SchemaNode, value: unknown): ReviewIssue[] {
  const path = error.instancePath
  const fix = node.description === undefined ? 'Correct or remove it.' : `Give this: ${node.description}.`
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map((key) => ({
        code: 'missing',
        path: path + pointerOf([key]),
        message: `"${key}" is missing.`,
        fix: `Add it: ${node.properties?.[key]?.description ?? `"${key}" is required here`}.`,
      }))
    case 'additionalProperties':
      return error.params.additionalProperties.map((key) => ({
        code: 'unknown_key',
        path: path + pointerOf([key]),
        message: `"${key}" is not known here.`,
        fix: `Remove it, or use one of ${Object.keys(node.properties ?? {}).join(', ')}.`,
      }))
    case 'type':
      return [{ code: 'wrong_type', path, message: `${shown(value)} is not ${typeNames[node.type ?? '']}.`, fix }]
    case 'anyOf':
      return [{ code: 'wrong_type', path, message: `${shown(value)} has none of the forms allowed here.`, fix }]
    case 'enum':
      return [notAllowed(path, value, `Use one of ${quotedList(error.params.allowedValues)}.`)]
    case 'const':
      return [notAllowed(path, value, `Use ${quotedList([error.params.allowedValue])}.`)]
    case 'pattern':
    case 'format':
      return [{ code: 'malformed', path, message: `${shown(value)} is malformed.`, fix }]
    default:
      return [{ code: 'out_of_range', path, message: `${shown(value)} ${error.message}.`, fix }]
  }
}

function notAllowed(path: string, value: unknown, fix: string): ReviewIssue {
  return { code: 'value_not_allowed', path, message: `${shown(value)} is not allowed here.`, fix }
}

function nodeAt(schema: SchemaNode, schemaPath: string): SchemaNode {
  return valueAt(schema, segmentsOf(schemaPath.slice(1))) as SchemaNode
}
