import {
  duration,
  type Fields,
  flag,
  from,
  oneOf,
  required,
  requireFitting,
  text,
  times,
  type Unfit,
} from '../script/command-fields.ts'
import { type Act, type Command, type Rule, resetCodes } from './commands.ts'
import { isReason, statusOfReason } from './reasons.ts'

const rule: Fields = { deviceToken: text, times }

const rules: Readonly<Record<Rule['kind'], Fields>> = {
  answer: {
    ...rule,
    reason: required(text),
    status: from(400, 599),
    timestamp: from(0),
    retryAfterSeconds: from(0),
  },
  slow: { ...rule, delayMs: required(duration) },
  silent: rule,
  'reset-stream': { ...rule, code: oneOf(Object.keys(resetCodes)) },
  goaway: { ...rule, hard: flag },
  disconnect: rule,
}

const acts: Readonly<Record<Act['kind'], Fields>> = {
  'max-concurrent-streams': { streams: required(from(0, 2 ** 31 - 1)) },
  'refuse-connections': { forMs: required(duration) },
  'close-connections': { hard: flag },
  'airplane-mode': { deviceToken: required(text), on: required(flag) },
  reset: {},
}

export function isAct(command: Command): command is Act {
  return Object.hasOwn(acts, command.kind)
}

/** @throws SimulatorError `apns_command_invalid`, with an issue for everything about it that does not fit */
export function requireCommand(value: unknown): asserts value is Command {
  requireFitting(
    {
      code: 'apns_command_invalid',
      example: '{"kind":"silent"}',
      kinds: { ...rules, ...acts },
      further: faultsOfStatus,
    },
    value,
  )
}

function faultsOfStatus({ kind, reason, status }: Readonly<Record<string, unknown>>): readonly Unfit[] {
  if (kind !== 'answer' || typeof reason !== 'string' || isReason(reason) || status !== undefined) return []
  const message = `reason ${JSON.stringify(reason)} is none of Apple's, so that its status is not known.`
  return [{ path: 'status', message, fix: `Give a status too, or one of ${Object.keys(statusOfReason).join(', ')}.` }]
}
