import { type IssueCode, issueCodes } from './issue-codes.ts'

/** One problem of a resource, a save link or a credential. */
export interface Issue {
  /** Stable, for programs; the README lists them all. */
  readonly code: IssueCode
  /** Google refuses an `error`, or does something else than was meant; a `warning` is worth a look. */
  readonly severity: 'error' | 'warning'
  /** Where, like `textModulesData[2].header`; of a save link, `payload.loyaltyObjects[0].barcode`; '' is the whole. */
  readonly path: string
  /** What is wrong, with the values concerned. */
  readonly message: string
  /** What to do about it. */
  readonly fix: string
}

/** An issue of a known code, which also says how bad it is. */
export function issueOf(code: IssueCode, path: string, message: string, fix: string): Issue {
  return { code, severity: issueCodes[code][0], path, message, fix }
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error')
}

/** The path of a key of what is at `path`. */
export function under(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

/** A value for a message: short, whatever it is. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
