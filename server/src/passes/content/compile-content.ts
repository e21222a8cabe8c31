import { type ResultPlace, resultTypeAt } from './coerce.ts'
import { compileLeaf, type LeafCompiler } from './compile-leaf.ts'
import { contentSchemas, type Kind } from './content.ts'
import { slots } from './fields.ts'
import { frozenCopy, isJsonObject, type JsonObject } from './json.ts'
import { isNewsField, newsValue } from './news.ts'
import { type Node, rendered } from './node.ts'
import { instant } from './places.ts'
import { rawPlace, rawRequiredKeys } from './raw-places.ts'
import type { SchemaNode } from './schema-issues.ts'
import { isTemplate } from './template.ts'

/** A place in the content: what the schema says of it, where it is and what it stands in. */
interface Place {
  readonly schema: SchemaNode
  readonly path: readonly string[]
  readonly parent: unknown
}

const nothing: SchemaNode = {}

/**
 * Compiles authored content, with its variants' patches applied, into what renders it. Only templates cost anything
 * later: all else is frozen and shared. Shape is not checked here but in the rendered result.
 * @param compiler takes what is wrong with the templates
 */
export function compileContent(kind: Kind, content: JsonObject, compiler: LeafCompiler): Node {
  const { fields = {} } = content
  const complete = { ...content, kind, fields: isJsonObject(fields) ? { ...emptySlots, ...fields } : fields }
  return compileNode(complete, { schema: contentSchemas[kind], path: [], parent: undefined }, compiler)
}

/** Compiles the moment at which authored content expires. */
export function compileExpiry(content: JsonObject, compiler: LeafCompiler): Node {
  const validity = isJsonObject(content.validity) ? content.validity : {}
  const place = { schema: instant('The expiry'), path: ['validity', 'until'], parent: validity }
  return compileNode(validity.until, place, compiler)
}

const emptySlots = Object.fromEntries(slots.map((slot) => [slot, []]))

function compileNode(value: unknown, place: Place, compiler: LeafCompiler): Node {
  if (typeof value === 'string') return compileText(value, place, compiler)
  if (Array.isArray(value)) return compileList(value, place, compiler)
  if (isJsonObject(value)) return compileObject(value, place, compiler)
  return { constant: value }
}

function compileText(source: string, place: Place, compiler: LeafCompiler): Node {
  const { path, parent } = place
  const result = isTemplate(source) ? resultPlace(source, place) : undefined
  if (result === undefined) return { constant: source }
  return compileLeaf(source, result, path, compiler, mustBeSteady(path, parent))
}

/** Undefined where no template may stand. */
function resultPlace(source: string, { schema, path, parent }: Place): ResultPlace | undefined {
  if (schema['x-place'] === 'raw') return rawPlace(path, source, parent)
  const type = resultTypeAt(schema, parent)
  return type && { type }
}

/** Where a text that is another at every moment does harm: an expiry that moves, a change announced again and again. */
function mustBeSteady(path: readonly string[], parent: unknown): boolean {
  if (path[0] === 'validity') return true
  return path.at(-1) === 'value' && isJsonObject(parent) && parent.changeMessage !== undefined
}

function compileList(list: readonly unknown[], { schema, path }: Place, compiler: LeafCompiler): Node {
  const item = schema['x-place'] === 'raw' ? schema : (schema.items ?? nothing)
  const nodes = list.map((value, index) =>
    compileNode(value, { schema: item, path: [...path, String(index)], parent: list }, compiler),
  )
  if (nodes.every(isConstant)) return { constant: frozenCopy(list) }
  return { render: (input) => nodes.map((node) => rendered(node, input)).filter((value) => value !== undefined) }
}

function compileObject(object: JsonObject, { schema, path }: Place, compiler: LeafCompiler): Node {
  const nodes = Object.entries(object).map(([key, value]): [string, Node] => {
    const child = { schema: schemaOf(schema, key), path: [...path, key], parent: object }
    const node = compileNode(value, child, compiler)
    return [key, key === 'value' && isNewsField(object, path) ? newsValue(node) : node]
  })
  if (nodes.every(([, node]) => isConstant(node))) return { constant: frozenCopy(object) }
  // What cannot be without a part that came out absent is absent itself; the content as a whole never is.
  const required = new Set(path.length === 0 ? [] : requiredKeys(schema, path, object))
  return {
    render(input) {
      const result: { [key: string]: unknown } = {}
      for (const [key, node] of nodes) {
        const value = rendered(node, input)
        if (value !== undefined) result[key] = value
        else if (required.has(key)) return undefined
      }
      return result
    },
  }
}

/** Whether a part stays as it was authored; one that is undefined is absent, like a template without a result. */
const isConstant = (node: Node) => 'constant' in node && node.constant !== undefined

/** The schema of an object's part; where an object may have several forms, that of the first form that knows the key. */
function schemaOf(schema: SchemaNode, key: string): SchemaNode {
  if (schema['x-place'] === 'raw') return schema
  return formOf(schema, key).properties?.[key] ?? nothing
}

function formOf(schema: SchemaNode, key: string): SchemaNode {
  return schema.anyOf?.find((form) => form.properties?.[key] !== undefined) ?? schema
}

function requiredKeys(schema: SchemaNode, path: readonly string[], object: JsonObject): readonly string[] {
  if (schema['x-place'] === 'raw') return rawRequiredKeys(path)
  if (schema.anyOf === undefined) return schema.required ?? []
  return Object.keys(object).flatMap((key) => formOf(schema, key).required ?? [])
}
