/** What is said about inputs that are not what they should be. */
import { type Issue, issueOf } from '../errors.ts'
import type { CredentialKind } from './detect.ts'

export function passphraseRequired(path: string): Issue {
  return issueOf('PASSPHRASE_REQUIRED', path, 'It is encrypted, and no passphrase is given.', 'Give its passphrase.')
}

export function passphraseWrong(path: string): Issue {
  return issueOf('PASSPHRASE_WRONG', path, 'The passphrase does not open it.', 'Check the passphrase.')
}

export const pkcs12File = 'a PKCS#12 file'
const pkcs12Advice = 'Give the .p12 or .pfx file, as it is or in base64; or give certificate and privateKey instead.'

const advice: Partial<Record<CredentialKind, string>> = {
  'file name': 'Read the file and give its contents.',
  'certificate request':
    'Upload this request in the Apple developer account for a certificate; its private key is in a file of its own.',
  'PKCS#12 file': 'Give it as pkcs12, with its passphrase.',
  'PKCS#7 bundle':
    'Take the certificate out of it: openssl pkcs7 -print_certs -in bundle.p7b (-inform DER if it is no text)',
  'web page': 'Download it once more while you are signed in; what was saved is the page that asks to sign in.',
  'damaged PEM text': 'Copy everything from -----BEGIN to -----END, both lines included.',
  'damaged DER value': 'It is cut off or changed: download or export it again, and move it as a binary file.',
  'OpenSSH key': 'Convert it: ssh-keygen -p -m PKCS8 -f key',
}

export function unexpected(path: string, kind: CredentialKind, expected: string): Issue {
  const article = /^[aeiou]/i.test(kind) ? 'an' : 'a'
  return issueOf(
    'INPUT_UNEXPECTED',
    path,
    `This is ${article} ${kind}, expected ${expected}.`,
    advice[kind] ?? (expected === pkcs12File ? pkcs12Advice : `Give ${expected} as PEM, DER or base64.`),
  )
}
