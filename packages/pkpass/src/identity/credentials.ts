import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { type Issue, issueOf } from '../errors.ts'
import { type Credential, detect } from './detect.ts'
import { passphraseRequired, passphraseWrong, unexpected } from './input-issues.ts'
import { type Credentials, none, ownFirst } from './key-pair.ts'
import type { IdentityInput } from './load-identity.ts'
import { openPkcs12 } from './open-pkcs12.ts'

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
