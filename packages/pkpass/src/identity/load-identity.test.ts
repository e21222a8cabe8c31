import { sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileTemplate } from '../template.ts'
import { createAuthority, developmentAuthority, openssl } from '../testing/development-authority.ts'
import { coffeeCard, iconFiles, issuesOf, onlyIssueOf, summarise } from '../testing/fixtures.ts'
import { expiryOf } from './expiry.ts'
import { type IdentityInput, loadIdentity } from './load-identity.ts'

const authority = developmentAuthority()
const leaf = authority.leaf()
const { certificate, privateKey } = leaf
const intermediates = [authority.intermediate.certificate]
const dayMs = 86_400_000
// Past the making of every certificate below.
const now = new Date(Date.now() + 3_600_000)

const inFile = (name: string) => join(authority.folder, name)

function convert(...args: readonly string[]): Buffer {
  openssl(...args, '-out', inFile('converted'))
  return readFileSync(inFile('converted'))
}

const certificateDer = convert('x509', '-in', leaf.certificateFile, '-outform', 'DER')
const keyDer = convert('pkcs8', '-topk8', '-nocrypt', '-in', leaf.keyFile, '-outform', 'DER')
const keyPkcs1 = convert('rsa', '-traditional', '-in', leaf.keyFile).toString()
const ecKeySec1 = convert('ec', '-in', authority.leaf({ key: 'ec' }).keyFile).toString()
const keyEncrypted = convert('pkcs8', '-topk8', '-passout', 'pass:secret', '-in', leaf.keyFile).toString()
const keyEncryptedDer = convert('pkcs8', '-topk8', '-passout', 'pass:secret', '-in', leaf.keyFile, '-outform', 'DER')
const keyEncryptedOld = convert(
  'rsa',
  '-traditional',
  '-aes128',
  '-passout',
  'pass:secret',
  '-in',
  leaf.keyFile,
).toString()

describe('an identity', () => {
  it('takes its identifiers from the certificate', () => {
    const identity = loadIdentity({ certificate, privateKey, intermediates }, now)
    expect(identity).toMatchObject({
      passTypeIdentifier: 'pass.example.coffee',
      teamIdentifier: 'ABCDE12345',
      organizationName: 'Example Coffee',
    })
    expect(identity.notAfter).toEqual(identity.certificate.validToDate)
    expect(identity.intermediate.subject).toContain('Development Relations')
  })

  const certificateForms: readonly (readonly [string, string | Uint8Array])[] = [
    ['PEM', certificate],
    ['PEM as bytes', Buffer.from(certificate)],
    ['PEM with Windows line ends', certificate.replaceAll('\n', '\r\n')],
    ['PEM with \\n written out', certificate.replaceAll('\n', '\\n')],
    ['PEM whose line ends became blanks', certificate.replaceAll('\n', ' ')],
    ['PEM with text around it', `Bag Attributes\n    friendlyName: Pass\n${certificate}\ntrailing`],
    ['DER', certificateDer],
    ['DER with a line end behind it', Buffer.concat([certificateDer, Buffer.from('\r\n')])],
    ['DER in base64', certificateDer.toString('base64')],
    ['DER in base64url', certificateDer.toString('base64url')],
    ['DER in base64, in quotes', `"${certificateDer.toString('base64')}"`],
    ['PEM in base64', Buffer.from(certificate).toString('base64')],
    ['PEM in UTF-16', Buffer.from(`\ufeff${certificate}`, 'utf16le')],
    ['PEM in UTF-16 in base64', Buffer.from(`\ufeff${certificate}`, 'utf16le').toString('base64')],
    ['PEM with text around it in Latin-1', Buffer.from(`Name: Käse\n${certificate}`, 'latin1')],
    ['PEM with its intermediate first', `${authority.intermediate.certificate}\n${certificate}`],
  ]
  it.each(certificateForms)('takes a certificate as %s', (_, form) => {
    const identity = loadIdentity({ certificate: form, privateKey, intermediates }, now)
    expect(identity.passTypeIdentifier).toBe('pass.example.coffee')
  })

  const keyForms: readonly (readonly [string, IdentityInput])[] = [
    ['PKCS#8 in PEM', { privateKey }],
    ['PKCS#8 in DER', { privateKey: keyDer }],
    ['PKCS#8 in base64', { privateKey: keyDer.toString('base64') }],
    ['PKCS#1 in PEM', { privateKey: keyPkcs1 }],
    ['SEC1 in PEM', { certificate: authority.leaf({ key: 'ec' }).certificate, privateKey: ecKeySec1 }],
    ['encrypted PKCS#8 in PEM', { privateKey: keyEncrypted, passphrase: 'secret' }],
    ['encrypted PKCS#8 in DER', { privateKey: keyEncryptedDer, passphrase: 'secret' }],
    ['encrypted PKCS#1 in PEM', { privateKey: keyEncryptedOld, passphrase: 'secret' }],
    [
      'encrypted PKCS#1 with \\n written out',
      { privateKey: keyEncryptedOld.replaceAll('\n', '\\n'), passphrase: 'secret' },
    ],
    ['part of the PEM text of the certificate', { certificate: `${certificate}\n${privateKey}` }],
  ]
  it.each(keyForms)('takes a key as %s', async (_, input) => {
    const identity = loadIdentity({ certificate, intermediates, ...input }, now)
    expect(await identity.signer.sign(Buffer.from('attributes'))).toBeInstanceOf(Uint8Array)
  })

  it('takes from several certificates the one that the key belongs to', () => {
    const other = authority.leaf({ subject: '/UID=pass.example.tea/CN=Tea/OU=ABCDE12345' })
    const bundle = `${other.certificate}\n${certificate}`
    expect(loadIdentity({ certificate: bundle, privateKey, intermediates }, now).passTypeIdentifier).toBe(
      'pass.example.coffee',
    )
  })

  it('takes intermediates in any form', () => {
    const der = convert('x509', '-in', authority.intermediate.certificateFile, '-outform', 'DER')
    expect(loadIdentity({ certificate, privateKey, intermediates: [der] }, now).teamIdentifier).toBe('ABCDE12345')
  })

  it('chooses the intermediate that issued the certificate among several of its name', () => {
    const namesake = createAuthority().intermediate.certificate
    const { intermediate } = loadIdentity({ certificate, privateKey, intermediates: [namesake, ...intermediates] }, now)
    expect(intermediate.toString()).toBe(authority.intermediate.certificate)
  })

  it('takes of an intermediate and its renewal the one that is valid', () => {
    const old = createAuthority(5)
    const { certificateFile, keyFile } = old.root
    const request = [
      '-req',
      '-in',
      join(old.folder, 'intermediate.csr'),
      '-extfile',
      join(old.folder, 'intermediate.ext'),
    ]
    const signing = ['-CA', certificateFile, '-CAkey', keyFile, '-CAcreateserial', '-days', '900']
    const renewed = convert('x509', ...request, ...signing).toString()
    const given = { ...old.leaf(), intermediates: [old.intermediate.certificate, renewed] }
    const at = new Date(now.getTime() + 10 * dayMs)
    expect(loadIdentity(given, at).intermediate.toString()).toBe(renewed)
  })

  it('does not show its key', () => {
    const identity = loadIdentity({ certificate, privateKey, intermediates }, now)
    expect(JSON.stringify(identity)).not.toContain('PRIVATE')
  })
})

describe('an input of the wrong kind is named for what it is', () => {
  const cases: readonly (readonly [string, IdentityInput, string, string])[] = [
    [
      'a certificate as key',
      { certificate, privateKey: certificate },
      'privateKey',
      'This is a certificate, expected a private key.',
    ],
    [
      'a key as certificate',
      { certificate: privateKey, privateKey },
      'certificate',
      'This is a private key, expected a certificate.',
    ],
    [
      'an encrypted key as certificate',
      { certificate: keyEncrypted, privateKey },
      'certificate',
      'This is an encrypted private key, expected a certificate.',
    ],
    [
      'an encrypted key as certificate and key',
      { certificate: keyEncrypted },
      'certificate',
      'This is an encrypted private key, expected a certificate.',
    ],
    [
      'a file name',
      { certificate: './certs/pass.pem', privateKey },
      'certificate',
      'This is a file name, expected a certificate.',
    ],
    [
      'a file name in Windows, with what looks like a line end',
      { certificate, privateKey: 'C:\\keys\\new\\pass.key' },
      'privateKey',
      'This is a file name, expected a private key.',
    ],
    [
      'what TypeScript would not let pass',
      { certificate: JSON.parse('5'), privateKey },
      'certificate',
      'This is an unknown value, expected a certificate.',
    ],
    [
      'a request',
      { certificate: readFileSync(inFile('leaf-0.csr')), privateKey },
      'certificate',
      'This is a certificate request, expected a certificate.',
    ],
    [
      'a public key',
      { certificate, privateKey: convert('rsa', '-in', leaf.keyFile, '-pubout') },
      'privateKey',
      'This is a public key, expected a private key.',
    ],
    [
      'a bundle',
      { certificate: convert('crl2pkcs7', '-nocrl', '-certfile', leaf.certificateFile), privateKey },
      'certificate',
      'This is a PKCS#7 bundle, expected a certificate.',
    ],
    [
      'an OpenSSH key',
      { certificate, privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----' },
      'privateKey',
      'This is an OpenSSH key, expected a private key.',
    ],
    [
      'PEM without its end',
      { certificate: certificate.slice(0, 300), privateKey },
      'certificate',
      'This is a damaged PEM text, expected a certificate.',
    ],
    [
      'PEM that begins again and again, for which nobody waits',
      { certificate: '-----BEGIN A-----'.repeat(20_000), privateKey },
      'certificate',
      'This is a damaged PEM text, expected a certificate.',
    ],
    [
      'PEM without its beginning',
      { certificate: certificate.slice(40), privateKey },
      'certificate',
      'This is a damaged PEM text, expected a certificate.',
    ],
    [
      'PEM that lacks a line',
      { certificate: certificate.split('\n').toSpliced(7, 1).join('\n'), privateKey },
      'certificate',
      'This is a damaged PEM text, expected a certificate.',
    ],
    [
      'DER that is cut off',
      { certificate: certificateDer.subarray(0, 600), privateKey },
      'certificate',
      'This is a damaged DER value, expected a certificate.',
    ],
    [
      'a certificate with a byte changed in its structure',
      { certificate: Buffer.from(certificateDer.toString('hex').replace('170d', '180d'), 'hex'), privateKey },
      'certificate',
      'This is a damaged DER value, expected a certificate.',
    ],
    [
      'what a browser saved instead',
      { certificate: Buffer.from('<!DOCTYPE html><html lang="en"><title>Sign in</title></html>'), privateKey },
      'certificate',
      'This is a web page, expected a certificate.',
    ],
    [
      'random bytes, though a slash and a dot are among them',
      { certificate: Buffer.from('ff01/9f.pem', 'latin1').fill(0, 3, 4), privateKey },
      'certificate',
      'This is an unknown value, expected a certificate.',
    ],
    [
      'a request as key',
      { certificate, privateKey: readFileSync(inFile('leaf-0.csr')) },
      'privateKey',
      'This is a certificate request, expected a private key.',
    ],
    ['nothing', { certificate: ' \n', privateKey }, 'certificate', 'This is an empty value, expected a certificate.'],
    [
      'no bytes',
      { certificate: new Uint8Array(), privateKey },
      'certificate',
      'This is an empty value, expected a certificate.',
    ],
    [
      'anything',
      { certificate: 'hello world', privateKey },
      'certificate',
      'This is an unknown value, expected a certificate.',
    ],
    [
      'some DER',
      { certificate: Buffer.from('3003020105', 'hex'), privateKey },
      'certificate',
      'This is a private key, expected a certificate.',
    ],
    [
      'a key as intermediate',
      { certificate, privateKey, intermediates: [...intermediates, privateKey] },
      'intermediates[1]',
      'This is a private key, expected a certificate.',
    ],
  ]
  it.each(cases)('%s', async (_, input, path, message) => {
    const issue = await onlyIssueOf(() => loadIdentity({ intermediates, ...input }, now))
    expect(issue).toMatchObject({ code: 'INPUT_UNEXPECTED', path, message })
  })

  it('a PKCS#12 file as certificate, with the advice to give it as such', async () => {
    const pkcs12 = convert(
      'pkcs12',
      '-export',
      '-inkey',
      leaf.keyFile,
      '-in',
      leaf.certificateFile,
      '-passout',
      'pass:x',
    )
    const issue = await onlyIssueOf(() => loadIdentity({ certificate: pkcs12, privateKey, intermediates }, now))
    expect(issue).toMatchObject({ code: 'INPUT_UNEXPECTED', fix: 'Give it as pkcs12, with its passphrase.' })
  })
})

describe('an identity is refused', () => {
  const noSigner = { sign: async () => new Uint8Array() }
  const refusals: readonly (readonly [string, IdentityInput, string])[] = [
    ['without a certificate', { privateKey, intermediates }, 'CERTIFICATE_MISSING certificate'],
    ['without a key', { certificate, intermediates }, 'PRIVATE_KEY_MISSING privateKey'],
    ['with a certificate beside a PKCS#12 file', { certificate, pkcs12: keyDer }, 'INPUT_AMBIGUOUS pkcs12'],
    ['with a key beside a PKCS#12 file', { privateKey, pkcs12: keyDer }, 'INPUT_AMBIGUOUS pkcs12'],
    ['with a signer beside a PKCS#12 file', { signer: noSigner, pkcs12: keyDer }, 'INPUT_AMBIGUOUS pkcs12'],
    ['with a signer beside a key', { certificate, privateKey, signer: noSigner }, 'INPUT_AMBIGUOUS signer'],
    [
      'with an encrypted key without passphrase',
      { certificate, privateKey: keyEncrypted, intermediates },
      'PASSPHRASE_REQUIRED privateKey',
    ],
    [
      'with an encrypted old key without passphrase',
      { certificate, privateKey: keyEncryptedOld, intermediates },
      'PASSPHRASE_REQUIRED privateKey',
    ],
    [
      'with a wrong passphrase',
      { certificate, privateKey: keyEncrypted, passphrase: 'x', intermediates },
      'PASSPHRASE_WRONG privateKey',
    ],
    [
      'with a wrong passphrase of an old key',
      { certificate, privateKey: keyEncryptedOld, passphrase: 'x', intermediates },
      'PASSPHRASE_WRONG privateKey',
    ],
    ['with a damaged key', { certificate, privateKey: damaged(keyDer), intermediates }, 'INPUT_DAMAGED privateKey'],
    [
      'with the key of another certificate',
      { certificate, privateKey: authority.root.privateKey, intermediates },
      'KEY_CERTIFICATE_MISMATCH privateKey',
    ],
    ['of an unknown issuer', { certificate, privateKey }, 'INTERMEDIATE_NOT_FOUND intermediates'],
    [
      'with an intermediate that only has the right name',
      { certificate, privateKey, intermediates: [createAuthority().intermediate.certificate] },
      'INTERMEDIATE_MISMATCH intermediates',
    ],
    [
      'for another pass type than expected',
      { certificate, privateKey, intermediates, expect: { passTypeIdentifier: 'pass.example.tea' } },
      'PASS_TYPE_MISMATCH expect.passTypeIdentifier',
    ],
    [
      'for another team than expected',
      { certificate, privateKey, intermediates, expect: { teamIdentifier: 'ZZZZZ99999' } },
      'TEAM_MISMATCH expect.teamIdentifier',
    ],
    [
      'with a certificate for something else',
      { ...authority.leaf({ subject: '/UID=com.example.app/CN=App/OU=ABCDE12345' }), intermediates },
      'CERTIFICATE_NOT_FOR_PASSES certificate',
    ],
    [
      'with a certificate without user id',
      { ...authority.leaf({ subject: '/CN=Somebody' }), intermediates },
      'CERTIFICATE_NOT_FOR_PASSES certificate',
    ],
    [
      'with an app’s certificate, whoever issued it',
      authority.leaf({ subject: '/UID=com.example.app/CN=App/OU=ABCDE12345' }),
      'CERTIFICATE_NOT_FOR_PASSES certificate',
    ],
    ['with the certificate of an authority', authority.intermediate, 'CERTIFICATE_NOT_FOR_PASSES certificate'],
  ]
  it.each(refusals)('%s', async (_, input, expected) => {
    expect(summarise(await issuesOf(() => loadIdentity(input, now)))).toEqual([expected])
  })

  it('of an unknown issuer, naming the authorities that are known and nothing else', async () => {
    const { message } = await onlyIssueOf(() => loadIdentity({ certificate, privateKey }, now))
    expect(message).toBe(
      'The certificate was issued by "Development Relations" (OU=G4); known are "Apple Worldwide Developer Relations Certification Authority" (OU=G4).',
    )
  })

  it('with both values named when they do not fit', async () => {
    const expected = { passTypeIdentifier: 'pass.example.tea', teamIdentifier: 'ZZZZZ99999' }
    const issues = await issuesOf(() => loadIdentity({ certificate, privateKey, intermediates, expect: expected }, now))
    const text = issues.map(({ message }) => message).join(' ')
    for (const value of ['pass.example.tea', 'pass.example.coffee', 'ZZZZZ99999', 'ABCDE12345'])
      expect(text).toContain(value)
  })

  it('with both keys named when they do not fit', async () => {
    const input = { certificate, privateKey: authority.root.privateKey, intermediates }
    const { message } = await onlyIssueOf(() => loadIdentity(input, now))
    expect(new Set(message.match(/rsa [\da-f]{12}/g))).toHaveLength(2)
  })

  it.each([
    ['before', -2 * dayMs, 'CERTIFICATE_NOT_YET_VALID'],
    ['after', 400 * dayMs, 'CERTIFICATE_EXPIRED'],
  ])('%s the certificate is valid', async (_, offsetMs, code) => {
    const at = new Date(now.getTime() + offsetMs)
    const issues = await issuesOf(() => loadIdentity({ certificate, privateKey, intermediates }, at))
    expect(summarise(issues)).toContain(`${code} certificate`)
  })

  it('when the intermediate has expired', async () => {
    const shortLived = createAuthority(5)
    const input = { ...shortLived.leaf(), intermediates: [shortLived.intermediate.certificate] }
    const at = new Date(now.getTime() + 10 * dayMs)
    expect(summarise(await issuesOf(() => loadIdentity(input, at)))).toEqual(['CERTIFICATE_EXPIRED intermediates'])
  })

  it('with a key of another kind, whatever it is', async () => {
    openssl('genpkey', '-algorithm', 'ed25519', '-out', inFile('ed25519.key'))
    const input = { certificate, privateKey: readFileSync(inFile('ed25519.key')), intermediates }
    const { code, message } = await onlyIssueOf(() => loadIdentity(input, now))
    expect(code).toBe('KEY_CERTIFICATE_MISMATCH')
    expect(message).toMatch(/ed25519 [\da-f]{12}.*rsa [\da-f]{12}/)
  })

  it('with a key of too few bits', async () => {
    const short = ['-newkey', 'rsa:1024', '-nodes', '-keyout', inFile('short.key'), '-out', inFile('short.pem')]
    openssl('req', '-x509', ...short, '-subj', '/UID=pass.x/CN=x/OU=TEAM')
    const input = { certificate: readFileSync(inFile('short.pem')), privateKey: readFileSync(inFile('short.key')) }
    const issues = await issuesOf(() => loadIdentity(input, now))
    expect(summarise(issues)).toContain('KEY_TYPE_UNSUPPORTED certificate')
    expect(issues.find(({ code }) => code === 'KEY_TYPE_UNSUPPORTED')?.message).toContain('RSA with 1024 bits')
  })

  it('with all reasons at once, which its message lists', async () => {
    const input = { certificate, privateKey: authority.root.privateKey, expect: { teamIdentifier: 'ZZZZZ99999' } }
    const at = new Date(now.getTime() + 400 * dayMs)
    const codes = ['CERTIFICATE_EXPIRED', 'INTERMEDIATE_NOT_FOUND', 'KEY_CERTIFICATE_MISMATCH', 'TEAM_MISMATCH']
    const issues = await issuesOf(() => loadIdentity(input, at))
    expect(issues.map(({ code }) => code).sort()).toEqual(codes)
    expect(() => loadIdentity(input, at)).toThrow(
      /CERTIFICATE_EXPIRED[\s\S]*TEAM_MISMATCH|TEAM_MISMATCH[\s\S]*CERTIFICATE_EXPIRED/,
    )
  })
})

describe('an external signer', () => {
  const build = (signWith: string) => {
    const signer = { sign: async (attributes: Uint8Array) => sign('sha256', attributes, signWith) }
    const identity = loadIdentity({ certificate, signer, intermediates }, now)
    return compileTemplate({ identity, pass: coffeeCard, files: iconFiles }).issue({})
  }

  it('signs instead of a key', async () => {
    expect((await build(privateKey)).sizeBytes).toBeGreaterThan(0)
  })

  it('with the key of another certificate is found out', async () => {
    expect(await onlyIssueOf(() => build(authority.root.privateKey))).toMatchObject({
      code: 'SIGNER_MISMATCH',
      path: 'signer',
    })
  })
})

describe('the expiry of an identity', () => {
  const identity = authority.identity()
  const before = (days: number) => new Date(identity.notAfter.getTime() - days * dayMs)

  it.each([
    [40, 'valid', 40],
    [30, 'valid', 30],
    [29, 'expiring', 29],
    [0, 'expiring', 0],
    [-1, 'expired', -1],
  ] as const)('%i days before the end it is %s', (days, state, daysLeft) => {
    expect(expiryOf(identity, before(days))).toMatchObject({ state, daysLeft, limitedBy: 'certificate' })
  })

  it('is that of the intermediate if that ends first', () => {
    const shortLived = createAuthority(5)
    expect(expiryOf(shortLived.identity(), now)).toMatchObject({ limitedBy: 'intermediate', daysLeft: 4 })
  })
})

function damaged(der: Buffer): Buffer {
  const copy = Buffer.from(der)
  copy.fill(0xff, 26, 36)
  return copy
}
