import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GoogleWalletError } from '../errors.ts'
import { parseServiceAccount } from './service-account.ts'

/** What the text is refused for. */
function refusal(text: string) {
  try {
    parseServiceAccount(text)
  } catch (error) {
    if (error instanceof GoogleWalletError)
      return error.issues.map(({ code, path, message }) => ({ code, path, message }))
    throw error
  }
  throw new Error('It was taken.')
}
const json = (value: object) => JSON.stringify(value)

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privatePem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
const publicPem = String(publicKey.export({ type: 'spki', format: 'pem' }))
const account = { type: 'service_account', client_email: 'a@b.iam.gserviceaccount.com', private_key: privatePem }

let folder: string
let certificatePem: string
let pkcs12: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'google-wallet-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key', '-out', 'certificate', '-subj', '/CN=a')
  openssl('pkcs12', '-export', '-inkey', 'key', '-in', 'certificate', '-out', 'p12', '-passout', 'pass:notasecret')
  certificatePem = openssl('x509', '-in', 'certificate').toString()
  pkcs12 = execFileSync('base64', ['p12'], { cwd: folder }).toString()
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('what is no key file is named for what it is', () => {
  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    [`AIza${'Sy_-x'.repeat(7)}`, 'an API key, which signs nothing'],
    [`GOCSPX-${'0a_-'.repeat(7)}`, 'the secret of an OAuth client id'],
    ['ya29.c.b0AXv0zTN-_x', 'an access token, which is good for an hour'],
    ['eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln', 'a JWT'],
    ['billfold@acme.iam.gserviceaccount.com', 'the e-mail address of an account'],
    ['./secrets/acme-wallet-0123.json', 'the name of a file, not what it holds'],
    ['<!DOCTYPE html><html lang="en">', 'a web page'],
    [json(account).slice(0, -20), 'JSON that breaks off, or was damaged when it was edited'],
    ['[]', 'no JSON object'],
    ['"text"', 'no JSON object'],
    ['3388000000022123456', 'no JSON object'],
    [privatePem, 'a private key alone'],
    [publicPem, 'a public key'],
  ])('%j', (text, what) => {
    expect(refusal(text)).toEqual([{ code: 'ACCOUNT_NOT_JSON', path: '', message: `It is ${what}.` }])
  })

  it('a certificate and a PKCS#12 file, as OpenSSL makes them', () => {
    expect(refusal(certificatePem)).toMatchObject([{ message: 'It is a certificate alone.' }])
    for (const text of [pkcs12, pkcs12.replace(/\s/g, '')]) {
      expect(refusal(text)).toMatchObject([{ message: 'It is a PKCS#12 file (.p12), the older form of such a key.' }])
    }
  })

  it('other DER in base64 is not taken for PKCS#12', () => {
    const der = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
    expect(refusal(der)).toMatchObject([{ message: 'It is no JSON object.' }])
  })
})

describe('a JSON file of another kind is named for what it is', () => {
  it.each([
    [{ installed: { client_id: '1-a.apps.googleusercontent.com' } }, 'ACCOUNT_IS_OAUTH_CLIENT', /OAuth client id/],
    [{ web: { client_id: '1-a.apps.googleusercontent.com' } }, 'ACCOUNT_IS_OAUTH_CLIENT', /OAuth client id/],
    [{ type: 'authorized_user', refresh_token: '1//x' }, 'ACCOUNT_TYPE_WRONG', /credentials of a person/],
    [{ type: 'external_account', audience: '//iam' }, 'ACCOUNT_TYPE_WRONG', /workload identity federation/],
    [{ type: 'impersonated_service_account' }, 'ACCOUNT_TYPE_WRONG', /impersonate/],
    [{ project_info: {}, client: [] }, 'ACCOUNT_TYPE_WRONG', /google-services\.json/],
    [{ kty: 'RSA', n: 'x' }, 'ACCOUNT_TYPE_WRONG', /JSON Web Key/],
    [{ type: 'constructor' }, 'ACCOUNT_TYPE_WRONG', /"constructor", not "service_account"/],
    [{ ...account, type: undefined }, 'ACCOUNT_TYPE_WRONG', /undefined, not "service_account"/],
  ])('%j', (file, code, message) => {
    expect(refusal(json(file))).toMatchObject([{ code, message: expect.stringMatching(message) }])
  })
})

describe('what stands in the place of the private key is named for what it is', () => {
  it('whatever else it is', () => {
    const encrypted = String(
      privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' }),
    )
    const encryptedInTheOldWay = privatePem.replace('KEY-----\n', 'KEY-----\nProc-Type: 4,ENCRYPTED\n')
    for (const [pem, what] of [
      [certificatePem, 'a certificate'],
      [publicPem, 'the public key'],
      [encrypted, 'encrypted, which Google’s files are not'],
      [encryptedInTheOldWay, 'encrypted, which Google’s files are not'],
      [privatePem.slice(0, 400), 'a private key that breaks off'],
    ] as const) {
      expect(refusal(json({ ...account, private_key: pem }))).toEqual([
        { code: 'PRIVATE_KEY_UNREADABLE', path: 'private_key', message: `It is ${what}.` },
      ])
    }
  })

  it.each(['x', '…', privatePem.replace(/[A-Z]{2}/g, 'AB')])('or that it is none: %.30j', (pem) => {
    expect(refusal(json({ ...account, private_key: pem }))).toMatchObject([
      { code: 'PRIVATE_KEY_UNREADABLE', message: 'It cannot be read as a private key in PEM.' },
    ])
  })
})
