import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import type { Issue } from '@billfold/pkpass'
import { SimulatorError } from '../errors.ts'
import type { CertifiedKey, PassCertificateSubject } from './certificates.ts'

/** A certificate with less than this left is not handed out again. */
const reissueBeforeMs = 30 * 86_400_000

/** Labels of letters, digits and inner hyphens (RFC 1123 §2.1). */
const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i

/** What each part of a subject must look like; Apple's own pass type and team identifiers all do. */
const subjectRules: Readonly<Record<keyof PassCertificateSubject, { readonly pattern: RegExp; readonly fix: string }>> =
  {
    passTypeIdentifier: {
      pattern: /^(?=.{6,127}$)pass(\.[A-Za-z0-9-]+)+$/,
      fix: 'Use "pass." and a reverse domain name of letters, digits, hyphens and dots, as in pass.com.example.coffee.',
    },
    teamIdentifier: {
      pattern: /^[A-Z0-9]{10}$/,
      fix: 'Use ten capital letters and digits, as in ABCDE12345.',
    },
    organizationName: { pattern: /\S/, fix: 'Name the organisation that issues the passes.' },
  }

/** @throws SimulatorError `certificate_request_invalid`, with an issue for every part that does not fit */
export function requireFitSubject(subject: PassCertificateSubject): void {
  const issues: Issue[] = []
  for (const part of ['passTypeIdentifier', 'teamIdentifier', 'organizationName'] as const) {
    const { pattern, fix } = subjectRules[part]
    const value = subject[part]
    if (pattern.test(value)) continue
    issues.push(unfit(part, `${part} ${JSON.stringify(value)} cannot stand on a pass type certificate.`, fix))
  }
  refuseIfAny(issues)
}

/** @throws SimulatorError `certificate_request_invalid`, with an issue for every name that does not fit */
export function requireFitNames(names: readonly string[]): void {
  const fix = 'Use host names of letters, digits, hyphens and dots, or IP addresses, as in localhost and 127.0.0.1.'
  const issues = names.flatMap((name, index) =>
    isIP(name) !== 0 || hostName.test(name)
      ? []
      : [unfit(`names[${index}]`, `Name ${JSON.stringify(name)} cannot stand on a server certificate.`, fix)],
  )
  refuseIfAny(names.length === 0 ? [unfit('names', 'A server certificate needs a name.', fix)] : issues)
}

function unfit(path: string, message: string, fix: string): Issue {
  return { code: 'certificate_request_invalid', severity: 'error', path, message, fix }
}

function refuseIfAny(issues: readonly Issue[]): void {
  if (issues.length === 0) return
  throw new SimulatorError('certificate_request_invalid', issues.map((issue) => issue.message).join(' '), {
    fix: [...new Set(issues.map((issue) => issue.fix))].join(' '),
    issues,
  })
}

/** @throws SimulatorError `authority_not_valid`: certificates issued at `at` would be refused by everyone */
export function requireValidAuthority(intermediate: CertifiedKey, folder: string, at: Date): void {
  const { validFromDate, validToDate } = new X509Certificate(intermediate.certificatePem)
  if (at >= validFromDate && at <= validToDate) return
  throw new SimulatorError(
    'authority_not_valid',
    `The development authority in ${folder} is valid from ${validFromDate.toISOString()} to ` +
      `${validToDate.toISOString()}, but now it is ${at.toISOString()}.`,
    { fix: "Set the machine's clock, or remove the folder to have a new authority made." },
  )
}

/** The certificate kept in `file`, if it is whole, issued by this authority and valid for 30 more days. */
export async function readUsableCertificate(
  file: string,
  intermediate: CertifiedKey,
  at: Date,
): Promise<CertifiedKey | undefined> {
  try {
    const blocks = (await readFile(file, 'utf8')).match(/-----BEGIN ([A-Z ]+)-----.*?-----END \1-----\n/gs)
    const [certificatePem, privateKeyPem] = blocks ?? []
    if (!certificatePem || !privateKeyPem) return undefined
    const certificate = new X509Certificate(certificatePem)
    const usable =
      certificate.verify(new X509Certificate(intermediate.certificatePem).publicKey) &&
      certificate.checkPrivateKey(createPrivateKey(privateKeyPem)) &&
      certificate.validFromDate <= at &&
      certificate.validToDate.getTime() - at.getTime() >= reissueBeforeMs
    return usable ? { certificatePem, privateKeyPem } : undefined
  } catch {
    // Missing or damaged: a new one replaces it, and Wallet lets passes signed with the new one replace the old.
    return undefined
  }
}
