import { type Issue, issueOf } from '../issue.ts'
import type { IssueCode } from '../issue-codes.ts'
import { suggest } from '../suggest.ts'
import type { Vertical } from '../verticals.ts'
import { isObject, type Json } from './json.ts'

/** One check of one resource: what it is of, and what was found so far. */
export interface Run {
  readonly vertical: Vertical
  readonly side: 'class' | 'object'
  /** The value changes a resource (RFC 7396): what is missing stays, null removes. */
  readonly isPatch: boolean
  /** So it is at this place: lists are replaced whole, so what is in them is complete. */
  readonly isMerged: boolean
  /** The whole resource. */
  readonly root: Json
  readonly issues: Issue[]
}

/** What one schema demands of a value beyond the types of its fields. */
export type Rule = (value: Json, path: string, run: Run) => void

/** The beginning of a check of a value as a whole. */
export function runOf(vertical: Vertical, side: Run['side'], value: unknown, isPatch = false): Run {
  return { vertical, side, isPatch, isMerged: isPatch, root: isObject(value) ? value : {}, issues: [] }
}

export function report(run: Run, code: IssueCode, path: string, message: string, fix: string): void {
  run.issues.push(issueOf(code, path, message, fix))
}

/** What is wrong at so many places is no slip of a pen, and guesses take longer than everything else. */
const mostGuesses = 100

/** The name that was probably meant, if any resembles it. */
export function guess(run: Run, name: string, known: Iterable<string>): string | undefined {
  return run.issues.length < mostGuesses ? suggest(name, known) : undefined
}
