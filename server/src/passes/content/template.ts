import { type Context, Liquid, type LiquidError } from 'liquidjs'
import { formatDate } from './date-filter.ts'
import { maxTextLength } from './places.ts'
import type { Scope } from './scope.ts'

/**
 * Liquid, locked down: a template sees its data and nothing else. There are no files and no tags that load or call other
 * templates, no loops, no clock, no randomness, no filter that evaluates text, and prototypes are out of sight.
 */

/** Where a template's output goes, which decides what is dangerous in the value of a token. */
export type OutputPlace = 'text' | 'message' | 'html'

const tags = ['assign', 'capture', 'case', 'comment', 'echo', 'if', 'raw', 'unless', '#']

const filters = [
  ...['append', 'capitalize', 'downcase', 'lstrip', 'prepend', 'remove', 'remove_first', 'remove_last', 'replace'],
  ...['replace_first', 'replace_last', 'rstrip', 'slice', 'strip', 'strip_newlines', 'truncate', 'truncatewords'],
  ...['upcase', 'url_encode', 'first', 'join', 'last', 'size', 'split', 'default', 'date'],
  ...['abs', 'at_least', 'at_most', 'ceil', 'divided_by', 'floor', 'minus', 'modulo', 'plus', 'round', 'times'],
]

// Nothing can loop, so time is bounded by length; the limit in milliseconds is a last resort that no machine's bad
// moment should reach.
const limits = { parseLimit: maxTextLength, renderLimit: 5_000, memoryLimit: 200_000 }

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const wordJoiner = '\u2060'

/** Per place, what makes the text of a token inert there. */
const inert: { readonly [Place in OutputPlace]: ((text: string) => string) | undefined } = {
  text: undefined,
  html: (text) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character),
  // A phone puts the field's value where a message says "%@" or "%1$@". An invisible character in between, also where
  // the token touches what stands before or after it, keeps a token from saying so.
  message: (text) => text.replace(/%(?=@|\d+\$@|$)/g, `%${wordJoiner}`).replace(/^(?=@|\d+\$@)/, wordJoiner),
}

function liquidFor(place: OutputPlace): Liquid {
  const defuse = inert[place]
  const liquid = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    ...limits,
    ...(defuse === undefined ? {} : { outputEscape: (value: unknown) => defuse(printed(value)) }),
  })
  for (const name of Object.keys(liquid.tags)) if (!tags.includes(name)) delete liquid.tags[name]
  for (const name of Object.keys(liquid.filters)) if (!filters.includes(name)) liquid.unregisterFilter(name)
  liquid.registerFilter(
    'date',
    function (this: { context: Context }, value: unknown, format?: unknown, zone?: unknown) {
      return formatDate(value, format, zone, (this.context.environments as Scope).at)
    },
  )
  return liquid
}

const liquids = { text: liquidFor('text'), message: liquidFor('message'), html: liquidFor('html') }

function printed(value: unknown): string {
  if (Array.isArray(value)) return value.map(printed).join('')
  return value === undefined || value === null ? '' : String(value)
}

/** Thrown by {@link parseTemplate} and {@link Template.render}; the message says what and where in the template. */
export class TemplateError extends Error {
  readonly fix: string

  constructor(message: string, fix: string) {
    super(message)
    this.name = 'TemplateError'
    this.fix = fix
  }
}

export interface Template {
  /** The path of every variable it reads; a segment that is itself computed is undefined. */
  readonly variables: readonly (readonly (string | undefined)[])[]
  /** @throws TemplateError when a filter refuses its input or a limit is reached */
  render(scope: Scope): string
}

/** True for a string that has to be parsed; every other one stands for itself. */
export function isTemplate(source: string): boolean {
  return source.includes('{{') || source.includes('{%')
}

/**
 * Compiles one leaf by itself. The data's own text is never parsed.
 * @throws TemplateError for bad syntax and for tags and filters that do not exist here
 */
export function parseTemplate(source: string, place: OutputPlace): Template {
  const liquid = liquids[place]
  try {
    const parsed = liquid.parse(source)
    const globals = Object.values(liquid.analyzeSync(parsed, { partials: false }).globals).flat()
    const variables = globals.map(({ segments }) =>
      segments.map((segment) => (typeof segment === 'object' ? undefined : String(segment))),
    )
    // The filter `date` reads these two words as `at`.
    if (/(['"])(now|today)\1/.test(source)) variables.push(['at'])
    const plain = plainInterpolation(source, inert[place] ?? String)
    return { variables, render: (scope) => bounded(plain?.(scope) ?? render(liquid, parsed, scope)) }
  } catch (error) {
    throw templateError(error)
  }
}

/**
 * Most templates only put tokens into a text. Once Liquid has accepted such a one, it is rendered by plain joining, ten
 * times as fast, to the same result.
 */
function plainInterpolation(source: string, defuse: (text: string) => string): ((scope: Scope) => string) | undefined {
  const pieces = source.split(/\{\{\s*(contact|voucher)\.([A-Za-z]\w*)\s*\}\}/)
  if (pieces.some((piece, index) => index % 3 === 0 && isTemplate(piece))) return undefined
  return (scope) => {
    let text = pieces[0] ?? ''
    for (let index = 1; index < pieces.length; index += 3) {
      const value = scope[pieces[index] as 'contact' | 'voucher'][pieces[index + 1] ?? '']
      text += defuse(printed(value)) + pieces[index + 2]
    }
    return text
  }
}

function render(liquid: Liquid, parsed: ReturnType<Liquid['parse']>, scope: Scope): string {
  try {
    return liquid.renderSync(parsed, scope)
  } catch (error) {
    throw templateError(error)
  }
}

function bounded(result: string): string {
  if (result.length <= maxTextLength) return result
  throw new TemplateError(
    `The template renders to ${result.length} characters, more than ${maxTextLength}.`,
    'Shorten the text or the tokens in it.',
  )
}

function templateError(error: unknown): TemplateError {
  const { message } = error as LiquidError
  const hint = hints.find(({ cause }) => cause.test(message))
  return new TemplateError(
    `The template fails: ${message}.`,
    hint?.fix ?? 'Correct the template at that line and column.',
  )
}

const hints = [
  { cause: /^undefined filter/, fix: `Use one of the filters ${filters.join(', ')}.` },
  { cause: /^tag .* not found/, fix: `Use one of the tags ${tags.join(', ')}.` },
  { cause: /^memory alloc limit/, fix: 'Shorten the tokens, or let the template repeat them less.' },
  { cause: /time ?zone/i, fix: 'Use a name of the IANA database, such as "Europe/Berlin".' },
]
