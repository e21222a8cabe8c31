import {
  duration,
  type Field,
  type Fields,
  flag,
  from,
  oneOf,
  required,
  requireFitting,
  text,
  times,
} from '../../script/command-fields.ts'
import { forgeries } from '../callbacks/message.ts'
import type { Act, Command, Rule } from './commands.ts'

const request: Fields = { method: oneOf(['GET', 'POST', 'PUT', 'PATCH']), path: text, times, carriedOut: flag }

const rules: Readonly<Record<Rule['kind'], Fields>> = {
  answer: { ...request, status: required(from(300, 599)), reason: text, message: text, retryAfterSeconds: from(0) },
  slow: { ...request, delayMs: required(duration) },
  silent: request,
  disconnect: request,
  'camel-case': request,
  callback: { delivery: oneOf(['lost', 'twice']), delayMs: duration, forgery: oneOf(forgeries), objectId: text, times },
  reject: { comments: required(text), classId: text, times },
}

const accounts: Field = {
  fits: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  expected: 'a list of e-mail addresses',
}
const limit: Field = {
  fits: (value) => value === null || from(0).fits(value),
  expected: 'null or a whole number from 0 on',
}

const acts: Readonly<Record<Act['kind'], Fields>> = {
  away: { forMs: required(duration) },
  'requests-per-second': { limit: required(limit) },
  issuer: { issuerId: required(text), invited: flag, apiEnabled: flag, demoMode: flag, testUsers: accounts },
  'revoke-key': { keyId: required(text) },
  'expire-tokens': {},
  'rotate-root-keys': {},
  reset: {},
}

export function isAct(command: Command): command is Act {
  return Object.hasOwn(acts, command.kind)
}

/** @throws SimulatorError `google_command_invalid`, with an issue for everything about it that does not fit */
export function requireCommand(value: unknown): asserts value is Command {
  requireFitting({ code: 'google_command_invalid', example: '{"kind":"silent"}', kinds: { ...rules, ...acts } }, value)
}
