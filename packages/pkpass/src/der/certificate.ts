import type { KeyObject, X509Certificate } from 'node:crypto'
import * as oids from './oids.ts'
import { childOf, childrenOf, DerError, type DerValue, octetsOf, oidOf, readDer, textOf } from './read.ts'
import { tag } from './write.ts'

/** What Node's X509Certificate does not give: the parts that CMS refers to, exactly as they are encoded. */
export interface CertificateFields {
  /** An INTEGER. */
  readonly serialNumber: Uint8Array
  /** Names. */
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
}

/** Reads the fields of a certificate (RFC 5280 §4.1). */
export function certificateFields(certificate: X509Certificate): CertificateFields {
  const fields = fieldsOf(certificate)
  const hasVersion = fields[0]?.tag === tag.context(0)
  const [serialNumber, , issuer, , subject] = hasVersion ? fields.slice(1) : fields
  if (!serialNumber || !issuer || !subject) throw new DerError('incomplete certificate')
  return { serialNumber: serialNumber.raw, issuer: issuer.raw, subject: subject.raw }
}

/** The key identifier that a certificate gives itself, if any (RFC 5280 §4.2.1.2). */
export function subjectKeyIdentifier(certificate: X509Certificate): Uint8Array | undefined {
  const extension = extensionOf(certificate, oids.subjectKeyIdentifier)
  return extension && octetsOf(readDer(extension))
}

/** The value of an extension, if the certificate has it (RFC 5280 §4.2). */
export function extensionOf(certificate: X509Certificate, type: string): Uint8Array | undefined {
  const extensions = fieldsOf(certificate).find((field) => field.tag === tag.context(3))
  const extension =
    extensions &&
    childrenOf(childOf(extensions, 0, tag.sequence)).find((candidate) => oidOf(childOf(candidate, 0)) === type)
  return extension && childrenOf(extension).find((part) => part.tag === tag.octetString)?.content
}

function fieldsOf(certificate: X509Certificate): readonly DerValue[] {
  return childrenOf(childOf(readDer(certificate.raw), 0, tag.sequence))
}

/** The public key, or nothing if it is of a kind that Node does not know. */
export function publicKeyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey
  } catch {
    return undefined
  }
}

export interface SubjectNames {
  readonly commonName: string | undefined
  readonly organization: string | undefined
  readonly organizationalUnit: string | undefined
  readonly userId: string | undefined
}

/** The subject's names; of a name that occurs twice, the first. */
export function subjectNames(certificate: X509Certificate): SubjectNames {
  return readNames(certificateFields(certificate).subject)
}

/** The issuer's names, as the certificate states them. */
export function issuerNames(certificate: X509Certificate): SubjectNames {
  return readNames(certificateFields(certificate).issuer)
}

function readNames(encodedName: Uint8Array): SubjectNames {
  const attributes = childrenOf(readDer(encodedName)).flatMap(childrenOf)
  const textBy = (type: string) => {
    const attribute = attributes.find((candidate) => oidOf(childOf(candidate, 0)) === type)
    return attribute && textOf(childOf(attribute, 1))
  }
  return {
    commonName: textBy(oids.name.commonName),
    organization: textBy(oids.name.organization),
    organizationalUnit: textBy(oids.name.organizationalUnit),
    userId: textBy(oids.name.userId),
  }
}

/** How messages call a certificate's subject or issuer. */
export function describeNames({ commonName, organizationalUnit }: SubjectNames): string {
  return `"${commonName ?? '(no common name)'}"${organizationalUnit === undefined ? '' : ` (OU=${organizationalUnit})`}`
}
