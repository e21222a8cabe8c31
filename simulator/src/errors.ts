import type { Issue } from '@billfold/pkpass'
import { printable } from './terminal-text.ts'

/** Every reason for which the development authority, a virtual phone or a virtual service gives up, with what it means. */
export const simulatorErrorCodes = {
  apns_command_invalid: 'The virtual APNs was given a command that it does not know, or one with unfit values.',
  apns_port_unavailable: 'The virtual APNs cannot listen on the port that it was given.',
  authority_damaged: 'The folder of the development authority lacks a file, or its files do not fit together.',
  authority_not_valid: 'The development authority is not valid at the time it is used.',
  certificate_request_invalid: 'A certificate was asked for with values that no such certificate can bear.',
  file_unreadable: 'The .pkpass file cannot be read.',
  form_incomplete: 'Something that the form of a pass asks for is missing, or is not what it should be.',
  form_missing: 'The pass has no form to fill in, or no longer.',
  google_command_invalid: 'The virtual Google was given a command that it does not know, or one with unfit values.',
  google_port_unavailable: 'The virtual Google cannot listen on the port that it was given.',
  google_state_damaged: 'The file in which the virtual Google keeps what it knows cannot be understood.',
  google_unreachable: 'The virtual Android phone cannot reach the virtual Google.',
  link_failed: 'The link could not be opened, or it led to something other than a pass.',
  pass_refused: 'Wallet refuses this pass.',
  pass_unknown: 'The phone holds no such pass.',
  pass_ambiguous: 'The phone holds passes of several pass types with this serial number.',
  phone_busy: 'Another process is using this phone.',
  phone_damaged: 'The folder of the phone cannot be understood.',
  save_refused: 'Google Wallet does not save this pass, or not for this account.',
} as const

export type SimulatorErrorCode = keyof typeof simulatorErrorCodes

/**
 * The one error of this package. `message` says what happened and where, `fix` what to do about it. `issues` lists
 * every finding about a pass (empty when the fault is not a pass's).
 */
export class SimulatorError extends Error {
  override readonly name = 'SimulatorError'
  readonly code: SimulatorErrorCode
  readonly fix: string
  readonly issues: readonly Issue[]

  constructor(
    code: SimulatorErrorCode,
    message: string,
    options: { readonly fix: string; readonly issues?: readonly Issue[]; readonly cause?: unknown },
  ) {
    // Passes and servers have a say in messages, which end up in terminals.
    super(printable(message), { cause: options.cause })
    this.code = code
    this.fix = options.fix
    this.issues = options.issues ?? []
  }
}

/** Whether `error` is a system error with this code (`ENOENT`, `EEXIST`, …). */
export function isSystemError(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
