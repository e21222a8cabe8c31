import { coerce, outputPlaceOf, type ResultPlace } from './coerce.ts'
import { pointerOf, type ReviewIssue } from './issues.ts'
import type { Node } from './node.ts'
import { isTemplate, type OutputPlace, parseTemplate, type Template, TemplateError } from './template.ts'
import { faultsOf, type TemplateFaults } from './template-faults.ts'
import type { TokenDeclaration } from './tokens.ts'

/** What the templates of a revision share while they are compiled. */
export interface LeafCompiler {
  readonly tokens: ReadonlySet<string>
  /** Templates already parsed, or why not: the same text stands in the content of many combinations of variants. */
  readonly parsed: Map<string, Template | TemplateFaults>
  readonly issues: ReviewIssue[]
}

export function leafCompiler(tokens: readonly TokenDeclaration[]): LeafCompiler {
  return { tokens: new Set(tokens.map(({ name }) => name)), parsed: new Map(), issues: [] }
}

/**
 * Compiles one template at its place in the content.
 * @param steady whether the result must be the same at every moment, so that `at` is refused
 */
export function compileLeaf(
  source: string,
  place: ResultPlace,
  path: readonly string[],
  compiler: LeafCompiler,
  steady: boolean,
): Node {
  const pointer = pointerOf(path)
  const unfitVariables = (variables: Template['variables']) =>
    variables.flatMap(
      (variable) =>
        variableIssue(variable, pointer, compiler.tokens) ?? (steady ? steadyIssues(variable, pointer) : []),
    )
  const template = parsedOnce(source, outputPlaceOf(place.type), compiler)
  const syntax = 'errors' in template ? template.errors.map((error) => failure('template_syntax', error, pointer)) : []
  const unfit = [...syntax, ...unfitVariables(template.variables)]
  compiler.issues.push(...unfit)
  if ('errors' in template || unfit.length > 0) return { constant: source }
  return {
    // A result that does not fit stays in its place, so that the other issues keep their paths.
    render({ scope, issues }) {
      let result = source
      try {
        result = template.render(scope)
        const fitted = fit(result, place)
        if ('value' in fitted) return fitted.value
        issues.push({ ...fitted, path: pointer })
      } catch (error) {
        issues.push(failure('template_failed', error, pointer))
      }
      return result
    },
  }
}

/** A result as the type of its place, absent, or why it does not fit. */
function fit(result: string, { type, faultOf }: ResultPlace): { readonly value: unknown } | Omit<ReviewIssue, 'path'> {
  const coerced = coerce(result, type)
  if ('wanted' in coerced) {
    return {
      code: type === 'html' || type === 'url' ? 'unsafe_link' : 'result_type',
      message: `The template renders to ${JSON.stringify(result.slice(0, 60))}, which is not ${coerced.wanted}.`,
      fix: `Let it render to ${coerced.wanted}.`,
    }
  }
  const fault = coerced.value === undefined ? undefined : faultOf?.(coerced.value)
  if (fault === undefined) return coerced
  return { code: 'result_type', message: `What the template renders to does not fit: ${fault.message}`, fix: fault.fix }
}

/** Whether a text is a template that reads a token or a fact; of one that does not parse nobody knows, so it counts. */
export function readsPersonal(source: string, compiler: Pick<LeafCompiler, 'parsed'>): boolean {
  if (!isTemplate(source)) return false
  const template = parsedOnce(source, 'text', compiler)
  return 'errors' in template || template.variables.some(([root]) => root !== 'at')
}

function parsedOnce(
  source: string,
  output: OutputPlace,
  compiler: Pick<LeafCompiler, 'parsed'>,
): Template | TemplateFaults {
  const key = `${output} ${source}`
  const parsed = compiler.parsed.get(key) ?? parseOrExamine(source, output)
  compiler.parsed.set(key, parsed)
  return parsed
}

function parseOrExamine(source: string, output: OutputPlace): Template | TemplateFaults {
  try {
    return parseTemplate(source, output)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return faultsOf(source, output, error)
  }
}

function failure(code: 'template_syntax' | 'template_failed', error: unknown, path: string): ReviewIssue {
  if (!(error instanceof TemplateError)) throw error
  return { code, path, message: error.message, fix: error.fix }
}

const facts = ['installedAt', 'voidedAt']

function variableIssue(
  variable: readonly (string | undefined)[],
  path: string,
  tokens: ReadonlySet<string>,
): ReviewIssue | undefined {
  const [root, name, ...rest] = variable
  const isWhole = rest.length === 0 || (rest.length === 1 && rest[0] === 'size')
  if ((root === 'contact' || root === 'voucher') && name !== undefined && isWhole) {
    if (tokens.has(`${root}.${name}`)) return undefined
    return {
      code: 'undeclared_token',
      path,
      message: `The token ${root}.${name} is not declared.`,
      fix: `Declare "${root}.${name}" in tokens, or use a declared one.`,
    }
  }
  if (root === 'at' && variable.length === 1) return undefined
  if (root === 'facts' && name !== undefined && facts.includes(name) && rest.length === 0) return undefined
  return {
    code: 'unknown_variable',
    path,
    message: `There is no variable ${variable.map((segment) => segment ?? '[…]').join('.')}.`,
    fix: 'Use contact.x or voucher.x with a declared name, facts.installedAt, facts.voidedAt or at.',
  }
}

function steadyIssues([root]: readonly (string | undefined)[], path: string): ReviewIssue[] {
  if (root !== 'at') return []
  return [
    {
      code: 'volatile_time',
      path,
      message: 'It would be another at every moment: an expiry would move, a change be announced with each update.',
      fix: 'Do without "at" and "now" here; use a variant for what begins or ends at a time.',
    },
  ]
}
