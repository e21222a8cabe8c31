import json from './api-description.json' with { type: 'json' }

/**
 * Google's description of its API (walletobjects v1, the discovery document), without its texts and without the methods
 * for media. What Google accepts is what stands here, and what `check/` adds to it from the texts.
 */
export interface ApiDescription {
  readonly revision: string
  /** Query parameters that every method takes. */
  readonly parameters: readonly string[]
  readonly methods: readonly ApiMethod[]
  readonly schemas: Readonly<Record<string, Schema>>
}

export interface ApiMethod {
  /** As in `loyaltyobject.addmessage`. */
  readonly id: string
  readonly httpMethod: string
  /** As in `walletobjects/v1/loyaltyObject/{resourceId}/addMessage`. */
  readonly path: string
  /** Query parameters of its own. */
  readonly query: readonly string[]
  /** The schema of its body; none if it takes none. */
  readonly request?: string
  readonly response: string
}

export interface Schema {
  readonly properties: Readonly<Record<string, Type>>
}

export interface Type {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly items?: Type
  /** Every spelling that is understood, outdated ones included. */
  readonly enum?: readonly string[]
}

export const apiDescription: ApiDescription = json

/** @throws Error: the description has no such schema, which is a mistake in this program */
export function schemaNamed(name: string): Schema {
  const schema = apiDescription.schemas[name]
  if (!schema) throw new Error(`The API description has no schema ${name}.`)
  return schema
}

/** The type of a field of a schema; undefined if there is no such field. */
export function typeOf(schema: string, key: string): Type | undefined {
  const { properties } = schemaNamed(schema)
  return Object.hasOwn(properties, key) ? properties[key] : undefined
}

export interface MethodCall {
  readonly method: ApiMethod
  /** What stands in the path for `{resourceId}`; an empty text if the method has none. */
  readonly resourceId: string
}

const patterns = apiDescription.methods.map((method) => ({
  method,
  pattern: new RegExp(`^/${method.path.replace('{resourceId}', '([^/]+)')}$`),
}))

/** The method that a request is for, if there is one. */
export function methodFor(httpMethod: string, path: string): MethodCall | undefined {
  for (const { method, pattern } of patterns) {
    const match = method.httpMethod === httpMethod ? pattern.exec(path) : null
    if (match) return { method, resourceId: decoded(match[1] ?? '') }
  }
  return undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
