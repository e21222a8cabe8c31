/** Reads Google's own description of the API (its discovery document), which the types and tables are generated from. */
import { readFileSync } from 'node:fs'

interface Property {
  readonly type?: string
  readonly format?: string
  readonly $ref?: string
  readonly items?: Property
  readonly description?: string
  readonly deprecated?: boolean
  readonly enum?: readonly string[]
  readonly enumDescriptions?: readonly string[]
  readonly enumDeprecated?: readonly boolean[]
}

interface Schema {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Property>>
}

interface Resource {
  readonly methods?: Readonly<Record<string, { readonly request?: Property; readonly response?: Property }>>
  readonly resources?: Readonly<Record<string, Resource>>
}

interface Discovery {
  readonly revision: string
  readonly schemas: Readonly<Record<string, Schema>>
  readonly resources: Readonly<Record<string, Resource>>
}

export interface Field {
  readonly name: string
  readonly type: 'string' | 'boolean' | 'double' | 'int32' | 'int64' | 'enum' | 'object'
  /** The name of the enum or schema. */
  readonly of: string | undefined
  readonly isList: boolean
  readonly isDeprecated: boolean
  /** In characters, from the field's description. */
  readonly advisedLength: number | undefined
  readonly description: string
}

export interface Enum {
  readonly name: string
  readonly values: readonly { readonly value: string; readonly description: string }[]
  /** From each deprecated spelling to the documented one. */
  readonly aliases: Readonly<Record<string, string>>
}

export interface Description {
  readonly revision: string
  readonly enums: readonly Enum[]
  readonly schemas: readonly {
    readonly name: string
    readonly description: string
    readonly fields: readonly Field[]
  }[]
}

/** Enums are named for their field; these fields have names that are too general or shared by unlike enums. */
const enumNames: Readonly<Record<string, string>> = {
  'ActivationStatus.state': 'ActivationState',
  'Barcode.type': 'BarcodeType',
  'DiscoverableProgram.state': 'DiscoverableProgramState',
  'Permission.role': 'PermissionRole',
  'RotatingBarcode.type': 'BarcodeType',
  'RotatingBarcodeTotpDetails.algorithm': 'TotpAlgorithm',
  'IssuerToUserInfo.action': 'SmartTapAction',
}

/** Described for Google's upload servers, not for issuers. */
const unwantedResource = 'media'
/** Used by uploads, which the discovery document does not describe as methods. */
const extraSchemas = ['RotatingBarcodeValues', 'UploadPrivateImageResponse']

export function readDescription(): Description {
  const file = new URL('../description/walletobjects.v1.discovery.json', import.meta.url)
  return describe(JSON.parse(readFileSync(file, 'utf8')) as Discovery)
}

function describe({ revision, schemas, resources }: Discovery): Description {
  const enums = new Map<string, Enum>()
  const described = [...reachableSchemas(schemas, resources)].sort().map((name) => {
    const { description = '', properties = {} } = schemas[name]!
    const fields = Object.entries(properties).map(([key, property]) => fieldOf(name, key, property, enums))
    return { name, description, fields }
  })
  return { revision, enums: [...enums.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), schemas: described }
}

function reachableSchemas(schemas: Discovery['schemas'], resources: Discovery['resources']): Set<string> {
  const reached = new Set<string>()
  const reach = (name: string | undefined) => {
    if (name === undefined || reached.has(name)) return
    reached.add(name)
    for (const { $ref, items } of Object.values(schemas[name]?.properties ?? {})) reach($ref ?? items?.$ref)
  }
  const walk = ({ methods = {}, resources = {} }: Resource) => {
    for (const { request, response } of Object.values(methods)) {
      reach(request?.$ref)
      reach(response?.$ref)
    }
    for (const [name, resource] of Object.entries(resources)) if (name !== unwantedResource) walk(resource)
  }
  walk({ resources })
  for (const name of extraSchemas) reach(name)
  return reached
}

function fieldOf(schema: string, name: string, property: Property, enums: Map<string, Enum>): Field {
  const item = property.items ?? property
  const { description = '' } = property
  return {
    name,
    type: typeOf(item),
    of: item.$ref ?? (item.enum && enumOf(schema, name, item, enums)),
    isList: property.items !== undefined,
    isDeprecated: property.deprecated === true || description.startsWith('Note: This field is currently not supported'),
    advisedLength: advisedLengthOf(description),
    description,
  }
}

function typeOf({ $ref, enum: values, type, format }: Property): Field['type'] {
  if ($ref !== undefined) return 'object'
  if (values !== undefined) return 'enum'
  const known = { string: 'string', boolean: 'boolean', double: 'double', int32: 'int32', int64: 'int64' } as const
  const name = format ?? type
  if (name === undefined || !(name in known)) throw new Error(`There is a new type of field: ${type} ${format ?? ''}`)
  return known[name as keyof typeof known]
}

/** Of a table with two columns it is not said which of the two lengths counts. */
const lengthAdvice = [
  /Recommended maximum(?: length)? is (\d+) characters(?! for a two-column)/,
  /ellipsis after the first (\d+) characters/,
  /Character limit is (\d+)/,
]

function advisedLengthOf(description: string): number | undefined {
  const length = lengthAdvice.map((advice) => advice.exec(description)?.[1]).find((digits) => digits !== undefined)
  return length === undefined ? undefined : Number(length)
}

function enumOf(schema: string, field: string, item: Property, enums: Map<string, Enum>): string {
  const name =
    enumNames[`${schema}.${field}`] ??
    (field === 'state' ? 'ObjectState' : `${field[0]!.toUpperCase()}${field.slice(1)}`)
  const described = { name, ...valuesOf(item) }
  const known = enums.get(name)
  if (known && values(known) !== values(described)) throw new Error(`${schema}.${field}: ${name} has other values too.`)
  if (!known) enums.set(name, described)
  return name
}

const values = (described: Enum) => described.values.map(({ value }) => value).join()

function valuesOf({ enum: all = [], enumDescriptions = [], enumDeprecated = [] }: Property): Omit<Enum, 'name'> {
  const rows = all.map((value, n) => ({ value, description: enumDescriptions[n] ?? '', alias: enumDeprecated[n] }))
  const aliases = rows.flatMap(({ value, description, alias }) => {
    if (!alias) return []
    const documented = /Legacy alias for `(\w+)`/.exec(description)?.[1]
    if (documented === undefined) throw new Error(`It is not said what ${value} is an alias for.`)
    return [[value, documented]]
  })
  return {
    values: rows.filter(({ alias }) => !alias).map(({ value, description }) => ({ value, description })),
    aliases: Object.fromEntries(aliases),
  }
}
