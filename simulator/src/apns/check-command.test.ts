import { describe, expect, it } from 'vitest'
import { SimulatorError } from '../errors.ts'
import { requireCommand } from './check-command.ts'
import type { Command } from './commands.ts'

const deviceToken = 'a1'.repeat(32)

it.each<Command>([
  { kind: 'answer', reason: 'Unregistered', timestamp: 0, deviceToken, times: 3 },
  { kind: 'answer', reason: 'TooManyRequests', retryAfterSeconds: 30, times: 'always' },
  { kind: 'answer', reason: 'Novel', status: 418 },
  { kind: 'slow', delayMs: 1_000 },
  { kind: 'silent' },
  { kind: 'reset-stream' },
  { kind: 'reset-stream', code: 'REFUSED_STREAM' },
  { kind: 'goaway' },
  { kind: 'goaway', hard: true, times: 2 },
  { kind: 'disconnect', deviceToken },
  { kind: 'max-concurrent-streams', streams: 1 },
  { kind: 'refuse-connections', forMs: 60_000 },
  { kind: 'close-connections', hard: false },
  { kind: 'airplane-mode', deviceToken, on: true },
  { kind: 'reset' },
])('%j is a command', (command) => {
  expect(() => requireCommand(command)).not.toThrow()
})

describe('a command is refused, with the place and the remedy, that', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['is no object', 'silent', '', /object like/],
    ['is a list', [], '', /object like/],
    ['is null', null, '', /object like/],
    ['has no kind', {}, 'kind', /answer, slow, silent/],
    ['has an unknown kind', { kind: 'toString' }, 'kind', /answer, slow, silent/],
    ['lacks a field', { kind: 'slow' }, 'delayMs', /whole number from 0/],
    ['has a field too many', { kind: 'silent', delayMs: 1 }, 'delayMs', /deviceToken, times/],
    ['has a field where none is', { kind: 'reset', hard: true }, 'hard', /nothing but kind/],
    ['has a delay longer than a timer can be', { kind: 'slow', delayMs: 2 ** 31 }, 'delayMs', /2147483647/],
    ['is for no push', { kind: 'silent', times: 0 }, 'times', /"always" or a count/],
    ['is for half a push', { kind: 'silent', times: 1.5 }, 'times', /"always" or a count/],
    ['is for an empty token', { kind: 'silent', deviceToken: '' }, 'deviceToken', /a text/],
    ['answers with success', { kind: 'answer', reason: 'Fine', status: 200 }, 'status', /from 400 to 599/],
    ['has a reason of its own without a status', { kind: 'answer', reason: 'Novel' }, 'status', /BadCollapseId/],
    ['resets with an unknown code', { kind: 'reset-stream', code: 'NOPE' }, 'code', /REFUSED_STREAM/],
    ['is hard in a way', { kind: 'goaway', hard: 'very' }, 'hard', /true or false/],
  ])('%s', (_, command, path, fix) => {
    const { issues } = refusalOf(command)
    expect(issues).toEqual([expect.objectContaining({ path, fix: expect.stringMatching(fix) })])
  })

  it('has several faults: all are named at once', () => {
    const { code, issues, message } = refusalOf({ kind: 'answer', times: -1, staus: 410 })
    expect(code).toBe('apns_command_invalid')
    expect(issues.map((issue) => issue.path)).toEqual(['staus', 'times', 'reason'])
    for (const issue of issues) expect(message).toContain(issue.message)
  })
})

function refusalOf(command: unknown): SimulatorError {
  try {
    requireCommand(command)
  } catch (error) {
    if (error instanceof SimulatorError) return error
  }
  throw new Error('not refused')
}
