import 'reflect-metadata'
import { KeyObject, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { oids } from './oids.ts'

const day = 86_400_000
const signingAlgorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** A certificate with the private key that belongs to it, both as PEM (the key as PKCS #8). */
export interface CertifiedKey {
  readonly certificatePem: string
  readonly privateKeyPem: string
}

/** Whom a pass type certificate is made out to. */
export interface PassCertificateSubject {
  readonly passTypeIdentifier: string
  readonly teamIdentifier: string
  readonly organizationName: string
}

/** Makes the self-signed root, valid for 20 years from a day before `at`. */
export async function makeRoot(at: Date): Promise<CertifiedKey> {
  const keys = await generateKeys()
  const name = nameOf([
    ['CN', 'Billfold Development Root CA'],
    ['OU', 'Billfold Development Certification Authority'],
    ['O', 'Billfold Development'],
  ])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    signingAlgorithm,
    ...validity(at, 20 * 365),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  })
  return certifiedKey(certificate, keys)
}

/**
 * Makes the stand-in for Apple's "Worldwide Developer Relations" intermediate, generation 4: the same common name, unit,
 * path length and marker extension, under an organisation that nobody mistakes for Apple.
 */
export async function makeIntermediate(root: CertifiedKey, at: Date): Promise<CertifiedKey> {
  const keys = await generateKeys()
  const name = nameOf([
    ['CN', 'Apple Worldwide Developer Relations Certification Authority'],
    ['OU', 'G4'],
    ['O', 'Billfold Development'],
  ])
  const certificate = await sign(root, keys, name, validity(at, 20 * 365 - 1), [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    marker(oids.developerRelationsIntermediate, derNull),
  ])
  return certifiedKey(certificate, keys)
}

/**
 * Makes a Pass Type ID certificate, valid for a year from a day before `at`: RSA-2048, the pass type in the subject's
 * UID and in Apple's marker extension, the team in OU, good for signing passes and as the client certificate towards
 * APNs, as Apple's own are.
 */
export async function makePassCertificate(
  intermediate: CertifiedKey,
  subject: PassCertificateSubject,
  at: Date,
): Promise<CertifiedKey> {
  const keys = await generateKeys()
  const name = nameOf([
    [oids.userId, subject.passTypeIdentifier],
    ['CN', `Pass Type ID: ${subject.passTypeIdentifier}`],
    ['OU', subject.teamIdentifier],
    ['O', subject.organizationName],
    ['C', 'US'],
  ])
  const certificate = await sign(intermediate, keys, name, validity(at, 365), [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([oids.clientAuthentication, oids.passSigning]),
    marker(oids.productionPush, derNull),
    marker(oids.passTypeIdentifier, derUtf8String(subject.passTypeIdentifier)),
  ])
  return certifiedKey(certificate, keys)
}

/** Makes a TLS server's certificate for host names and IP addresses, valid for a year from a day before `at`: RSA-2048. */
export async function makeServerCertificate(
  intermediate: CertifiedKey,
  names: readonly string[],
  at: Date,
): Promise<CertifiedKey> {
  const keys = await generateKeys()
  const subject = nameOf([
    ['CN', 'Billfold Development Server'],
    ['O', 'Billfold Development'],
  ])
  const certificate = await sign(intermediate, keys, subject, validity(at, 365), [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
    new ExtendedKeyUsageExtension([oids.serverAuthentication]),
    new SubjectAlternativeNameExtension(names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }))),
  ])
  return certifiedKey(certificate, keys)
}

async function sign(
  issuer: CertifiedKey,
  keys: webcrypto.CryptoKeyPair,
  subject: Name,
  period: ReturnType<typeof validity>,
  extensions: readonly Extension[],
): Promise<X509Certificate> {
  const issuerCertificate = new X509Certificate(issuer.certificatePem)
  return X509CertificateGenerator.create({
    subject,
    issuer: issuerCertificate.subjectName,
    publicKey: keys.publicKey,
    signingKey: await importSigningKey(issuer.privateKeyPem),
    signingAlgorithm,
    ...period,
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuerCertificate),
    ],
  })
}

/** From a day before `at`, so that a clock a little behind ours accepts the certificate too. */
function validity(at: Date, days: number) {
  return { notBefore: new Date(at.getTime() - day), notAfter: new Date(at.getTime() + days * day) }
}

function nameOf(parts: readonly (readonly [type: string, value: string])[]): Name {
  return new Name(
    parts.map(([type, value]) => ({ [type]: [type === 'C' ? { printableString: value } : { utf8String: value }] })),
  )
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(
    { ...signingAlgorithm, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ['sign', 'verify'],
  )
}

function importSigningKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  return webcrypto.subtle.importKey('pkcs8', der, signingAlgorithm, false, ['sign'])
}

function certifiedKey(certificate: X509Certificate, keys: webcrypto.CryptoKeyPair): CertifiedKey {
  const privateKeyPem = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' })
  return { certificatePem: `${certificate.toString('pem').trim()}\n`, privateKeyPem: String(privateKeyPem) }
}

const derNull = Uint8Array.of(0x05, 0x00)

/** Values here are pass type identifiers of at most 127 bytes, so DER's short form of the length is enough. */
function derUtf8String(text: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(text, 'utf8')
  return Uint8Array.of(0x0c, bytes.length, ...bytes)
}

function marker(oid: string, value: Uint8Array<ArrayBuffer>): Extension {
  return new Extension(oid, false, value)
}
