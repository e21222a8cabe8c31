import { expect, it } from 'vitest'
import { openTestGoogle } from '../../testing/google.ts'

it('a service account that nobody has invited to the issuer is refused', async () => {
  await using test = await openTestGoogle({}, { invited: false })
  const refused = {
    status: 403,
    body: {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        errors: [
          { domain: 'walletobjects', reason: 'permissionDenied', message: expect.stringContaining(test.issuerId) },
        ],
      },
    },
  }
  expect(await test.api('GET', `issuer/${test.issuerId}`)).toMatchObject(refused)
  expect(await test.api('POST', 'genericClass', { id: test.id('card') })).toMatchObject(refused)
  expect(await test.api('GET', `genericObject/${test.id('ada')}`)).toMatchObject(refused)

  test.google.script({ kind: 'issuer', issuerId: test.issuerId, invited: true })
  expect((await test.api('GET', `issuer/${test.issuerId}`)).body).toEqual({
    issuerId: test.issuerId,
    name: 'Example issuer',
  })
  test.google.script({ kind: 'issuer', issuerId: test.issuerId, invited: false })
  expect((await test.api('GET', `issuer/${test.issuerId}`)).status).toBe(403)
})

it('a project without the Google Wallet API is told where to enable it', async () => {
  await using test = await openTestGoogle({}, { apiEnabled: false })
  expect(await test.api('GET', `issuer/${test.issuerId}`)).toMatchObject({
    status: 403,
    body: {
      error: {
        message: expect.stringMatching(/has not been used in project \d+ before or it is disabled/),
        errors: [{ domain: 'usageLimits', reason: 'accessNotConfigured' }],
      },
    },
  })
  test.google.script({ kind: 'issuer', issuerId: test.issuerId, apiEnabled: true })
  expect((await test.api('GET', `issuer/${test.issuerId}`)).status).toBe(200)
})

it('one issuer does not reach what belongs to another, nor learns whether it is there', async () => {
  await using test = await openTestGoogle()
  const other = await test.google.createIssuer({ issuerId: '3388000000000000001' })
  expect(other.issuerId).toBe('3388000000000000001')
  for (const issuerId of [other.issuerId, '3388000000000000009']) {
    expect((await test.api('POST', 'genericClass', { id: `${issuerId}.card` })).status).toBe(403)
    expect((await test.api('GET', `genericClass/${issuerId}.card`)).status).toBe(403)
    expect((await test.api('GET', `genericClass?issuerId=${issuerId}`)).status).toBe(403)
  }
})

it('the key file is as Google gives it', async () => {
  await using test = await openTestGoogle()
  expect(test.key).toEqual({
    type: 'service_account',
    project_id: expect.stringMatching(/^[a-z][a-z0-9-]+$/),
    private_key_id: expect.stringMatching(/^[0-9a-f]{40}$/),
    private_key: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n/),
    client_email: expect.stringMatching(/@.+\.iam\.gserviceaccount\.com$/),
    client_id: expect.stringMatching(/^\d{21}$/),
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: test.google.tokenUrl,
    auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
    client_x509_cert_url: expect.stringContaining('https://www.googleapis.com/robot/v1/metadata/x509/'),
    universe_domain: 'googleapis.com',
  })
  expect(test.issuerId).toMatch(/^3388\d{15}$/)
})

it('an issuer id is a number that is free', async () => {
  await using test = await openTestGoogle()
  for (const issuerId of [test.issuerId, 'example']) {
    await expect(test.google.createIssuer({ issuerId })).rejects.toMatchObject({
      code: 'google_command_invalid',
      message: expect.stringContaining(issuerId),
    })
  }
})

it('keys are added and revoked', async () => {
  await using test = await openTestGoogle()
  const made = await test.api('POST', 'issuer', { name: 'Tea' })
  const second = await test.google.createKey(test.issuerId)
  expect(second).toMatchObject({ client_email: test.key.client_email, project_id: test.key.project_id })
  expect(second.private_key_id).not.toBe(test.key.private_key_id)
  expect([await test.token(), await test.token({}, second)].map(({ status }) => status)).toEqual([200, 200])
  test.google.script({ kind: 'revoke-key', keyId: test.key.private_key_id })
  expect((await test.token()).body.error_description).toBe('Invalid JWT Signature.')
  expect((await test.token({}, second)).status).toBe(200)
  for (const issuerId of ['3388000000000000001', made.body.issuerId]) {
    await expect(test.google.createKey(issuerId)).rejects.toMatchObject({
      code: 'google_command_invalid',
      message: expect.stringContaining(issuerId),
    })
  }
})
