import { X509Certificate } from 'node:crypto'
import { type Identity, type Issue, loadIdentity, PassError } from '@billfold/pkpass'

/** What was found in a certificate file. */
export interface Examination {
  /** The pass certificate and what it is for; undefined if passes cannot be signed with it. */
  readonly identity: Identity | undefined
  /** Undefined if the file holds none that can be read. */
  readonly certificate: X509Certificate | undefined
  /** Undefined if the certificate could not be compared with a key. */
  readonly privateKey: 'belongs' | 'missing' | undefined
  readonly issues: readonly Issue[]
}

export interface CertificateFiles {
  readonly file: Uint8Array
  readonly privateKey?: Uint8Array
  readonly passphrase?: string
  /** Of authorities other than Apple. */
  readonly intermediates?: readonly Uint8Array[]
}

/** Says whether passes can be signed with what a file holds, a certificate or a PKCS#12 file, and if not, why. */
export function examineCertificate(files: CertificateFiles, at: Date): Examination {
  const asCertificate = examine('certificate', files, at)
  if (!holdsSomethingElse(asCertificate)) return asCertificate
  const asPkcs12 = examine('pkcs12', files, at)
  return holdsSomethingElse(asPkcs12) ? asCertificate : asPkcs12
}

function examine(
  form: 'certificate' | 'pkcs12',
  { file, privateKey, passphrase, intermediates = [] }: CertificateFiles,
  at: Date,
): Examination {
  const input = {
    [form]: file,
    intermediates,
    ...(privateKey && { privateKey }),
    ...(passphrase !== undefined && { passphrase }),
  }
  const whole = load(input, at)
  const certificate = readCertificate(file)
  if (whole.identity) return { ...whole, certificate: whole.identity.certificate, privateKey: 'belongs' }
  const keyless = whole.issues.some(({ code, path }) => code === 'PRIVATE_KEY_MISSING' && path === 'privateKey')
  if (!keyless) return { ...whole, certificate, privateKey: undefined }
  // A certificate alone is what Apple gives: all else about it is worth knowing.
  const alone = load(
    {
      [form]: file,
      intermediates,
      signer: { sign: () => Promise.reject(new Error('This examination signs nothing.')) },
    },
    at,
  )
  return { ...alone, certificate: alone.identity?.certificate ?? certificate, privateKey: 'missing' }
}

function load(input: Parameters<typeof loadIdentity>[0], at: Date): Pick<Examination, 'identity' | 'issues'> {
  try {
    return { identity: loadIdentity(input, at), issues: [] }
  } catch (error) {
    if (!(error instanceof PassError)) throw error
    return { identity: undefined, issues: error.issues.map(inWordsOfTheCommand) }
  }
}

function inWordsOfTheCommand(issue: Issue): Issue {
  if (issue.code !== 'PASSPHRASE_REQUIRED') return issue
  return { ...issue, fix: 'Name the environment variable that holds its passphrase: --passphrase-env.' }
}

const holdsSomethingElse = ({ issues }: Examination) =>
  issues.some(({ code, path }) => code === 'INPUT_UNEXPECTED' && (path === 'certificate' || path === 'pkcs12'))

/** What Node can read: PEM and DER. */
function readCertificate(bytes: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes)
  } catch {
    return undefined
  }
}
