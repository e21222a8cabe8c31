import { type Issue, issueOf } from '../issue.ts'
import type { IssueCode } from '../issue-codes.ts'
import type { Vertical } from '../verticals.ts'
import type { Json } from './json.ts'

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

export function report(run: Run, code: IssueCode, path: string, message: string, fix: string): void {
  run.issues.push(issueOf(code, path, message, fix))
}
