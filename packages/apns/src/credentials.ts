import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates, type SecureContext, type SecureContextOptions } from 'node:tls'
import type { Problem } from './errors.ts'
import type { ApnsOptions } from './options.ts'

type Auth = ApnsOptions['auth']
type Credentials = Pick<SecureContextOptions, 'cert' | 'key' | 'pfx' | 'passphrase'>

/**
 * One secure context for all connections of a client: one for each would parse certificates and roots every time.
 * Adds to `problems` and returns undefined if something cannot be read.
 */
export function readCredentials(auth: Auth, ca: ApnsOptions['ca'], problems: Problem[]): SecureContext | undefined {
  const before = problems.length
  const extraRoots = ca === undefined ? [] : [ca].flat()
  for (const root of extraRoots) readCertificate(root, 'ca', problems)
  const credentials = credentialReaders[auth.kind](auth as never, problems)
  if (problems.length > before) return undefined
  const roots = extraRoots.length > 0 ? { ca: [...getCACertificates('default'), ...extraRoots] } : {}
  return createSecureContext({ ...credentials, ...roots })
}

const credentialReaders: {
  readonly [kind in Auth['kind']]: (auth: Extract<Auth, { kind: kind }>, problems: Problem[]) => Credentials
} = {
  certificate(auth, problems) {
    const certificate = readCertificate(auth.certificate, 'auth.certificate', problems)
    const key = readPrivateKey(auth.privateKey, auth.passphrase, problems)
    if (certificate && key && !certificate.checkPrivateKey(key)) {
      const message = 'It does not belong to the certificate.'
      problems.push({ option: 'auth.privateKey', message, fix: 'Give the key that the certificate was made for.' })
    }
    return { cert: auth.certificate, ...(key && { key: key.export({ type: 'pkcs8', format: 'pem' }) }) }
  },
  pkcs12(auth, problems) {
    const credentials: Credentials = { pfx: Buffer.from(auth.pkcs12) }
    if (auth.passphrase !== undefined) credentials.passphrase = auth.passphrase
    try {
      createSecureContext(credentials)
    } catch (error) {
      problems.push(pkcs12Problem(error as Error))
    }
    return credentials
  },
  token: () => ({}),
}

function readCertificate(pem: string, option: string, problems: Problem[]): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    const fix = 'Give it in PEM, from -----BEGIN CERTIFICATE----- on.'
    problems.push({ option, message: 'It cannot be read as a certificate.', fix })
    return undefined
  }
}

function readPrivateKey(pem: string, passphrase: string | undefined, problems: Problem[]): KeyObject | undefined {
  try {
    return createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) })
  } catch {
    problems.push(
      /ENCRYPTED/.test(pem)
        ? { option: 'auth.passphrase', message: 'It does not open the private key.', fix: 'Give the right one.' }
        : { option: 'auth.privateKey', message: 'It cannot be read as a private key.', fix: 'Give it in PEM.' },
    )
    return undefined
  }
}

/** What OpenSSL means, by the words of its message. */
function pkcs12Problem({ message }: Error): Problem {
  if (/mac verify failure/i.test(message)) {
    const fix = 'Give the passphrase that was set when the file was exported.'
    return { option: 'auth.passphrase', message: 'It does not open the PKCS#12 file.', fix }
  }
  if (/unsupported/i.test(message)) {
    const fix =
      'Convert it: openssl pkcs12 -legacy -in old.p12 -nodes -out both.pem, then openssl pkcs12 -export -in both.pem -out new.p12'
    return { option: 'auth.pkcs12', message: 'It is protected by an algorithm that Node.js does not read.', fix }
  }
  if (/private key/i.test(message)) {
    return { option: 'auth.pkcs12', message: 'It holds no private key.', fix: 'Export certificate and key together.' }
  }
  return { option: 'auth.pkcs12', message: 'It cannot be read as PKCS#12.', fix: 'Give the bytes of the .p12 file.' }
}
