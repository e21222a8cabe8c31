import type { X509Certificate } from 'node:crypto'
import { extensionOf, subjectNames } from '../der/certificate.ts'
import * as oids from '../der/oids.ts'
import { type Issue, issueOf } from '../errors.ts'

/**
 * Whether a certificate is one of those that Apple issues for passes with NFC: "Pass Type ID with NFC". Apple documents
 * neither mark; certificates in use have both.
 */
export function isForNfc(certificate: X509Certificate): boolean {
  return (
    extensionOf(certificate, oids.appleNfcPass) !== undefined ||
    subjectNames(certificate).commonName?.startsWith('Pass Type ID with NFC:') === true
  )
}

/**
 * Wallet does not install a pass with NFC, or one to personalise, if its certificate is not for that; building one does not
 * fail.
 *
 * @param certificate the identity's
 * @param fileNames those of the package
 */
export function nfcIssues(
  certificate: X509Certificate,
  pass: Readonly<Record<string, unknown>>,
  fileNames: readonly string[],
): Issue[] {
  const path = pass.nfc !== undefined ? 'nfc' : fileNames.find((name) => name === 'personalization.json')
  if (path === undefined || isForNfc(certificate)) return []
  return [
    issueOf(
      'NFC_NOT_CERTIFIED',
      path,
      `The certificate "${subjectNames(certificate).commonName ?? ''}" is an ordinary one, and Wallet installs such a pass only with a certificate for NFC.`,
      'Ask Apple for the NFC entitlement (developer.apple.com/contact/passkit), then request a "Pass Type ID with NFC" certificate.',
      { doubt: 'Certificates for NFC are told by marks that those in use have, and that Apple documents nowhere.' },
    ),
  ]
}
