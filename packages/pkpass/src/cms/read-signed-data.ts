/** Reads CMS signatures (RFC 5652 §5), in DER and in the BER that Apple's own tools write. */
import { X509Certificate } from 'node:crypto'
import { certificateFields, subjectKeyIdentifier } from '../der/certificate.ts'
import * as oids from '../der/oids.ts'
import {
  childOf,
  childrenOf,
  DerError,
  type DerValue,
  expectTag,
  octetsOf,
  oidOf,
  readDer,
  timeOf,
} from '../der/read.ts'
import { der, tag } from '../der/write.ts'

export interface SignedData {
  /** Whether the signed content is inside; a pass's signature is detached. */
  readonly hasContent: boolean
  readonly certificates: readonly X509Certificate[]
  readonly signers: readonly SignerInfo[]
}

export interface SignerInfo {
  /** The certificate that the signer names, if it is embedded. */
  readonly certificate: X509Certificate | undefined
  /** Object identifiers. */
  readonly digestAlgorithm: string
  readonly signatureAlgorithm: string
  readonly attributes: SignedAttributes | undefined
  readonly signature: Uint8Array
}

export interface SignedAttributes {
  /** What is signed: the attributes as a SET (§5.4). */
  readonly der: Uint8Array
  /** Whether they stand in the order of DER. */
  readonly isInOrder: boolean
  readonly contentType: string | undefined
  readonly messageDigest: Uint8Array | undefined
  readonly signingTime: Date | undefined
}

/** Throws DerError if the bytes are no SignedData. */
export function readSignedData(bytes: Uint8Array): SignedData {
  const contentInfo = expectTag(readDer(bytes), tag.sequence)
  if (oidOf(childOf(contentInfo, 0)) !== oids.cms.signedData) throw new DerError('not of type signed data')
  const signedData = childOf(childOf(contentInfo, 1, tag.context(0)), 0, tag.sequence)
  const [, , encapsulated, ...rest] = childrenOf(signedData)
  const signerInfos = rest.at(-1)
  if (!encapsulated || !signerInfos) throw new DerError('incomplete signed data')
  const embedded = rest.find((element) => element.tag === tag.context(0))
  const certificates = embedded ? childrenOf(embedded).flatMap(readCertificate) : []
  return {
    hasContent: childrenOf(encapsulated).length > 1,
    certificates,
    signers: childrenOf(expectTag(signerInfos, tag.set)).map((signer) => readSigner(signer, certificates)),
  }
}

/** Other kinds of certificates than X.509 may be embedded too (§10.2.2); they are of no use here. */
function readCertificate(value: DerValue): readonly X509Certificate[] {
  if (value.tag !== tag.sequence) return []
  try {
    return [new X509Certificate(value.raw)]
  } catch {
    throw new DerError('an embedded certificate cannot be read')
  }
}

function readSigner(signer: DerValue, certificates: readonly X509Certificate[]): SignerInfo {
  const [, identifier, digestAlgorithm, ...rest] = childrenOf(signer)
  const attributes = rest[0]?.tag === tag.context(0) ? rest[0] : undefined
  const [signatureAlgorithm, signature] = attributes ? rest.slice(1) : rest
  if (!identifier || !digestAlgorithm || !signatureAlgorithm || !signature) throw new DerError('incomplete signer')
  return {
    certificate: certificates.find((certificate) => isNamedBy(identifier, certificate)),
    digestAlgorithm: oidOf(childOf(digestAlgorithm, 0)),
    signatureAlgorithm: oidOf(childOf(signatureAlgorithm, 0)),
    attributes: attributes && readAttributes(attributes),
    signature: octetsOf(signature),
  }
}

/** §5.3: a signer names its certificate by issuer and serial number or by key identifier. */
function isNamedBy(identifier: DerValue, certificate: X509Certificate): boolean {
  if (identifier.tag !== tag.sequence) {
    const keyIdentifier = subjectKeyIdentifier(certificate)
    return keyIdentifier !== undefined && Buffer.compare(octetsOf(identifier), keyIdentifier) === 0
  }
  const { issuer, serialNumber } = certificateFields(certificate)
  const [namedIssuer, namedSerialNumber] = childrenOf(identifier)
  return (
    namedIssuer !== undefined &&
    namedSerialNumber !== undefined &&
    Buffer.compare(namedIssuer.raw, issuer) === 0 &&
    Buffer.compare(namedSerialNumber.raw, serialNumber) === 0
  )
}

function readAttributes(value: DerValue): SignedAttributes {
  const attributes = childrenOf(value)
  const encodings = attributes.map(({ raw }) => raw)
  const firstValueOf = (type: string) => {
    const attribute = attributes.find((candidate) => oidOf(childOf(candidate, 0)) === type)
    return attribute && childOf(childOf(attribute, 1, tag.set), 0)
  }
  const contentType = firstValueOf(oids.cms.contentType)
  const messageDigest = firstValueOf(oids.cms.messageDigest)
  const signingTime = firstValueOf(oids.cms.signingTime)
  return {
    der: der(tag.set, ...encodings),
    isInOrder: encodings.every((encoding, i) => i === 0 || Buffer.compare(encodings[i - 1]!, encoding) <= 0),
    contentType: contentType && oidOf(contentType),
    messageDigest: messageDigest && octetsOf(messageDigest),
    signingTime: signingTime && timeOf(signingTime),
  }
}
