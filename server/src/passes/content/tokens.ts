import { Temporal } from 'temporal-polyfill'
import Type from 'typebox'
import { booleanOf, numberOf } from './coerce.ts'
import { pointerOf, type ReviewIssue } from './issues.ts'
import { closed, matching, maxTextLength } from './places.ts'

export const scalar = Type.Union([Type.String({ maxLength: maxTextLength }), Type.Number(), Type.Boolean()], {
  description: 'A text, a number, true or false',
})

export const tokenName = matching(
  '^(contact|voucher)[.][A-Za-z][A-Za-z0-9_]{0,63}$',
  'A token\'s name, such as "contact.firstName" or "voucher.code"',
)

/** A token: a value that each recipient has of their own, named `contact.x` or `voucher.x`. */
export const tokenDeclaration = closed({
  name: tokenName,
  personal: Type.Boolean({ description: 'Whether the value tells who the recipient is: true or false' }),
  type: Type.Optional(Type.Enum(['text', 'number', 'date', 'boolean'])),
  default: Type.Optional(scalar),
  sample: Type.Optional(scalar),
})

type Scalar = string | number | boolean

export interface TokenDeclaration {
  readonly name: `contact.${string}` | `voucher.${string}`
  /** A personal token tells who the recipient is: it is never used to select recipients. */
  readonly personal: boolean
  /** What values must be; without it they may be any text, number or boolean. A date is ISO 8601, with or without a time. */
  readonly type?: 'text' | 'number' | 'date' | 'boolean'
  /** What stands in where the pass has no value. */
  readonly default?: Scalar
  /** What previews and reviews show. */
  readonly sample?: Scalar
}

type TokenType = NonNullable<TokenDeclaration['type']>

const typeNames: { readonly [Type in TokenType | 'any']: string } = {
  any: 'a text, a number, true or false',
  text: 'a text',
  number: 'a number',
  date: 'a date such as 2026-12-24, or a date-time such as 2026-12-24T18:00:00+01:00',
  boolean: 'true or false',
}

/** What a review shows for a token without a sample and a default. */
const samples: { readonly [Type in TokenType]: Scalar } = {
  text: 'Sample',
  number: 1,
  date: '2026-01-01T12:00:00Z',
  boolean: true,
}

/** The group and the name within it: "contact.firstName" is firstName of contact. */
export function splitTokenName(name: string): ['contact' | 'voucher', string] {
  const [group, key] = name.split('.') as ['contact' | 'voucher', string]
  return [group, key]
}

/**
 * The value as its declaration wants it, or undefined if it is unfit: see {@link tokenIssue}. Text becomes the number or
 * boolean that it writes.
 */
export function tokenValue({ type }: TokenDeclaration, given: unknown): Scalar | undefined {
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') return undefined
  if (typeof given === 'string' && given.length > maxTextLength) return undefined
  switch (type) {
    case 'text':
      return String(given)
    case 'number':
      return numberOf(given)
    case 'boolean':
      return typeof given === 'boolean' ? given : booleanOf(given)
    case 'date':
      return isDate(given) ? given : undefined
    default:
      return given
  }
}

function isDate(given: Scalar): given is string {
  if (typeof given !== 'string' || !/^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(given)) return false
  try {
    if (given.length === 10) Temporal.PlainDate.from(given)
    else Temporal.Instant.from(given)
    return true
  } catch {
    return false
  }
}

/** Why {@link tokenValue} refuses a value. */
export function tokenIssue(declaration: TokenDeclaration, given: unknown, path: string): ReviewIssue {
  if (typeof given === 'string' && given.length > maxTextLength) {
    return {
      code: 'token_too_long',
      path,
      message: `The value of ${declaration.name} has ${given.length} characters, more than ${maxTextLength}.`,
      fix: 'Shorten it.',
    }
  }
  const wanted = typeNames[declaration.type ?? 'any']
  return {
    code: 'token_type',
    path,
    message: `The value of ${declaration.name} is not ${wanted}.`,
    fix: `Give ${wanted}.`,
  }
}

/** What a review shows for a token. */
export function sampleOf(declaration: TokenDeclaration): Scalar {
  return declaration.sample ?? declaration.default ?? samples[declaration.type ?? 'text']
}

/**
 * What is wrong with a revision's declarations, apart from their shape.
 * @param tokens by their index in the revision; undefined where there is nothing to judge
 */
export function reviewTokens(tokens: readonly (TokenDeclaration | undefined)[]): ReviewIssue[] {
  return tokens.flatMap((declaration, index) => {
    if (declaration === undefined) return []
    const issues = (['default', 'sample'] as const).flatMap((key) => {
      const value = declaration[key]
      if (value === undefined || tokenValue(declaration, value) !== undefined) return []
      return [tokenIssue(declaration, value, pointerOf(['tokens', index, key]))]
    })
    const first = tokens.findIndex((other) => other?.name === declaration.name)
    if (first !== index) issues.push(duplicateToken(declaration.name, index, first))
    return issues
  })
}

function duplicateToken(name: string, index: number, first: number): ReviewIssue {
  return {
    code: 'duplicate_token',
    path: pointerOf(['tokens', index, 'name']),
    message: `"${name}" is declared already at /tokens/${first}.`,
    fix: 'Remove one of the two.',
  }
}
