import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseServiceAccount } from '@billfold/google-wallet'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { checkIssuer } from './check-issuer.ts'
import { serviceAccountFile } from './testing.ts'

// What the virtual Google does not say, Google has been seen to: those answers are told word for word here.

interface Answer {
  readonly status: number
  readonly body: object | string
}
type Answers = Readonly<Record<string, Answer>>

const issuerId = '3388000000022123456'
const asked = `GET /walletobjects/v1/issuer/${issuerId}`
const askedFor = `GET /walletobjects/v1/permissions/${issuerId}`
const email = serviceAccountFile().client_email
const token: Answers = { 'POST /token': { status: 200, body: { access_token: 'ya29.c.x', expires_in: 3599 } } }
const refusal = (status: number, reason: string, message: string): Answer => ({
  status,
  body: { error: { code: status, message, errors: [{ message, domain: 'walletobjects', reason }] } },
})
const noToken = (error: string, description: string): Answers => ({
  'POST /token': { status: 400, body: { error, error_description: description } },
})

/** A Google that answers so, and 404 to all else. */
async function openGoogle(answers: Answers): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { status, body } = answers[`${request.method} ${request.url}`] ?? refusal(404, 'notFound', 'Not Found')
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function checkAt(url: string) {
  const places = { googleApiUrl: url, googleTokenUrl: `${url}/token` }
  const serviceAccount = parseServiceAccount(JSON.stringify(serviceAccountFile()))
  return checkIssuer({ ...places, clock: systemClock }, { serviceAccount, issuerId })
}

async function check(answers: Answers) {
  const google = await openGoogle(answers)
  onTestFinished(google.close)
  return checkAt(google.url)
}

describe('an answer of Google', () => {
  it('with the issuer says that all is good, and what the issuer is called', async () => {
    const body = { issuerId, name: 'Museum of Tests' }
    expect(await check({ ...token, [asked]: { status: 200, body } })).toEqual({
      kind: 'good',
      issuerName: 'Museum of Tests',
    })
    expect(await check({ ...token, [asked]: { status: 200, body: { issuerId } } })).toMatchObject({ issuerName: null })
  })

  it.each([
    ['READER', { kind: 'refused', finding: 'google_read_only', said: 'Google says: its role is READER.' }],
    ['reader', { kind: 'refused', finding: 'google_read_only' }],
    ['WRITER', { kind: 'good' }],
    ['OWNER', { kind: 'good' }],
  ])('that calls the account %s says whether it could make a pass', async (role, found) => {
    const permissions = [
      { emailAddress: 'somebody@example.com', role: 'READER' },
      { emailAddress: email.toUpperCase(), role },
    ]
    const answers = { [asked]: { status: 200, body: { issuerId } }, [askedFor]: { status: 200, body: { permissions } } }
    expect(await check({ ...token, ...answers })).toMatchObject(found)
  })

  it.each([
    ['refuses', refusal(403, 'permissionDenied', 'Permission denied.')],
    ['is out of order', { status: 503, body: 'upstream connect error' }],
    ['knows of nobody', { status: 200, body: {} }],
  ])('with the issuer is enough where Google %s to say who may do what', async (_, answer) => {
    expect(await check({ ...token, [asked]: { status: 200, body: { issuerId } }, [askedFor]: answer })).toMatchObject({
      kind: 'good',
    })
  })

  it.each([
    ['google_key_refused', noToken('invalid_grant', 'Invalid JWT Signature.')],
    ['google_key_refused', noToken('invalid_grant', 'Invalid grant: account not found')],
    ['google_key_refused', noToken('invalid_client', 'The OAuth client was not found.')],
    ['google_key_refused', { ...token, [asked]: refusal(401, 'authError', 'Invalid Credentials') }],
    [
      'google_clock_wrong',
      noToken(
        'invalid_grant',
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
      ),
    ],
    [
      'google_api_disabled',
      {
        ...token,
        [asked]: refusal(
          403,
          'accessNotConfigured',
          'Google Wallet API has not been used in project 123456789012 before or it is disabled.',
        ),
      },
    ],
    ['google_not_invited', { ...token, [asked]: refusal(403, 'permissionDenied', 'Permission denied.') }],
    ['google_issuer_wrong', { ...token, [asked]: refusal(404, 'resourceNotFound', 'Issuer not found.') }],
    ['google_issuer_wrong', { ...token, [asked]: refusal(400, 'invalidResource', `Invalid resource ID: ${issuerId}`) }],
  ] as const)('is %s: %j', async (finding, answers) => {
    const found = await check(answers)
    expect(found).toMatchObject({ kind: 'refused', finding })
    const [{ body }] = Object.values(answers).slice(-1) as [Answer]
    const { error, error_description } = body as { error: { message: string } | string; error_description?: string }
    expect(found).toMatchObject({
      said: expect.stringContaining(error_description ?? (error as { message: string }).message),
    })
  })

  it.each([
    refusal(403, 'permissionDenied', 'Permission denied.'),
    refusal(404, 'resourceNotFound', 'Issuer not found.'),
  ])(
    'to an account that may act for other issuers means the wrong one, and names the right ones: %j',
    async (answer) => {
      const resources = [
        { issuerId: '3388000000022654321', name: 'Museum of Tests' },
        { issuerId: '3388000000022000001' },
      ]
      const list = { 'GET /walletobjects/v1/issuer': { status: 200, body: { resources } } }
      expect(await check({ ...token, ...list, [asked]: answer })).toEqual({
        kind: 'refused',
        finding: 'google_issuer_wrong',
        said: 'The account may act for 3388000000022654321 (Museum of Tests), 3388000000022000001.',
      })
    },
  )

  it.each([
    ['is out of order', { ...token, [asked]: { status: 503, body: 'upstream connect error' } }],
    ['is too busy', { ...token, [asked]: refusal(429, 'rateLimitExceeded', 'Rate Limit Exceeded') }],
    ['gives out no tokens just now', { 'POST /token': { status: 500, body: '<html>' } }],
    ['is not who answers', { 'POST /token': { status: 200, body: '<html>Please sign in to the guest network' } }],
  ] as const)('of one that %s says nothing about the credentials', async (_, answers) => {
    expect(await check(answers)).toEqual({ kind: 'unanswered', why: expect.any(String) })
  })

  it('that does not come says nothing about the credentials', async () => {
    const google = await openGoogle({})
    await google.close()
    expect(await checkAt(google.url)).toEqual({ kind: 'unanswered', why: expect.stringContaining('ECONNREFUSED') })
  })
})
