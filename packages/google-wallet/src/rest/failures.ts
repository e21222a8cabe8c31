/** Which code an answer of the API gets. Google's reasons are not all documented, so status and wording count too. */
import type { ErrorCode } from '../error-codes.ts'
import type { WalletRequest } from './requests.ts'

export interface ApiProblem {
  readonly status: number
  /** `errors[].reason`, or the word in `status`. */
  readonly reason: string
  readonly message: string
}

interface Row {
  readonly status: number
  /** In reason or message; without one the status is enough. */
  readonly wording?: RegExp
  /** Only for such requests. */
  readonly when?: (request: WalletRequest) => boolean
  readonly code: ErrorCode
}

const rateWording = /rate[ _]?limit|too many requests|per (?:second|minute)/i
const quotaWording = /quota|limit[ _]?exceeded|exhausted/i

/** The first row that fits counts. */
const rows: readonly Row[] = [
  { status: 400, code: 'INVALID_RESOURCE' },
  { status: 401, code: 'UNAUTHENTICATED' },
  { status: 403, wording: rateWording, code: 'QUOTA_EXCEEDED' },
  {
    status: 403,
    wording: quotaWording,
    when: ({ notifies }) => notifies === true,
    code: 'NOTIFICATION_QUOTA_EXCEEDED',
  },
  { status: 403, wording: quotaWording, code: 'QUOTA_EXCEEDED' },
  { status: 403, code: 'PERMISSION_DENIED' },
  {
    status: 404,
    wording: /class ?not ?found|class (?:\S+ )?(?:was |is )?not found/i,
    when: ({ path }) => path.includes('Object'),
    code: 'CLASS_NOT_FOUND',
  },
  { status: 404, code: 'NOT_FOUND' },
  { status: 409, code: 'ALREADY_EXISTS' },
  { status: 429, code: 'QUOTA_EXCEEDED' },
]

export function codeOf({ status, reason, message }: ApiProblem, request: WalletRequest): ErrorCode {
  const row = rows.find(({ status: expected, wording, when }) => {
    return expected === status && (wording?.test(`${reason} ${message}`) ?? true) && (when?.(request) ?? true)
  })
  return row?.code ?? (status >= 500 ? 'SERVER_ERROR' : 'UNEXPECTED_ANSWER')
}

/** How Google's texts name the field that they mean. */
const fieldWordings: readonly RegExp[] = [
  /Invalid value at '([^']+)'/,
  /Unknown name "[^"]*" at '([^']+)'/,
  /Unknown name "([^"]+)"/,
  /(?:[Ff]ield|[Pp]arameter)s? [`'"]([\w.[\]]+)[`'"]/,
]

/** The field in Google's text; an `Invalid resource ID` means `id`. */
export function fieldIn(message: string): string | undefined {
  if (/invalid resource id/i.test(message)) return 'id'
  return fieldWordings.map((wording) => wording.exec(message)?.[1]).find((field) => field !== undefined)
}
