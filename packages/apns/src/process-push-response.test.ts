import { describe, expect, it } from 'vitest'
import { processPushResponse } from './process-push-response.ts'
import { type ApnsReason, apnsReasons } from './reasons.ts'

const clock = { now: () => new Date('2026-03-01T12:00:00Z') }
const judge = (status: number, body = '', retryAfter?: string, senderProven = false) =>
  processPushResponse({ status, apnsId: 'EC1BF194', retryAfter, body }, clock, senderProven)
const because = (reason: string) => JSON.stringify({ reason })

it('200 is delivered, with the id that APNs gave', () => {
  expect(judge(200)).toEqual({ kind: 'delivered', apnsId: 'EC1BF194' })
})

it.each(Object.entries<ApnsReason>(apnsReasons))('%s becomes the outcome of its row', (reason, row) => {
  const outcome = judge(row.status, because(reason))
  expect(outcome).toMatchObject({ kind: row.outcome, reason })
  if (outcome.kind === 'later') expect(outcome.afterMs).toBe(row.afterMs)
  if (outcome.kind === 'misconfigured') expect(outcome.explanation).toBe(row.explanation)
})

describe('410', () => {
  it('tells since when the token is dead, from milliseconds', () => {
    const outcome = judge(410, '{"reason":"Unregistered","timestamp":1767225600123}')
    expect(outcome).toEqual({ kind: 'gone', reason: 'Unregistered', since: new Date('2026-01-01T00:00:00.123Z') })
  })

  it.each(['', ',"timestamp":"yesterday"', ',"timestamp":1e300'])('is gone since an unknown time with %j', (rest) => {
    expect(judge(410, `{"reason":"ExpiredToken"${rest}}`)).toEqual({
      kind: 'gone',
      reason: 'ExpiredToken',
      since: undefined,
    })
  })
})

describe('Retry-After (RFC 9110 §10.2.3)', () => {
  it('in seconds wins over the wait of the row', () => {
    expect(judge(429, because('TooManyRequests'), '90')).toMatchObject({ kind: 'later', afterMs: 90_000 })
  })

  it('as a date counts from now', () => {
    const outcome = judge(503, because('ServiceUnavailable'), 'Sun, 01 Mar 2026 12:02:00 GMT')
    expect(outcome).toMatchObject({ kind: 'later', afterMs: 120_000 })
  })

  it('in the past means now', () => {
    expect(judge(503, '', 'Sun, 01 Mar 2026 11:00:00 GMT')).toMatchObject({ afterMs: 0 })
  })

  it('that makes no sense is as none', () => {
    expect(judge(503, because('Shutdown'), 'soon')).toMatchObject({ kind: 'later', afterMs: undefined })
  })
})

describe('what Apple does not document', () => {
  it.each([
    [400, 'refused'],
    [403, 'misconfigured'],
    [410, 'gone'],
    [429, 'later'],
    [500, 'later'],
    [502, 'later'],
    [302, 'refused'],
  ])('an unknown reason with status %i is %s', (status, kind) => {
    expect(judge(status, because('InventedLater'))).toMatchObject({ kind, reason: 'InventedLater' })
  })

  it.each(['', '<html>', 'null', '[]', '{"reason":7}', '{"reason":""}'])('the body %j has no reason', (body) => {
    expect(judge(502, body)).toMatchObject({ kind: 'later', reason: 'HTTP 502' })
  })

  it('a reason is never looked up among what every object has', () => {
    expect(judge(400, because('constructor'))).toEqual({ kind: 'refused', reason: 'constructor' })
  })
})

it('a bad token says whether the sender has proven itself', () => {
  expect(judge(400, because('BadDeviceToken'))).toMatchObject({ senderProven: false })
  expect(judge(400, because('BadDeviceToken'), undefined, true)).toMatchObject({ senderProven: true })
})
