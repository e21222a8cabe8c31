import { createHmac, createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as oids from '../der/oids.ts'
import { childOf, childrenOf, octetsOf, readDer } from '../der/read.ts'
import { der, octetString, oid, sequence, smallInteger, tag } from '../der/write.ts'
import { developmentAuthority, type Issued, openssl } from '../testing/development-authority.ts'
import { onlyIssueOf } from '../testing/fixtures.ts'
import { loadIdentity } from './load-identity.ts'
import { derivePkcs12Key, purpose } from './pkcs12-key.ts'

const authority = developmentAuthority()
const { certificateFile, keyFile } = authority.leaf()
const intermediates = [authority.intermediate.certificate]
const passphrase = 'kaffee-Tässchen'

function exportPkcs12(name: string, options: readonly string[], password = passphrase): Buffer {
  const file = join(authority.folder, `${name}.p12`)
  const pair = ['-inkey', keyFile, '-in', certificateFile]
  openssl('pkcs12', '-export', ...pair, ...options, '-passout', `pass:${password}`, '-out', file)
  return readFileSync(file)
}

const protections: readonly (readonly [name: string, ...options: string[]])[] = [
  ['modern: PBES2 with AES-256, MAC with SHA-256'],
  ['legacy: RC2-40 for certificates, 3DES for keys, MAC with SHA-1', '-legacy'],
  ['3DES for both', '-legacy', '-certpbe', 'PBE-SHA1-3DES'],
  ['RC2-128 for both', '-legacy', '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-RC2-128'],
  ['AES-128 and AES-192', '-certpbe', 'AES-128-CBC', '-keypbe', 'AES-192-CBC'],
  ['PBES2 with 3DES', '-certpbe', 'des-ede3-cbc', '-keypbe', 'des-ede3-cbc'],
  ['MAC with SHA-384', '-macalg', 'sha384'],
  ['MAC with SHA-512', '-macalg', 'sha512'],
  ['no MAC', '-nomac'],
  ['one iteration', '-noiter', '-nomaciter'],
  ['intermediate inside', '-certfile', authority.intermediate.certificateFile],
]

describe.each(protections)('a PKCS#12 file by openssl, %s', (name, ...options) => {
  const pkcs12 = exportPkcs12(name.replaceAll(/\W/g, '-'), options)

  it('opens with its passphrase', () => {
    const identity = loadIdentity({ pkcs12, passphrase, intermediates }, new Date())
    expect(identity.passTypeIdentifier).toBe('pass.example.coffee')
  })

  it('does not open with another', async () => {
    const issue = await onlyIssueOf(() => loadIdentity({ pkcs12, passphrase: 'guess', intermediates }, new Date()))
    expect(issue).toMatchObject({ code: 'PASSPHRASE_WRONG', path: 'pkcs12' })
  })
})

describe('a PKCS#12 file', () => {
  it('opens without encryption', () => {
    const pkcs12 = exportPkcs12('plain', ['-certpbe', 'NONE', '-keypbe', 'NONE', '-nomac'])
    expect(loadIdentity({ pkcs12, intermediates }, new Date()).teamIdentifier).toBe('ABCDE12345')
  })

  it('with the empty passphrase opens with none', () => {
    const pkcs12 = exportPkcs12('empty', [], '')
    expect(loadIdentity({ pkcs12, intermediates }, new Date()).teamIdentifier).toBe('ABCDE12345')
  })

  it('with no passphrase at all opens with none', () => {
    const pkcs12 = withMac(plainPkcs12(authority.leaf()))
    const file = join(authority.folder, 'none.p12')
    writeFileSync(file, pkcs12)
    // OpenSSL takes it as well: its MAC is right.
    expect(openssl('pkcs12', '-in', file, '-passin', 'pass:', '-nokeys').toString()).toContain('BEGIN CERTIFICATE')
    expect(loadIdentity({ pkcs12, intermediates }, new Date()).teamIdentifier).toBe('ABCDE12345')
  })

  it('opens in base64', () => {
    const pkcs12 = exportPkcs12('base64', []).toString('base64')
    expect(loadIdentity({ pkcs12, passphrase, intermediates }, new Date()).teamIdentifier).toBe('ABCDE12345')
  })

  it('brings its own intermediate', () => {
    const pkcs12 = exportPkcs12('chain', ['-certfile', authority.intermediate.certificateFile])
    const { intermediate } = loadIdentity({ pkcs12, passphrase }, new Date())
    expect(intermediate.subject).toContain('OU=G4')
  })

  it('asks for a passphrase if none is given', async () => {
    const pkcs12 = exportPkcs12('asking', [])
    expect(await onlyIssueOf(() => loadIdentity({ pkcs12, intermediates }, new Date()))).toMatchObject({
      code: 'PASSPHRASE_REQUIRED',
      path: 'pkcs12',
    })
  })

  it('without a key is refused', async () => {
    const pkcs12 = exportPkcs12('keyless', ['-nokeys'])
    expect(await onlyIssueOf(() => loadIdentity({ pkcs12, passphrase, intermediates }, new Date()))).toMatchObject({
      code: 'PRIVATE_KEY_MISSING',
      path: 'pkcs12',
    })
  })

  it('that is something else is named for what it is', async () => {
    const input = { pkcs12: authority.leaf().certificate, passphrase, intermediates }
    expect(await onlyIssueOf(() => loadIdentity(input, new Date()))).toMatchObject({
      code: 'INPUT_UNEXPECTED',
      path: 'pkcs12',
      message: 'This is a certificate, expected a PKCS#12 file.',
      fix: 'Give the .p12 or .pfx file, as it is or in base64; or give certificate and privateKey instead.',
    })
  })

  it('that is cut in the middle is no PKCS#12 file', async () => {
    const pkcs12 = exportPkcs12('cut', []).subarray(0, 500)
    expect(await onlyIssueOf(() => loadIdentity({ pkcs12, passphrase, intermediates }, new Date()))).toMatchObject({
      code: 'INPUT_UNEXPECTED',
      message: 'This is a damaged DER value, expected a PKCS#12 file.',
    })
  })

  it('with damage inside is reported as damaged', async () => {
    // The MAC is absent, so that the damage reaches the certificate.
    const pkcs12 = exportPkcs12('damaged', ['-certpbe', 'NONE', '-keypbe', 'NONE', '-nomac'])
    const inCertificate = pkcs12.indexOf(authorityBytes()) + 4
    pkcs12[inCertificate] = 0
    expect(await onlyIssueOf(() => loadIdentity({ pkcs12, intermediates }, new Date()))).toMatchObject({
      code: 'INPUT_DAMAGED',
      path: 'pkcs12',
    })
  })

  it.each([
    ['an unknown cipher', '2a864886f70d010c0103', '2a864886f70d010c0101', 'algorithm 1.2.840.113549.1.12.1.1'],
    ['an unknown MAC', '06052b0e03021a0500', '06052b0e0302190500', 'MAC algorithm 1.3.14.3.2.25'],
  ])('with %s is refused by its name', async (name, known, unknown, message) => {
    const options = ['-legacy', ...(name.endsWith('cipher') ? ['-nomac', '-certpbe', 'PBE-SHA1-3DES'] : [])]
    const bytes = exportPkcs12(name.replaceAll(' ', '-'), options)
    const pkcs12 = Buffer.from(bytes.toString('hex').replaceAll(known, unknown), 'hex')
    const issue = await onlyIssueOf(() => loadIdentity({ pkcs12, passphrase, intermediates }, new Date()))
    expect(issue.code).toBe('PKCS12_UNSUPPORTED')
    expect(issue.message).toContain(message)
  })

  it('that would take a very long derivation is refused', async () => {
    const pkcs12 = exportPkcs12('slow', ['-nomac', '-iter', '300001'])
    const issue = await onlyIssueOf(() => loadIdentity({ pkcs12, passphrase, intermediates }, new Date()))
    expect(issue.message).toContain('300001 iterations')
  })

  it('that would take a long time with all its parts together is refused', async () => {
    const pkcs12 = exportPkcs12('slow-in-parts', ['-nomac', '-iter', '200000'])
    const issue = await onlyIssueOf(() => loadIdentity({ pkcs12, passphrase, intermediates }, new Date()))
    expect(issue).toMatchObject({ code: 'PKCS12_UNSUPPORTED', path: 'pkcs12' })
    expect(issue.message).toContain('400000 iterations')
  })
})

describe('a PKCS#12 file with several keys, as Keychain exports all that is selected,', () => {
  const app = authority.leaf({ subject: '/UID=com.example.app/CN=App/OU=ABCDE12345' })
  const tea = authority.leaf({ subject: '/UID=pass.example.tea/CN=Tea/OU=ABCDE12345' })
  const coffee = authority.leaf()

  it('is opened with the one whose certificate is for passes', async () => {
    const identity = loadIdentity({ pkcs12: plainPkcs12(app, coffee), intermediates }, new Date())
    expect(identity.passTypeIdentifier).toBe('pass.example.coffee')
    expect(await identity.signer.sign(Buffer.from('attributes'))).toBeInstanceOf(Uint8Array)
  })

  it('is opened with the pass type that is expected', () => {
    const expected = { passTypeIdentifier: 'pass.example.tea' }
    const input = { pkcs12: plainPkcs12(coffee, tea), intermediates, expect: expected }
    expect(loadIdentity(input, new Date()).passTypeIdentifier).toBe('pass.example.tea')
  })

  it('is refused if several are for passes, and they are named', async () => {
    const issue = await onlyIssueOf(() => loadIdentity({ pkcs12: plainPkcs12(coffee, tea), intermediates }, new Date()))
    expect(issue).toMatchObject({ code: 'INPUT_AMBIGUOUS', path: 'pkcs12' })
    expect(issue.message).toMatch(/"Pass Type ID: pass.example.coffee".* until \d.*, "Tea".* until \d/)
  })

  it('none of which is for passes, is refused for what its first one is', async () => {
    const issue = await onlyIssueOf(() => loadIdentity({ pkcs12: plainPkcs12(app, app), intermediates }, new Date()))
    expect(issue.code).toBe('CERTIFICATE_NOT_FOR_PASSES')
  })
})

/** RFC 7292 §4: openssl exports one key a file. */
function plainPkcs12(...pairs: readonly Issued[]): Buffer {
  const data = (content: Uint8Array) => sequence(oid(oids.cms.data), der(tag.context(0), octetString(content)))
  const bag = (type: string, value: Uint8Array) => sequence(oid(type), der(tag.context(0), value))
  const bags = pairs.flatMap(({ certificate, privateKey }) => [
    bag(oids.pkcs12.keyBag, createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' })),
    bag(
      oids.pkcs12.certBag,
      sequence(
        oid(oids.pkcs12.x509Certificate),
        der(tag.context(0), octetString(new X509Certificate(certificate).raw)),
      ),
    ),
  ])
  return sequence(smallInteger(3), data(sequence(data(sequence(...bags)))))
}

/** The file with a MAC for no passphrase (RFC 7292 §4 and appendix A), as .NET makes it. */
function withMac(pkcs12: Buffer): Buffer {
  const [version, content] = childrenOf(readDer(pkcs12))
  const authenticatedSafe = octetsOf(childOf(childOf(content!, 1), 0))
  const salt = Buffer.from('saltsalt')
  const derivation = { digest: 'sha256', passphrase: undefined, salt, iterations: 2, purpose: purpose.mac } as const
  const key = derivePkcs12Key({ ...derivation, lengthBytes: 32 })
  const mac = createHmac('sha256', key).update(authenticatedSafe).digest()
  const digestInfo = sequence(sequence(oid(oids.sha256), der(tag.null)), octetString(mac))
  const macData = sequence(digestInfo, octetString(salt), smallInteger(derivation.iterations))
  return sequence(version!.raw, content!.raw, macData)
}

function authorityBytes(): Buffer {
  const [, body = ''] = /-----BEGIN CERTIFICATE-----([^-]+)/.exec(authority.leaf().certificate) ?? []
  return Buffer.from(body, 'base64')
}
