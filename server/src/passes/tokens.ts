import type { TokenDeclaration } from './content/revision.ts'
import type { PassState } from './content/state.ts'
import { tokenValue } from './content/tokens.ts'

/** A token's value; `null` in a change removes it. */
export type TokenValue = string | number | boolean
/** Tokens by their full name, as `contact.firstName`. */
export type Tokens = Readonly<Record<string, TokenValue>>
export type TokenChanges = Readonly<Record<string, TokenValue | null>>

/** The shape that requests and links use: names without their prefix, in two groups. */
export interface TokenGroups {
  readonly contact?: Readonly<Record<string, TokenValue | null>> | undefined
  readonly voucher?: Readonly<Record<string, TokenValue | null>> | undefined
}

const groups = ['contact', 'voucher'] as const

export function flatten(tokens: TokenGroups): TokenChanges {
  const flat: Record<string, TokenValue | null> = {}
  for (const group of groups) {
    for (const [name, value] of Object.entries(tokens[group] ?? {})) flat[`${group}.${name}`] = value
  }
  return flat
}

export function nest(tokens: Tokens): PassState['tokens'] {
  const nested = { contact: {} as Record<string, TokenValue>, voucher: {} as Record<string, TokenValue> }
  for (const [name, value] of Object.entries(tokens)) {
    const dot = name.indexOf('.')
    const group = name.slice(0, dot)
    if (group === 'contact' || group === 'voucher') nested[group][name.slice(dot + 1)] = value
  }
  return nested
}

/** Those of the changes that change anything. */
export function effective(tokens: Tokens, changes: TokenChanges): TokenChanges {
  const differs = ([name, value]: [string, TokenValue | null]) => (tokens[name] ?? null) !== value
  return Object.fromEntries(Object.entries(changes).filter(differs))
}

export function merge(tokens: Tokens, changes: TokenChanges): Tokens {
  const merged: Record<string, TokenValue | null> = { ...tokens, ...changes }
  return Object.fromEntries(Object.entries(merged).filter((entry): entry is [string, TokenValue] => entry[1] !== null))
}

/** Splits tokens by their declaration; what is not declared counts as personal, because nobody said that it is not. */
export function splitPersonal<T>(
  tokens: Readonly<Record<string, T>>,
  declarations: readonly TokenDeclaration[],
): { plain: Record<string, T>; personal: Record<string, T> } {
  const open = new Set(declarations.filter((token) => !token.personal).map((token) => token.name as string))
  const plain: Record<string, T> = {}
  const personal: Record<string, T> = {}
  for (const [name, value] of Object.entries(tokens)) (open.has(name) ? plain : personal)[name] = value
  return { plain, personal }
}

/**
 * Token values as their declarations want them: `"12"` of a number becomes 12. What does not fit stays as it is, for
 * the content to refuse with its place.
 */
export function typed(changes: TokenChanges, declarations: readonly TokenDeclaration[]): TokenChanges {
  const declared = new Map(declarations.map((token) => [token.name as string, token]))
  const asDeclared = ([name, value]: [string, TokenValue | null]): [string, TokenValue | null] => {
    const declaration = declared.get(name)
    return [name, value === null || !declaration ? value : (tokenValue(declaration, value) ?? value)]
  }
  return Object.fromEntries(Object.entries(changes).map(asDeclared))
}
