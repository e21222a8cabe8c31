import { decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, it } from 'vitest'
import { handClock } from '../testing/clock.ts'
import { type Answer, scriptedServer } from '../testing/scripted-server.ts'
import { clientEmail, serviceAccount, serviceAccountFile, serviceAccountPublicKey } from '../testing/service-account.ts'
import { openAccessTokens } from './access-tokens.ts'

const minuteMs = 60_000
const token = (name: string, expiresIn = 3599): Answer => ({
  body: { access_token: name, expires_in: expiresIn, token_type: 'Bearer' },
})

async function open(script: Parameters<typeof scriptedServer>[0], timeoutMs?: number) {
  const clock = handClock()
  const server = await scriptedServer(script)
  const tokens = openAccessTokens({ serviceAccount, tokenUrl: `${server.url}/token`, clock, timeoutMs })
  return { clock, server, tokens }
}

it('asks with an assertion that jose verifies (RFC 7523 §2.1 and §3)', async () => {
  const { clock, server, tokens } = await open([token('a')])
  expect(await tokens.get()).toBe('a')
  const [request] = server.seen
  expect(request).toMatchObject({
    method: 'POST',
    path: '/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  const form = new URLSearchParams(request!.body)
  expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
  const assertion = form.get('assertion')!
  expect(decodeProtectedHeader(assertion)).toEqual({
    alg: 'RS256',
    typ: 'JWT',
    kid: serviceAccountFile.private_key_id,
  })
  const { payload } = await jwtVerify(assertion, serviceAccountPublicKey, {
    issuer: clientEmail,
    audience: 'https://oauth2.googleapis.com/token',
    currentDate: clock.now(),
    maxTokenAge: '1 h',
  })
  expect(payload.scope).toBe('https://www.googleapis.com/auth/wallet_object.issuer')
  expect(payload.exp! - payload.iat!).toBe(3600)
})

it('many that ask at the same time share one request', async () => {
  const { server, tokens } = await open([token('a')])
  expect(new Set(await Promise.all(Array.from({ length: 50 }, () => tokens.get())))).toEqual(new Set(['a']))
  expect(server.seen).toHaveLength(1)
})

it('keeps a token until five minutes before it expires', async () => {
  const { clock, tokens } = await open([token('a', 3600), token('b', 3600)])
  expect(await tokens.get()).toBe('a')
  clock.turn(55 * minuteMs - 1)
  expect(await tokens.get()).toBe('a')
  clock.turn(1)
  expect(await tokens.get()).toBe('b')
})

it('uses a short-lived token for most of its life', async () => {
  const { clock, tokens } = await open([token('a', 100), token('b', 100)])
  await tokens.get()
  clock.turn(79_999)
  expect(await tokens.get()).toBe('a')
  clock.turn(1)
  expect(await tokens.get()).toBe('b')
})

it('forgets a token that the API refused, but not a newer one', async () => {
  const { tokens } = await open([token('a'), token('b')])
  tokens.forget(await tokens.get())
  expect(await tokens.get()).toBe('b')
  tokens.forget('a')
  expect(await tokens.get()).toBe('b')
})

it('a refused key is CREDENTIALS_REFUSED with the remedy, and is not offered again within a minute', async () => {
  const refusal = { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } }
  const { clock, server, tokens } = await open([refusal, token('a')])
  const expected = {
    code: 'CREDENTIALS_REFUSED',
    status: 400,
    reason: 'invalid_grant',
    isRetryable: false,
    message: expect.stringContaining('Invalid JWT Signature. – The key was deleted or disabled'),
  }
  await expect(tokens.get()).rejects.toMatchObject(expected)
  clock.turn(minuteMs - 1)
  await expect(tokens.get()).rejects.toMatchObject(expected)
  expect(server.seen).toHaveLength(1)
  clock.turn(1)
  expect(await tokens.get()).toBe('a')
})

it.each<[string, Answer, object]>([
  ['a failing server', { status: 503, headers: { 'retry-after': '7' } }, { code: 'SERVER_ERROR', retryAfterMs: 7000 }],
  ['a throttling server', { status: 429 }, { code: 'QUOTA_EXCEEDED', isRetryable: true }],
  ['a page', { status: 200, body: '<html>' }, { code: 'UNEXPECTED_ANSWER', isRetryable: false }],
  ['an answer without a token', { status: 200, body: { expires_in: 3600 } }, { code: 'UNEXPECTED_ANSWER' }],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, { code: 'UNEXPECTED_ANSWER' }],
  ['a broken connection', { breaks: true }, { code: 'UNREACHABLE', isRetryable: true }],
])('%s is no refusal: the next one that asks tries again', async (_, answer, expected) => {
  const { tokens } = await open([answer, token('a')])
  await expect(tokens.get()).rejects.toMatchObject(expected)
  expect(await tokens.get()).toBe('a')
})

it('silence is no refusal: those that ask later try again', async () => {
  let requests = 0
  const { tokens } = await open(() => (requests++ === 0 ? { hangs: true } : token('a')), 300)
  await expect(tokens.get()).rejects.toMatchObject({ code: 'TIMED_OUT', isRetryable: true })
  // On a slow machine an answer may be too late as well.
  await expect.poll(() => tokens.get().catch(() => undefined)).toBe('a')
})

it('a signal ends the wait of its caller, not the request that others wait for', async () => {
  const { server, tokens } = await open([token('a')])
  const controller = new AbortController()
  const [impatient, patient] = [tokens.get(controller.signal), tokens.get()]
  controller.abort(new Error('Enough.'))
  await expect(impatient).rejects.toMatchObject({ code: 'ABORTED', cause: { message: 'Enough.' } })
  expect(await patient).toBe('a')
  expect(server.seen).toHaveLength(1)
  await expect(tokens.get(AbortSignal.abort())).resolves.toBe('a')
})

it('a failure that nobody waits for any more is no unhandled rejection, and an aborted call asks for nothing', async () => {
  const { server, tokens } = await open([{ status: 500 }, token('a')])
  const controller = new AbortController()
  const call = tokens.get(controller.signal)
  controller.abort()
  await expect(call).rejects.toMatchObject({ code: 'ABORTED' })
  await expect.poll(() => server.seen.length).toBe(1)
  await expect(tokens.get(AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' })
  await expect.poll(() => tokens.get().catch(() => undefined)).toBe('a')
  expect(server.seen).toHaveLength(2)
})
