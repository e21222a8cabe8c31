import { generateKeyPairSync } from 'node:crypto'
import { UnsecuredJWT } from 'jose'
import { afterAll, describe, expect, it } from 'vitest'
import { callApi, openTestGoogle, requestToken, sign } from '../../testing/google.ts'

const test = await openTestGoogle()
afterAll(() => test[Symbol.asyncDispose]())
const { google, clock, key, token } = test

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const now = () => Math.floor(clock.now().getTime() / 1_000)
const claims = () => ({
  iss: key.client_email,
  scope: 'https://www.googleapis.com/auth/wallet_object.issuer',
  aud: google.tokenUrl,
  iat: now(),
  exp: now() + 3_600,
})

describe('an assertion is exchanged for an access token', () => {
  it('that is a bearer token for an hour', async () => {
    await using test = await openTestGoogle()
    const { google, clock, token } = test
    const answer = await token()
    expect(answer).toMatchObject({
      status: 200,
      body: { access_token: expect.stringMatching(/^ya29\./), expires_in: 3_599, token_type: 'Bearer' },
    })
    const used = () => callApi(google, answer.body.access_token, 'GET', `issuer/${test.issuerId}`)
    expect((await used()).status).toBe(200)
    clock.advance(3_600_000)
    expect(await used()).toMatchObject({
      status: 401,
      body: {
        error: {
          code: 401,
          status: 'UNAUTHENTICATED',
          errors: [{ domain: 'global', reason: 'authError', locationType: 'header', location: 'Authorization' }],
        },
      },
    })
  })

  it.each([
    ['for Google’s own address', { aud: 'https://oauth2.googleapis.com/token' }],
    ['with several scopes', { scope: 'openid https://www.googleapis.com/auth/wallet_object.issuer' }],
    ['from a clock a little ahead', { iat: now() + 60, exp: now() + 3_660 }],
    ['for a short while', { exp: now() + 10 }],
  ])('%s', async (_, own) => {
    expect((await token(own)).status).toBe(200)
  })
})

describe('an assertion is refused', () => {
  it.each([
    ['for somebody unknown', { iss: 'nobody@example.iam.gserviceaccount.com' }, /account not found/],
    ['without an issuer', { iss: undefined }, /account not found/],
    ['for another audience', { aud: 'https://example.com/token' }, /Failed audience check/],
    ['that lives longer than an hour', { exp: now() + 99_999 }, /short-lived token/],
    ['that has expired', { iat: now() - 7_200, exp: now() - 3_600 }, /short-lived token/],
    ['that begins in the future', { iat: now() + 99_999, exp: now() + 99_999 + 3_600 }, /short-lived token/],
    ['without times', { iat: undefined, exp: undefined }, /short-lived token/],
    ['with times in milliseconds', { iat: clock.now().getTime(), exp: clock.now().getTime() + 3_600 }, /short-lived/],
  ])('%s', async (_, own, description) => {
    expect(await token(own)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: expect.stringMatching(description) },
    })
  })

  it('without the scope of the Wallet API', async () => {
    expect((await token({ scope: 'https://www.googleapis.com/auth/cloud-platform' })).body).toEqual({
      error: 'invalid_scope',
      error_description: 'Invalid OAuth scope or ID token audience provided.',
    })
  })

  const invalid = { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' }
  const ask = (assertion: string) => requestToken(google.tokenUrl, { grant_type: jwtBearer, assertion })

  it('that another key has signed', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const foreign = { ...key, private_key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) }
    expect((await token({}, foreign)).body).toEqual(invalid)
  })

  it('whose key id is unknown', async () => {
    expect((await ask(await sign(key, claims(), { kid: 'another' }))).body).toEqual(invalid)
  })

  it('that has been changed', async () => {
    const [header, , signature] = (await sign(key, claims())).split('.')
    const changed = Buffer.from(JSON.stringify({ ...claims(), exp: now() + 10 })).toString('base64url')
    expect((await ask(`${header}.${changed}.${signature}`)).body).toEqual(invalid)
  })

  it('that nobody has signed', async () => {
    expect((await ask(new UnsecuredJWT(claims()).encode())).body).toEqual(invalid)
  })

  it('that is no JWT', async () => {
    expect((await ask('hello')).body).toEqual({ error: 'invalid_grant', error_description: 'Bad Request' })
  })
})

describe('a request that is not one for a token', () => {
  it('for another grant', async () => {
    const answer = await requestToken(google.tokenUrl, { grant_type: 'client_credentials' })
    expect(answer).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } })
  })

  it('without an assertion', async () => {
    const answer = await requestToken(google.tokenUrl, { grant_type: jwtBearer })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })

  it('as JSON', async () => {
    const body = JSON.stringify({ grant_type: jwtBearer, assertion: await sign(key, claims()) })
    const answer = await fetch(google.tokenUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'unsupported_grant_type' })
  })

  it('by GET', async () => {
    expect((await fetch(google.tokenUrl)).status).toBe(404)
  })
})
