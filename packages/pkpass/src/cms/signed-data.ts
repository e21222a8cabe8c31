/** Writes the detached CMS signature that Wallet wants over manifest.json (RFC 5652; Apple, *Building a Pass*). */
import type { X509Certificate } from 'node:crypto'
import { certificateFields } from '../der/certificate.ts'
import * as oids from '../der/oids.ts'
import { der, octetString, oid, sequence, setOf, smallInteger, tag, time } from '../der/write.ts'
import type { Identity } from '../identity/load-identity.ts'

/** Signs the SHA-256 digest of a content; the result is the DER of the whole signature. */
export type DetachedSigner = (messageDigest: Uint8Array, signingTime: Date) => Promise<Uint8Array>

const contentTypeAttribute = attribute(oids.cms.contentType, oid(oids.cms.data))
// RFC 5754 §2: no parameters with SHA-2.
const digestAlgorithm = sequence(oid(oids.sha256))

/** By the type of the certificate's key: the signature algorithm as RFC 8017 and RFC 5754 §3 write it. */
const signatureAlgorithms: Readonly<Record<string, Uint8Array>> = {
  rsa: sequence(oid(oids.rsaEncryption), der(tag.null)),
  ec: sequence(oid(oids.ecdsaWithSha256)),
}

/**
 * A signer for one identity. Within a second, signed attributes differ in the digest only, and what stands around them
 * depends on two lengths only (RSA signatures have one length, ECDSA's vary by a few bytes): both are encoded once.
 */
export function detachedSigner({ certificate, intermediate, signer }: Identity): DetachedSigner {
  const signatureAlgorithm = signatureAlgorithms[certificate.publicKey.asymmetricKeyType ?? '']!
  let second = Number.NaN
  let attributesOfSecond: Uint8Array = new Uint8Array()
  const surroundings = new Map<number, Surroundings>()

  const attributesFor = (messageDigest: Uint8Array, signingTime: Date) => {
    const newSecond = Math.floor(signingTime.getTime() / 1000)
    if (newSecond !== second) {
      attributesOfSecond = signedAttributes(messageDigest, signingTime)
      second = newSecond
    }
    // Memory of its own: a piece of Buffer's pool would keep its neighbours alive with it for as long as a signer does.
    const attributes = new Uint8Array(attributesOfSecond)
    // The longest attribute comes last, and its value is the end of it.
    attributes.set(messageDigest, attributes.length - messageDigest.length)
    return attributes
  }

  const surroundingsOf = (attributes: Uint8Array, signature: Uint8Array): Surroundings => {
    const key = attributes.length * 65_536 + signature.length
    const known = surroundings.get(key)
    if (known) return known
    const tail = Buffer.concat([signatureAlgorithm, octetString(signature)])
    const whole = signedData(certificate, intermediate, attributes, tail)
    const before = whole.subarray(0, whole.length - attributes.length - tail.length)
    const between = tail.subarray(0, tail.length - signature.length)
    surroundings.set(key, { before, between })
    return { before, between }
  }

  return async (messageDigest, signingTime) => {
    const attributes = attributesFor(messageDigest, signingTime)
    const signature = await signer.sign(attributes)
    const { before, between } = surroundingsOf(attributes, signature)
    // RFC 5652 §5.4: signed as a SET OF, stored as [0].
    attributes[0] = tag.context(0)
    return Buffer.concat([before, attributes, between, signature])
  }
}

/** What stands before the signed attributes, and between them and the signature, which ends the encoding. */
interface Surroundings {
  readonly before: Uint8Array
  readonly between: Uint8Array
}

/** The three attributes that Wallet wants, in the order of DER (X.690 §11.6): strict readers refuse any other. */
function signedAttributes(messageDigest: Uint8Array, signingTime: Date): Buffer {
  return setOf(
    contentTypeAttribute,
    attribute(oids.cms.signingTime, time(signingTime)),
    attribute(oids.cms.messageDigest, octetString(messageDigest)),
  )
}

function attribute(type: string, value: Uint8Array): Buffer {
  return sequence(oid(type), setOf(value))
}

/** ContentInfo with SignedData with one SignerInfo, whose attributes and end come last in the encoding. */
function signedData(
  certificate: X509Certificate,
  intermediate: X509Certificate,
  attributes: Uint8Array,
  tail: Uint8Array,
): Buffer {
  const { issuer, serialNumber } = certificateFields(certificate)
  const version = smallInteger(1)
  const signerInfo = sequence(version, sequence(issuer, serialNumber), digestAlgorithm, attributes, tail)
  return sequence(
    oid(oids.cms.signedData),
    der(
      tag.context(0),
      sequence(
        version,
        setOf(digestAlgorithm),
        sequence(oid(oids.cms.data)),
        der(tag.context(0), ...[certificate.raw, intermediate.raw].toSorted(Buffer.compare)),
        setOf(signerInfo),
      ),
    ),
  )
}
