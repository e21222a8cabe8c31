import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { describeNames, subjectNames } from '../der/certificate.ts'
import { type Issue, issueOf } from '../errors.ts'
import { type Credential, type CredentialKind, detect } from './detect.ts'
import type { IdentityInput } from './load-identity.ts'
import { DecryptionError, UnsupportedEncryptionError } from './password-encryption.ts'
import { type Pkcs12Contents, readPkcs12 } from './pkcs12.ts'

export interface Credentials {
  readonly certificates: readonly X509Certificate[]
  readonly key: KeyObject | undefined
}

const none: Credentials = { certificates: [], key: undefined }

/** The certificates and the key that an input holds, in whatever form; problems are added to `issues`. */
export function readCredentials(input: IdentityInput, issues: Issue[]): Credentials {
  const { pkcs12, certificate, privateKey, signer } = input
  const given = { pkcs12, certificate, privateKey, signer }
  for (const [one, other] of exclusive) {
    if (given[one] === undefined || given[other] === undefined) continue
    const fix = 'Give pkcs12, or certificate with privateKey, or certificate with signer.'
    issues.push(issueOf('INPUT_AMBIGUOUS', one, `Both ${one} and ${other} are given.`, fix))
  }
  if (issues.length > 0) return none
  return pkcs12 === undefined ? readPair(input, issues) : openPkcs12(pkcs12, input, issues)
}

const exclusive = [
  ['pkcs12', 'certificate'],
  ['pkcs12', 'privateKey'],
  ['pkcs12', 'signer'],
  ['signer', 'privateKey'],
] as const

/** The certificates of one input that should hold nothing else. */
export function readCertificates(input: string | Uint8Array, path: string, issues: Issue[]): X509Certificate[] {
  return detect(input).flatMap((credential) => {
    if (credential.kind === 'certificate') return [new X509Certificate(credential.der)]
    issues.push(unexpected(path, credential.kind, 'a certificate'))
    return []
  })
}

function readPair(input: IdentityInput, issues: Issue[]): Credentials {
  const inCertificate = input.certificate === undefined ? [] : detect(input.certificate)
  const certificates = inCertificate.filter(({ kind }) => kind === 'certificate')
  if (input.certificate === undefined) {
    issues.push(
      issueOf(
        'CERTIFICATE_MISSING',
        'certificate',
        'No certificate is given.',
        'Give the Pass Type ID certificate as certificate, or a PKCS#12 file as pkcs12.',
      ),
    )
  } else if (certificates.length === 0) {
    issues.push(unexpected('certificate', inCertificate[0]!.kind, 'a certificate'))
  }
  // Where there is no certificate, nobody looks for the key beside it.
  const hasKey = !input.signer && (input.privateKey !== undefined || certificates.length > 0 || !input.certificate)
  const key = hasKey ? readKey(input, inCertificate, issues) : undefined
  return {
    certificates: ownFirst(
      certificates.map(({ der }) => new X509Certificate(der)),
      key,
    ),
    key,
  }
}

function readKey(
  { privateKey, passphrase }: IdentityInput,
  inCertificate: readonly Credential[],
  issues: Issue[],
): KeyObject | undefined {
  // A PEM file often holds both.
  const path = privateKey === undefined ? 'certificate' : 'privateKey'
  const found = privateKey === undefined ? inCertificate : detect(privateKey)
  const key = found.find(({ kind }) => kind === 'private key' || kind === 'encrypted private key')
  if (key) return openKey(key, passphrase, path, issues)
  issues.push(
    privateKey === undefined
      ? issueOf(
          'PRIVATE_KEY_MISSING',
          'privateKey',
          'No private key is given.',
          'Give the key that the certificate was requested with as privateKey, or a signer that holds it.',
        )
      : unexpected('privateKey', found[0]!.kind, 'a private key'),
  )
  return undefined
}

function openKey(
  { kind, der, keyType, pem }: Credential,
  passphrase: string | undefined,
  path: string,
  issues: Issue[],
): KeyObject | undefined {
  const isEncrypted = kind === 'encrypted private key'
  if (isEncrypted && passphrase === undefined) {
    issues.push(passphraseRequired(path))
    return undefined
  }
  try {
    const secret = isEncrypted ? { passphrase: passphrase! } : {}
    if (pem !== undefined) return createPrivateKey({ key: pem, ...secret })
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: keyType!, ...secret })
  } catch {
    issues.push(
      isEncrypted
        ? passphraseWrong(path)
        : issueOf('INPUT_DAMAGED', path, 'The private key cannot be read.', 'Export it again, whole and unchanged.'),
    )
    return undefined
  }
}

function openPkcs12(input: string | Uint8Array, { passphrase, expect }: IdentityInput, issues: Issue[]): Credentials {
  const [found] = detect(input)
  if (found?.kind !== 'PKCS#12 file') {
    issues.push(unexpected('pkcs12', found!.kind, pkcs12File))
    return none
  }
  try {
    const contents = readPkcs12(found.der, passphrase)
    issues.push(...missingIn(contents))
    const key = chooseKey(contents, expect?.passTypeIdentifier, issues)
    return { certificates: ownFirst(contents.certificates, key), key }
  } catch (failure) {
    issues.push(pkcs12Issue(failure, passphrase))
    return none
  }
}

/** Of several keys, as Keychain exports them with all that is selected, the one whose certificate is for passes. */
function chooseKey(
  { certificates, keys }: Pkcs12Contents,
  passTypeIdentifier: string | undefined,
  issues: Issue[],
): KeyObject | undefined {
  if (keys.length <= 1) return keys[0]
  const candidates = keys.flatMap((key) => {
    const certificate = certificates.find((one) => one.checkPrivateKey(key))
    const { userId } = certificate ? subjectNames(certificate) : {}
    const isMeant = passTypeIdentifier === undefined ? userId?.startsWith('pass.') : userId === passTypeIdentifier
    return certificate && isMeant ? [{ key, certificate }] : []
  })
  if (candidates.length > 1) {
    const names = candidates.map(
      ({ certificate }) => `${describeNames(subjectNames(certificate))} until ${certificate.validToDate.toISOString()}`,
    )
    const message = `The PKCS#12 file holds several certificates for passes: ${names.join(', ')}.`
    issues.push(issueOf('INPUT_AMBIGUOUS', 'pkcs12', message, 'Export one of them alone.'))
  }
  return (candidates[0] ?? { key: keys[0] }).key
}

function missingIn({ certificates, keys }: Pkcs12Contents): Issue[] {
  const fix = 'Export the certificate together with its private key (in Keychain: select the certificate with its key).'
  return [
    ...(certificates.length > 0
      ? []
      : [issueOf('CERTIFICATE_MISSING', 'pkcs12', 'The PKCS#12 file holds no certificate.', fix)]),
    ...(keys.length > 0
      ? []
      : [issueOf('PRIVATE_KEY_MISSING', 'pkcs12', 'The PKCS#12 file holds no private key.', fix)]),
  ]
}

/** The certificate that a key belongs to before the others. */
function ownFirst(certificates: readonly X509Certificate[], key: KeyObject | undefined): readonly X509Certificate[] {
  const isOwn = (certificate: X509Certificate) => key !== undefined && certificate.checkPrivateKey(key)
  return [...certificates.filter(isOwn), ...certificates.filter((certificate) => !isOwn(certificate))]
}

function pkcs12Issue(failure: unknown, passphrase: string | undefined): Issue {
  if (failure instanceof DecryptionError) {
    return passphrase === undefined ? passphraseRequired('pkcs12') : passphraseWrong('pkcs12')
  }
  if (failure instanceof UnsupportedEncryptionError) {
    return issueOf(
      'PKCS12_UNSUPPORTED',
      'pkcs12',
      `The PKCS#12 file is protected in a way that is not supported: ${failure.message}.`,
      'Export it with OpenSSL 3: openssl pkcs12 -export -inkey key.pem -in certificate.pem -out pass.p12',
    )
  }
  return issueOf('INPUT_DAMAGED', 'pkcs12', 'The PKCS#12 file is damaged.', 'Export it again, whole and unchanged.')
}

function passphraseRequired(path: string): Issue {
  return issueOf('PASSPHRASE_REQUIRED', path, 'It is encrypted, and no passphrase is given.', 'Give its passphrase.')
}

function passphraseWrong(path: string): Issue {
  return issueOf('PASSPHRASE_WRONG', path, 'The passphrase does not open it.', 'Check the passphrase.')
}

const pkcs12File = 'a PKCS#12 file'
const pkcs12Advice = 'Give the .p12 or .pfx file, as it is or in base64; or give certificate and privateKey instead.'

const advice: Partial<Record<CredentialKind, string>> = {
  'file name': 'Read the file and give its contents.',
  'certificate request':
    'Upload this request in the Apple developer account for a certificate; its private key is in a file of its own.',
  'PKCS#12 file': 'Give it as pkcs12, with its passphrase.',
  'PKCS#7 bundle':
    'Take the certificate out of it: openssl pkcs7 -print_certs -in bundle.p7b (-inform DER if it is no text)',
  'web page': 'Download it once more while you are signed in; what was saved is the page that asks to sign in.',
  'damaged PEM text': 'Copy everything from -----BEGIN to -----END, both lines included.',
  'damaged DER value': 'It is cut off or changed: download or export it again, and move it as a binary file.',
  'OpenSSH key': 'Convert it: ssh-keygen -p -m PKCS8 -f key',
}

export function unexpected(path: string, kind: CredentialKind, expected: string): Issue {
  const article = /^[aeiou]/i.test(kind) ? 'an' : 'a'
  return issueOf(
    'INPUT_UNEXPECTED',
    path,
    `This is ${article} ${kind}, expected ${expected}.`,
    advice[kind] ?? (expected === pkcs12File ? pkcs12Advice : `Give ${expected} as PEM, DER or base64.`),
  )
}
