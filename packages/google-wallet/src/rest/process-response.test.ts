import { expect, it } from 'vitest'
import type { ErrorCode } from '../error-codes.ts'
import { processResponse } from './process-response.ts'
import { addMessageRequest, getRequest, patchRequest, type WalletRequest } from './requests.ts'

const now = new Date('2026-12-01T12:00:00Z')
const get = getRequest('offer', 'object', '1.a')
const getClass = getRequest('offer', 'class', '1.a')
const notify = addMessageRequest('offer', 'object', '1.a', { id: 'm', messageType: 'TEXT_AND_NOTIFY' })
const notifyingPatch = patchRequest('loyalty', 'object', '1.a', { notifyPreference: 'NOTIFY_ON_UPDATE' })

function judge(status: number, body: unknown, request: WalletRequest = get, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return processResponse({ status, headers: new Headers(headers), body: text }, request, now)
}

const error = (message: string, reason?: string, rest: object = {}) => ({
  error: {
    message,
    errors: reason === undefined ? undefined : [{ message, domain: 'walletobjects', reason }],
    ...rest,
  },
})

const rows: readonly (readonly [ErrorCode, number, object, WalletRequest?])[] = [
  ['INVALID_RESOURCE', 400, error('Invalid resource ID: abc', 'invalidResource')],
  ['UNAUTHENTICATED', 401, error('Invalid Credentials', 'authError')],
  ['PERMISSION_DENIED', 403, error('Permission denied.', 'permissionDenied')],
  ['PERMISSION_DENIED', 403, error('Google Wallet API has not been used in project 1 before or it is disabled.')],
  ['PERMISSION_DENIED', 403, error('Permission denied.', 'permissionDenied'), notify],
  ['QUOTA_EXCEEDED', 403, error('Quota exceeded.', 'quotaExceeded')],
  ['QUOTA_EXCEEDED', 403, error('Rate Limit Exceeded', 'rateLimitExceeded'), notify],
  ['QUOTA_EXCEEDED', 403, error('Slow down.', undefined, { status: 'RESOURCE_EXHAUSTED' })],
  ['NOTIFICATION_QUOTA_EXCEEDED', 403, error('QuotaExceededException'), notify],
  ['NOTIFICATION_QUOTA_EXCEEDED', 403, error('Quota exceeded.', 'quotaExceeded'), notifyingPatch],
  ['CLASS_NOT_FOUND', 404, error('Class 1.b not found', 'classNotFound')],
  ['CLASS_NOT_FOUND', 404, error('IssuerClassNotFoundException')],
  ['NOT_FOUND', 404, error('Class 1.a not found', 'classNotFound'), getClass],
  ['NOT_FOUND', 404, error('Object 1.a not found', 'resourceNotFound')],
  ['ALREADY_EXISTS', 409, error('Resource exists.', 'existingResource')],
  ['QUOTA_EXCEEDED', 429, {}],
  ['SERVER_ERROR', 500, {}],
  ['SERVER_ERROR', 599, {}],
  ['UNEXPECTED_ANSWER', 418, {}],
]

it.each(rows.map(([code, status, body, request = get]) => ({ code, status, body, request })))(
  '$code is told by status, reason and wording: $status $body',
  ({ code, status, body, request }) => {
    expect(judge(status, body, request)).toMatchObject({ isOk: false, failure: { code, status } })
  },
)

it.each([
  ['Invalid resource ID: abc', 'id'],
  ["Invalid value at 'hero_image.source_uri'", 'hero_image.source_uri'],
  [`Invalid JSON payload received. Unknown name "colour": Cannot find field.`, 'colour'],
  [`Unknown name "x" at 'hero_image': Cannot find field.`, 'hero_image'],
  ['Image cannot be loaded', undefined],
])('%s: the field is %s', (message, field) => {
  expect(judge(400, error(message))).toMatchObject({ failure: { field, message } })
})

it('the field is that of google.rpc.BadRequest, if there is one', () => {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.Help' }, { fieldViolations: [{ field: 'logo.uri' }] }]
  expect(judge(400, error('Bad Request', undefined, { details }))).toMatchObject({ failure: { field: 'logo.uri' } })
})

it.each([
  ['120', 120_000],
  ['0', 0],
  ['Tue, 01 Dec 2026 12:00:30 GMT', 30_000],
  ['Tue, 01 Dec 2026 11:00:00 GMT', 0],
  ['soon', undefined],
])('Retry-After: %s', (value, ms) => {
  expect(judge(503, {}, get, { 'retry-after': value })).toMatchObject({ failure: { retryAfterMs: ms } })
})

it.each(['<html>', 'null', '7', '"text"'])('a good status with %j is UNEXPECTED_ANSWER', (body) => {
  expect(judge(200, body)).toMatchObject({ isOk: false, failure: { code: 'UNEXPECTED_ANSWER', status: 200 } })
})

it.each([null, [], 'x', { error: null }, { error: 'no' }, { error: { errors: 'x', details: 7, message: 3 } }])(
  'an error body like %j is read without harm',
  (body) => {
    expect(judge(400, JSON.stringify(body))).toMatchObject({
      isOk: false,
      failure: { code: 'INVALID_RESOURCE', message: 'HTTP 400', reason: undefined },
    })
  },
)
