import { usageError } from '../errors.ts'
import type { ServerOptions } from './client.ts'

/** Tokens as requests take them: `{ contact: { firstName: 'Ada' } }`. A null removes the token. */
export interface TokenGroups {
  readonly contact?: Readonly<Record<string, string | null>>
  readonly voucher?: Readonly<Record<string, string | null>>
}

export interface TokenOptions extends ServerOptions {
  readonly token?: readonly string[]
}

export const tokenOption = [
  '--token <name=value>',
  'a token, as contact.firstName=Ada or voucher.code=A7; may be given several times',
] as const

/**
 * Reads the values of `--token`. They stay text: a campaign turns them into what it has declared them to be.
 *
 * @param options.removable whether a name without a value stands for taking the token away
 * @throws CommandError `usage` naming every one that cannot be read
 */
export function tokensOf(texts: readonly string[] = [], options: { removable?: boolean } = {}): TokenGroups {
  const groups: Record<string, Record<string, string | null>> = {}
  const unread: string[] = []
  for (const text of texts) {
    const [, group = '', name, value] = /^(contact|voucher)\.([^.=]+)(?:=(.*))?$/s.exec(text) ?? []
    if (name === undefined || (value === undefined && !options.removable)) unread.push(text)
    else groups[group] = { ...groups[group], [name]: value ?? null }
  }
  if (unread.length === 0) return groups
  const form = options.removable ? 'contact.name=value, or contact.name to remove it' : 'contact.name=value'
  throw usageError(`These are no tokens: ${unread.join(', ')}.`, `Write ${form}; the groups are contact and voucher.`)
}
