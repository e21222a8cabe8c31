import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { GoogleWalletError } from '../errors.ts'
import { clientEmail, serviceAccountFile, serviceAccountText } from '../testing/service-account.ts'
import { parseServiceAccount } from './service-account.ts'

it('reads the file as it was downloaded', () => {
  expect(parseServiceAccount(serviceAccountText)).toMatchObject({
    clientEmail,
    projectId: 'example-project',
    privateKeyId: serviceAccountFile.private_key_id,
    privateKey: { type: 'private', asymmetricKeyType: 'rsa' },
  })
})

it('reads it with a byte order mark, and with line ends that were escaped once more', () => {
  const { private_key: pem, ...rest } = serviceAccountFile
  const escaped = { ...rest, private_key: pem.replaceAll('\n', '\\n') }
  expect(parseServiceAccount(`\uFEFF${JSON.stringify(escaped)}`)).toMatchObject({ clientEmail })
})

const pemOf = (key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }) =>
  String(key.export({ type: 'pkcs8', format: 'pem' }))
const withFile = (change: object) => JSON.stringify({ ...serviceAccountFile, ...change })

it.each([
  ['nothing', '', ['ACCOUNT_NOT_JSON ']],
  ['a private key alone', serviceAccountFile.private_key, ['ACCOUNT_NOT_JSON ']],
  ['a list', '[]', ['ACCOUNT_NOT_JSON ']],
  ['an OAuth client id for desktops', '{"installed":{"client_id":"a"}}', ['ACCOUNT_IS_OAUTH_CLIENT ']],
  ['an OAuth client id for the web', '{"web":{"client_id":"a"}}', ['ACCOUNT_IS_OAUTH_CLIENT ']],
  ['credentials of a person', withFile({ type: 'authorized_user' }), ['ACCOUNT_TYPE_WRONG type']],
  ['a file without a type', '{}', ['ACCOUNT_TYPE_WRONG type']],
  [
    'a file with nothing else',
    '{"type":"service_account"}',
    ['ACCOUNT_KEY_MISSING client_email', 'ACCOUNT_KEY_MISSING private_key'],
  ],
  ['an address that is none', withFile({ client_email: 'wallet' }), ['ACCOUNT_EMAIL_INVALID client_email']],
  ['a key that was cut', withFile({ private_key: 'abc' }), ['PRIVATE_KEY_UNREADABLE private_key']],
  [
    'a key on a curve, and an address that is none',
    withFile({
      client_email: 'a@b',
      private_key: pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    }),
    ['ACCOUNT_EMAIL_INVALID client_email', 'PRIVATE_KEY_UNSUITABLE private_key'],
  ],
  [
    'a short key',
    withFile({ private_key: pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey) }),
    ['PRIVATE_KEY_UNSUITABLE private_key'],
  ],
])('refuses %s, and names all that is wrong', (_, text, expected) => {
  let error: unknown
  try {
    parseServiceAccount(text)
  } catch (thrown) {
    error = thrown
  }
  expect(error).toBeInstanceOf(GoogleWalletError)
  const { code, issues, message } = error as GoogleWalletError
  expect(code).toBe('SERVICE_ACCOUNT_REFUSED')
  expect(issues.map((issue) => `${issue.code} ${issue.path}`)).toEqual(expected)
  // Messages are logged: nothing of a key may be in them.
  expect(message).not.toContain('BEGIN')
})
