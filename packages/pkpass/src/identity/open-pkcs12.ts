import { createPublicKey, type KeyObject } from 'node:crypto'
import { describeNames, publicKeyOf, subjectNames } from '../der/certificate.ts'
import { type Issue, issueOf } from '../errors.ts'
import { detect } from './detect.ts'
import { passphraseRequired, passphraseWrong, pkcs12File, unexpected } from './input-issues.ts'
import { type Credentials, none, ownFirst } from './key-pair.ts'
import type { IdentityInput } from './load-identity.ts'
import { DecryptionError, UnsupportedEncryptionError } from './password-encryption.ts'
import { type Pkcs12Contents, readPkcs12 } from './pkcs12.ts'

/** The certificates and the key of a PKCS#12 file; problems are added to `issues`. */
export function openPkcs12(
  input: string | Uint8Array,
  { passphrase, expect }: IdentityInput,
  issues: Issue[],
): Credentials {
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
  // Comparing each with each would take long if somebody made up a file with very many.
  const certificatesByKey = new Map(
    certificates.map((certificate) => [publicPart(publicKeyOf(certificate)), certificate]),
  )
  const candidates = keys.flatMap((key) => {
    const certificate = certificatesByKey.get(publicPart(createPublicKey(key)))
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

function publicPart(key: KeyObject | undefined): string | undefined {
  return key?.export({ type: 'spki', format: 'der' }).toString('base64')
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
