import { createPublicKey, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { developmentAuthority, openssl } from '../testing/development-authority.ts'
import { issuesOf, onlyIssueOf, summarise } from '../testing/fixtures.ts'
import { type CertificateRequestInput, createCertificateRequest } from './certificate-request.ts'

const authority = developmentAuthority()
const publicKeyOf = (privateKey: string) => String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }))

function inspect(requestPem: string, ...options: readonly string[]): string {
  const file = join(authority.folder, 'request.pem')
  writeFileSync(file, requestPem)
  return openssl('req', '-in', file, '-noout', ...options).toString()
}

describe('a request', () => {
  it('is one that openssl verifies: version 1, the names given, RSA of 2048 bits, SHA-256', async () => {
    const { requestPem } = await createCertificateRequest({
      commonName: 'Kaffeehäuser & Söhne',
      emailAddress: 'passes@example.com',
    })
    inspect(requestPem, '-verify')
    const text = inspect(requestPem, '-text', '-nameopt', 'utf8,sep_comma_plus')
    expect(text).toContain('Version: 1 (0x0)')
    expect(text).toContain('Subject: CN=Kaffeehäuser & Söhne,emailAddress=passes@example.com')
    expect(text).toContain('(2048 bit)')
    expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption')
  })

  it('is for the key that comes with it', async () => {
    const { requestPem, privateKeyPem } = await createCertificateRequest({ commonName: 'Example Coffee' })
    expect(inspect(requestPem, '-pubkey')).toBe(publicKeyOf(privateKeyPem!))
    expect(inspect(requestPem, '-subject')).not.toContain('emailAddress')
  })

  it('has a new key each time', async () => {
    const [one, other] = await Promise.all(['a', 'a'].map((commonName) => createCertificateRequest({ commonName })))
    expect(one!.privateKeyPem).not.toBe(other!.privateKeyPem)
  })

  it.each(['rsa', 'ec'] as const)('may be for a key that somebody else holds, on %s', async (key) => {
    const { privateKey } = authority.leaf({ key })
    const signer = { sign: async (der: Uint8Array) => sign('sha256', der, privateKey) }
    const publicKey = publicKeyOf(privateKey)
    const made = await createCertificateRequest({ commonName: 'Example Coffee', key: { publicKey, signer } })
    inspect(made.requestPem, '-verify')
    expect(inspect(made.requestPem, '-pubkey')).toBe(publicKey)
    expect(made.privateKeyPem).toBeUndefined()
  })

  it('is refused if the signer has another key', async () => {
    const signer = { sign: async (der: Uint8Array) => sign('sha256', der, authority.root.privateKey) }
    const key = { publicKey: publicKeyOf(authority.leaf().privateKey), signer }
    const issue = await onlyIssueOf(() => createCertificateRequest({ commonName: 'Example Coffee', key }))
    expect(issue.code).toBe('SIGNER_MISMATCH')
  })
})

describe('a request is refused', () => {
  const signer = { sign: async () => new Uint8Array() }
  const short = openssl('genrsa', '1024').toString()
  const damaged = Buffer.from(publicKeyOf(short).replaceAll(/-.*-|\n/g, ''), 'base64').fill(0xff, 24, 40)
  const refusals: readonly (readonly [string, CertificateRequestInput, string[]])[] = [
    ['without a name', { commonName: ' ' }, ['VALUE_EMPTY commonName']],
    ['with a long name', { commonName: 'x'.repeat(65) }, ['TEXT_TOO_LONG commonName']],
    ['with an address that is none', { commonName: 'x', emailAddress: 'me' }, ['EMAIL_INVALID emailAddress']],
    [
      'with an address beyond ASCII',
      { commonName: 'x', emailAddress: 'für@example.com' },
      ['EMAIL_INVALID emailAddress'],
    ],
    ['for a private key', { commonName: 'x', key: { publicKey: short, signer } }, ['INPUT_UNEXPECTED key.publicKey']],
    [
      'for a key that is too short',
      { commonName: 'x', key: { publicKey: publicKeyOf(short), signer } },
      ['KEY_TYPE_UNSUPPORTED key.publicKey'],
    ],
    ['for a damaged key', { commonName: 'x', key: { publicKey: damaged, signer } }, ['INPUT_DAMAGED key.publicKey']],
    [
      'with all problems at once',
      { commonName: '', emailAddress: '@', key: { publicKey: 'x', signer } },
      ['VALUE_EMPTY commonName', 'EMAIL_INVALID emailAddress', 'INPUT_UNEXPECTED key.publicKey'],
    ],
  ]
  it.each(refusals)('%s', async (_, input, expected) => {
    expect(summarise(await issuesOf(() => createCertificateRequest(input)))).toEqual(expected)
  })
})
