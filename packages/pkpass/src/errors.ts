import { type IssueCode, issueCodes } from './issue-codes.ts'

/** One problem of an input, a pass or a package. */
export interface Issue {
  /** Stable, for programs; the README lists them all. */
  readonly code: string
  /** A pass with an `error` does not work on a phone; a `warning` is worth a look. */
  readonly severity: 'error' | 'warning'
  /** Where: a place in pass.json (`storeCard.primaryFields[0].value`), a file's name, or the name of an option. */
  readonly path: string
  /** What is wrong, with the values concerned. */
  readonly message: string
  /** What to do about it. */
  readonly fix: string
  /** The first and the last iOS that the finding is about; absent if it is about all of them from, or up to, there. */
  readonly sinceIos?: number
  readonly untilIos?: number
  /** Why Apple's own words leave it open, so that only a phone can tell; absent if they do not. */
  readonly doubt?: string
}

/** Which phones an issue is about, and what about it is not certain. */
export type IssueScope = Pick<Issue, 'sinceIos' | 'untilIos' | 'doubt'>

/** The act that was refused; the reasons are the error's issues. */
export type PassErrorCode =
  | 'IDENTITY_REFUSED'
  | 'REQUEST_REFUSED'
  | 'TEMPLATE_REFUSED'
  | 'PASS_REFUSED'
  | 'PACKAGE_REFUSED'
  | 'ROOTS_REFUSED'
  | 'FOLDER_REFUSED'
  | 'IMAGES_REFUSED'
  | 'BUNDLE_REFUSED'
  | 'SIGNING_REFUSED'

/** Thrown with every problem that was found, never only the first. Its message lists them all. */
export class PassError extends Error {
  override readonly name = 'PassError'
  readonly code: PassErrorCode
  readonly issues: readonly Issue[]

  constructor(code: PassErrorCode, issues: readonly Issue[], options?: ErrorOptions) {
    super(`${code}\n${issues.map(describeIssue).join('\n')}`, options)
    this.code = code
    this.issues = issues
  }
}

function describeIssue({ severity, path, message, fix, code }: Issue): string {
  return `- ${severity === 'warning' ? 'warning: ' : ''}${path}: ${message} ${fix} [${code}]`
}

/** An issue of a known code, which also says how bad it is. */
export function issueOf(code: IssueCode, path: string, message: string, fix: string, scope?: IssueScope): Issue {
  return { code, severity: issueCodes[code][0], path, message, fix, ...scope }
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error')
}

/** Throws a {@link PassError} with all issues if one of them is an error. */
export function refuseErrors(code: PassErrorCode, issues: readonly Issue[]): void {
  if (hasErrors(issues)) throw new PassError(code, issues)
}
