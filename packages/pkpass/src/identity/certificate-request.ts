/** Certificate signing requests (PKCS#10, RFC 2986), so that a Pass Type ID certificate needs no Mac. */
import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import * as oids from '../der/oids.ts'
import { bitString, der, oid, sequence, setOf, smallInteger, tag, utf8String } from '../der/write.ts'
import { type Issue, issueOf, refuseErrors } from '../errors.ts'
import { keyTypeIssues } from './certificate-checks.ts'
import { detect } from './detect.ts'
import { unexpected } from './input-issues.ts'
import { checkedSigner, keySigner, type Signer } from './signer.ts'

/** Names whoever asks; Apple puts the names of the account into the certificate instead. */
export interface CertificateRequestInput {
  /** At most 64 characters. */
  readonly commonName: string
  readonly emailAddress?: string | undefined
  /** Instead of a new key: one that a KMS or HSM holds, with its public part as PEM, DER or base64. */
  readonly key?: { readonly publicKey: string | Uint8Array; readonly signer: Signer } | undefined
}

export interface CertificateRequest {
  /** To upload in the Apple developer account. */
  readonly requestPem: string
  /** The new key, PKCS#8 and not encrypted: without it, the certificate is of no use. */
  readonly privateKeyPem: string | undefined
}

/** The upper bounds of X.520 and RFC 5280 appendix A.1. */
const maxCommonNameLength = 64
const maxEmailLength = 255

/**
 * Makes a certificate signing request for a new RSA key of 2048 bits, or for the key given.
 * Throws a PassError with all problems of the input, or if the signer's signature is not one of its public key.
 */
export async function createCertificateRequest(input: CertificateRequestInput): Promise<CertificateRequest> {
  const issues = subjectIssues(input)
  const given = input.key && readPublicKey(input.key.publicKey, issues)
  refuseErrors('REQUEST_REFUSED', issues)
  if (given && input.key) {
    const signer = checkedSigner(input.key.signer, given)
    return { requestPem: await writeRequest(input, given, signer), privateKeyPem: undefined }
  }
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return {
    requestPem: await writeRequest(input, publicKey, keySigner(privateKey)),
    privateKeyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}

function subjectIssues({ commonName, emailAddress }: CertificateRequestInput): Issue[] {
  const issues: Issue[] = []
  if (commonName.trim() === '') {
    issues.push(issueOf('VALUE_EMPTY', 'commonName', 'It is empty.', 'Say who asks, like the name of your company.'))
  } else if (commonName.length > maxCommonNameLength) {
    const message = `It has ${commonName.length} characters.`
    issues.push(issueOf('TEXT_TOO_LONG', 'commonName', message, `Shorten it to ${maxCommonNameLength} characters.`))
  }
  if (emailAddress !== undefined && (!/^[!-~]+@[!-~]+$/.test(emailAddress) || emailAddress.length > maxEmailLength)) {
    const message = `"${emailAddress}" is no e-mail address in ASCII.`
    issues.push(issueOf('EMAIL_INVALID', 'emailAddress', message, 'Write it like passes@example.com, or leave it out.'))
  }
  return issues
}

function readPublicKey(given: string | Uint8Array, issues: Issue[]): KeyObject | undefined {
  const [found] = detect(given)
  if (found?.kind !== 'public key') {
    issues.push(unexpected('key.publicKey', found!.kind, 'a public key'))
    return undefined
  }
  try {
    const publicKey = createPublicKey({ key: Buffer.from(found.der), format: 'der', type: 'spki' })
    issues.push(...keyTypeIssues(publicKey, 'key.publicKey'))
    return publicKey
  } catch {
    const fix = 'Export it again, whole and unchanged.'
    issues.push(issueOf('INPUT_DAMAGED', 'key.publicKey', 'The public key cannot be read.', fix))
    return undefined
  }
}

/** By the type of the key: the signature algorithm as RFC 4055 §5 and RFC 5758 §3.2 write it. */
const signatureAlgorithms: Readonly<Record<string, Uint8Array>> = {
  rsa: sequence(oid(oids.sha256WithRsa), der(tag.null)),
  ec: sequence(oid(oids.ecdsaWithSha256)),
}

/** RFC 2986 §4: what is asked for, and the proof that whoever asks has the key. */
async function writeRequest(
  { commonName, emailAddress }: CertificateRequestInput,
  publicKey: KeyObject,
  signer: Signer,
): Promise<string> {
  const subject = sequence(
    nameAttribute(oids.name.commonName, utf8String(commonName)),
    ...(emailAddress === undefined
      ? []
      : [nameAttribute(oids.name.emailAddress, der(tag.ia5String, Buffer.from(emailAddress, 'latin1')))]),
  )
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const information = sequence(smallInteger(0), subject, spki, der(tag.context(0)))
  const algorithm = signatureAlgorithms[publicKey.asymmetricKeyType ?? '']!
  return pem('CERTIFICATE REQUEST', sequence(information, algorithm, bitString(await signer.sign(information))))
}

function nameAttribute(type: string, value: Uint8Array): Buffer {
  return setOf(sequence(oid(type), value))
}

/** RFC 7468. */
function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g)!
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
