import { describe, expect, it } from 'vitest'
import { SimulatorError } from '../../errors.ts'
import { requireCommand } from './check-command.ts'
import type { Command } from './commands.ts'

it.each<Command>([
  { kind: 'answer', status: 503, reason: 'backendError', message: 'x', retryAfterSeconds: 0, times: 3 },
  { kind: 'answer', status: 302, method: 'PATCH', path: '/walletobjects', carriedOut: true, times: 'always' },
  { kind: 'slow', delayMs: 0 },
  { kind: 'silent' },
  { kind: 'disconnect' },
  { kind: 'camel-case', times: 'always' },
  { kind: 'callback', delivery: 'lost', objectId: '1.x' },
  { kind: 'callback', delivery: 'twice', delayMs: 5, forgery: 'bad-signature', times: 2 },
  { kind: 'reject', comments: 'No', classId: '1.x' },
  { kind: 'away', forMs: 1 },
  { kind: 'requests-per-second', limit: null },
  { kind: 'issuer', issuerId: '1', invited: false, apiEnabled: true, demoMode: true, testUsers: ['a@b.c'] },
  { kind: 'revoke-key', keyId: 'ab' },
  { kind: 'expire-tokens' },
  { kind: 'rotate-root-keys' },
  { kind: 'reset' },
])('%j is a command', (command) => {
  expect(() => requireCommand(command)).not.toThrow()
})

describe('a command is refused, with the place and the remedy, that', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['is no object', 'silent', '', /object like/],
    ['has an unknown kind', { kind: 'goaway' }, 'kind', /answer, slow, silent/],
    ['answers with success', { kind: 'answer', status: 200 }, 'status', /from 300 to 599/],
    ['lacks a field', { kind: 'away' }, 'forMs', /whole number/],
    ['has a field too many', { kind: 'reset', times: 1 }, 'times', /nothing but kind/],
    ['is for a method that nobody uses', { kind: 'silent', method: 'DELETE' }, 'method', /GET, POST, PUT, PATCH/],
    ['forges in a way', { kind: 'callback', forgery: 'well' }, 'forgery', /bad-signature/],
    ['has one test user as a text', { kind: 'issuer', issuerId: '1', testUsers: 'a@b.c' }, 'testUsers', /list/],
    ['limits by half', { kind: 'requests-per-second', limit: 0.5 }, 'limit', /null or a whole number/],
  ])('%s', (_, command, path, fix) => {
    expect(refusalOf(command)).toMatchObject({
      code: 'google_command_invalid',
      issues: [{ path, fix: expect.stringMatching(fix) }],
    })
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
