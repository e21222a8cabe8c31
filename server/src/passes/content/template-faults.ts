import { maxTextLength } from './places.ts'
import { type OutputPlace, parseTemplate, type Template, TemplateError } from './template.ts'

/** What is wrong with a template that does not parse, and as far as one can tell what it reads. */
export interface TemplateFaults {
  readonly errors: readonly TemplateError[]
  readonly variables: Template['variables']
}

const unparsed = /\{%-?\s*(raw|comment)\b[\s\S]*?\bend\1\s*-?%\}/g
const markup = /\{\{[\s\S]*?(?:\}\}|$)|\{%[\s\S]*?(?:%\}|$)/g
const quoted = /"[^"]*"|'[^']*'/g
const tokenRead = /(?<![\w.-])(contact|voucher)\.([A-Za-z_]\w*)/g

/** Each is parsed with what stands before it, so that their number bounds the work. */
const maxOutputs = 100

/**
 * Looks closer at a template that parseTemplate refuses: the parser stops at the first error, so the tags and each output
 * are parsed by themselves, and tokens are found by their names alone.
 * @param first what parseTemplate threw
 */
export function faultsOf(source: string, place: OutputPlace, first: TemplateError): TemplateFaults {
  if (source.length > maxTextLength) return { errors: [first], variables: [] }
  // Blanks keep the rest at its line and column, which the parser's messages name.
  const live = source.replace(unparsed, blank)
  const pieces = [...live.matchAll(markup)]
  const outputs = pieces
    .filter(([piece]) => piece.startsWith('{{'))
    .slice(0, maxOutputs)
    .map(({ 0: piece, index }) => blank(live.slice(0, index)) + piece)
  const tagsAlone = live.replace(markup, (piece) => (piece.startsWith('{{') ? blank(piece) : piece))
  const errors = [first, ...[tagsAlone, ...outputs].flatMap((part) => errorOf(part, place) ?? [])]
  const variables = pieces.flatMap(([piece]) =>
    [...piece.replace(quoted, blank).matchAll(tokenRead)].map(([, group, name]) => [group, name]),
  )
  return { errors: [...new Map(errors.map((error) => [error.message, error])).values()], variables }
}

const blank = (text: string) => text.replace(/[^\n]/g, ' ')

function errorOf(source: string, place: OutputPlace): TemplateError | undefined {
  try {
    parseTemplate(source, place)
    return undefined
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
}
