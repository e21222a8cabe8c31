import { hash, verify, type X509Certificate } from 'node:crypto'
import { readSignedData, type SignedAttributes, type SignerInfo } from '../cms/read-signed-data.ts'
import { publicKeyOf } from '../der/certificate.ts'
import * as oids from '../der/oids.ts'
import { DerError } from '../der/read.ts'
import { type Issue, issueOf } from '../errors.ts'

export interface VerifiedSignature {
  readonly issues: readonly Issue[]
  readonly signer?: X509Certificate
  readonly certificates: readonly X509Certificate[]
  readonly signingTime?: Date
}

const path = 'signature'
/** A pass's signature has about 3 KB; a larger one would be read at length for nothing. */
const maxSignatureBytes = 64 * 1024
const signAnew = 'Sign the pass anew.'

/**
 * Signature algorithms with the digest that they imply; of the first two it is the signer's digest algorithm
 * (RFC 8017, RFC 5758, RFC 5754).
 */
const signatureAlgorithms: Readonly<Record<string, 'sha1' | 'sha256' | 'sha384' | 'sha512' | undefined>> = {
  [oids.rsaEncryption]: undefined,
  '1.2.840.10045.2.1': undefined,
  '1.2.840.113549.1.1.5': 'sha1',
  [oids.sha256WithRsa]: 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  [oids.ecdsaWithSha256]: 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

/** Verifies a detached CMS signature over a content (RFC 5652 §5.6), with the attributes that Wallet demands. */
export function verifySignature(signature: Uint8Array, content: Uint8Array): VerifiedSignature {
  let signedData: ReturnType<typeof readSignedData>
  try {
    if (signature.length > maxSignatureBytes) throw new DerError(`it has ${signature.length} bytes`)
    signedData = readSignedData(signature)
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure)
    return {
      issues: [issueOf('SIGNATURE_UNREADABLE', path, `It is no CMS signature: ${reason}.`, signAnew)],
      certificates: [],
    }
  }
  const { signers, certificates, hasContent } = signedData
  const [signer] = signers
  const issues: Issue[] = []
  if (hasContent) {
    issues.push(issueOf('SIGNATURE_NOT_DETACHED', path, 'It contains what it signs.', 'Sign detached.'))
  }
  if (!signer || signers.length > 1) {
    issues.push(issueOf('SIGNER_COUNT_WRONG', path, `It has ${signers.length} signers.`, 'Sign with one certificate.'))
  }
  if (!signer) return { issues, certificates }
  issues.push(...signerIssues(signer, content))
  return {
    issues,
    certificates,
    ...(signer.certificate && { signer: signer.certificate }),
    ...(signer.attributes?.signingTime && { signingTime: signer.attributes.signingTime }),
  }
}

function signerIssues(signer: SignerInfo, content: Uint8Array): Issue[] {
  const { certificate, digestAlgorithm, signatureAlgorithm, attributes, signature } = signer
  const digest = oids.digestNames[digestAlgorithm]
  if (!digest || !(signatureAlgorithm in signatureAlgorithms)) {
    return [
      issueOf(
        'SIGNATURE_ALGORITHM_UNKNOWN',
        path,
        `It uses the algorithms ${digestAlgorithm} and ${signatureAlgorithm}.`,
        'Sign with SHA-256 and RSA.',
      ),
    ]
  }
  const issues = attributes ? attributeIssues(attributes, hash(digest, content, 'buffer')) : [noSigningTime()]
  if (!certificate) {
    issues.push(
      issueOf(
        'SIGNER_CERTIFICATE_MISSING',
        path,
        'The certificate of the signer is not embedded.',
        'Embed the pass certificate and its intermediate.',
      ),
    )
  } else if (
    !isSignedBy(certificate, signatureAlgorithms[signatureAlgorithm] ?? digest, attributes?.der ?? content, signature)
  ) {
    issues.push(
      issueOf(
        'SIGNATURE_WRONG',
        path,
        'The key of the embedded certificate did not make it.',
        'Sign with the key of the certificate.',
      ),
    )
  }
  return issues
}

function attributeIssues(attributes: SignedAttributes, contentDigest: Uint8Array): Issue[] {
  const { contentType, messageDigest, signingTime, isInOrder } = attributes
  const issues: Issue[] = []
  if (contentType !== oids.cms.data) {
    issues.push(issueOf('CONTENT_TYPE_WRONG', path, `Its content type is ${contentType ?? 'missing'}.`, signAnew))
  }
  if (!messageDigest || Buffer.compare(messageDigest, contentDigest) !== 0) {
    issues.push(
      issueOf(
        'MESSAGE_DIGEST_MISMATCH',
        path,
        'It was made for something else.',
        'Sign the very bytes that it is for: of a pass, the manifest.json that is in it.',
      ),
    )
  }
  if (!signingTime) issues.push(noSigningTime())
  if (!isInOrder) {
    issues.push(
      issueOf(
        'ATTRIBUTES_NOT_IN_ORDER',
        path,
        'Its signed attributes are not in the order of DER.',
        'Strict readers refuse that: sort them.',
      ),
    )
  }
  return issues
}

function noSigningTime(): Issue {
  return issueOf(
    'SIGNING_TIME_MISSING',
    path,
    'It has no signing time, and Wallet wants one.',
    'Sign with that attribute.',
  )
}

function isSignedBy(certificate: X509Certificate, digest: string, data: Uint8Array, signature: Uint8Array): boolean {
  const key = publicKeyOf(certificate)
  try {
    return key !== undefined && verify(digest, data, key, signature)
  } catch {
    // A key that makes no such signatures.
    return false
  }
}
