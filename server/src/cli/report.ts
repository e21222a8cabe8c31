import { type Issue, PassError } from '@billfold/pkpass'
import { SimulatorError } from '@billfold/simulator'
import { type FieldError, Problem } from '../errors.ts'
import { asProblem } from '../platform/request-errors.ts'
import { StartupError } from '../platform/startup-error.ts'
import { CommandError } from './errors.ts'
import type { Exit } from './exit-codes.ts'
import { placeLine, plain, printable, type Style } from './output.ts'
import { trustHint } from './trust.ts'

/** An error as it is told: to people on standard error, to scripts as the `error` of a `--json` document. */
export interface Report {
  readonly exit: Exit
  readonly code: string
  readonly message: string
  readonly errors: readonly FieldError[]
  readonly hint: string | undefined
}

/** What each kind of error that a command may end with means to the person who typed the command. */
export function reportOf(error: unknown): Report {
  if (error instanceof CommandError) return error
  if (error instanceof StartupError) return { exit: 'unreachable', errors: [], ...told(error) }
  if (error instanceof Problem) return { exit: 'refused', ...told(error), errors: error.errors ?? [] }
  if (error instanceof SimulatorError) {
    const { code, message, fix, issues } = error
    const [headline = message] = issues.length > 0 ? message.split('\n') : [message]
    const hint = issues.length > 0 ? trustHint(issues) : fix
    return { exit: 'refused', code, message: headline, errors: fieldErrorsOf(issues), hint }
  }
  if (error instanceof PassError) {
    const message = passErrorMessages[error.code]
    const code = error.code.toLowerCase()
    return { exit: 'refused', code, message, errors: fieldErrorsOf(error.issues), hint: undefined }
  }
  return databaseReport(error) ?? unexpected(error)
}

/** The lines for standard error: the message, each place that is wrong, the hint. */
export function reportLines(report: Report, style: Style): string {
  const message = `${style.red('Error:')} ${printable(report.message)}`
  const places = report.errors.map((place) => placeLine(place, style))
  const hint = report.hint === undefined ? [] : [style.dim(`Hint: ${plain(report.hint)}`)]
  return `${[message, ...places, ...hint].join('\n')}\n`
}

/** The report as the one JSON document of a command that failed. */
export function reportDocument({ code, message, errors, hint }: Report): object {
  return { error: { code, message, ...(errors.length > 0 && { errors }), ...(hint !== undefined && { hint }) } }
}

/** Why something was refused: warnings are not among the reasons. */
function fieldErrorsOf(issues: readonly Issue[]): FieldError[] {
  const reasons = issues.filter(({ severity }) => severity === 'error')
  return reasons.map(({ path, code, message, fix }) => ({ path, code, message, fix }))
}

const passErrorMessages: Readonly<Record<PassError['code'], string>> = {
  IDENTITY_REFUSED: 'The certificate cannot be used:',
  REQUEST_REFUSED: 'The certificate request cannot be made:',
  TEMPLATE_REFUSED: 'The pass cannot be built:',
  PASS_REFUSED: 'The pass cannot be built:',
  PACKAGE_REFUSED: 'The file is no pass that can be read:',
  FOLDER_REFUSED: 'The folder cannot be used:',
  IMAGES_REFUSED: 'The images cannot be used:',
  BUNDLE_REFUSED: 'The passes cannot be bundled:',
  SIGNING_REFUSED: 'The pass cannot be signed:',
  ROOTS_REFUSED: 'The root certificates cannot be used:',
}

const told = ({ code, message, hint }: StartupError | Problem) => ({ code, message, hint })

/** SQLSTATE classes of a database that refuses the connection: who asks, and for which database. */
const connectionRefused = /^(28|3D)\w{3}$/

/** System calls that fail when a host's name is not known, or no way leads to it. */
const connecting = /^(getaddrinfo|connect)$/

/** When the database does not answer or does not let us in, however deep in the causes that stands. */
function databaseReport(error: unknown): Report | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code = '', syscall = '' } = cause as NodeJS.ErrnoException
    const isAway = asProblem(cause).code === 'database_unavailable' || connecting.test(syscall)
    if (!isAway && !connectionRefused.test(code)) continue
    return {
      exit: 'unreachable',
      code: 'database_unavailable',
      message: `The database cannot be used: ${textOf(cause)}.`,
      errors: [],
      hint: 'See that the PostgreSQL of BILLFOLD_DATABASE_URL or --database-url runs and takes this user.',
    }
  }
  return undefined
}

function unexpected(error: unknown): Report {
  return {
    exit: 'refused',
    code: 'unexpected',
    message: `Something unexpected failed: ${textOf(error)}`,
    errors: [],
    hint: 'Run it again with BILLFOLD_LOG_LEVEL=debug to see where.',
  }
}

/** An AggregateError, as of a connection tried at several addresses, has its words in its parts. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.message !== '') return error.message
  return error instanceof AggregateError ? error.errors.map(textOf).join('; ') : error.name
}
