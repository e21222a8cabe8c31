/** What people have at hand when they are asked for the key file of a service account, and what it really is. */

interface Kind {
  readonly what: string
  readonly isIt: (text: string) => boolean
}

/** Base64 of DER: a SEQUENCE whose first element is the INTEGER 3, the version of PFX (RFC 7292 §4). */
function isPkcs12(text: string): boolean {
  const base64 = text.replace(/\s/g, '')
  if (!/^MI[A-Za-z0-9+/]+=*$/.test(base64)) return false
  const bytes = Buffer.from(base64.slice(0, 16), 'base64')
  const lengthBytes = (bytes[1] ?? 0) > 0x80 ? (bytes[1] ?? 0) - 0x80 : 0
  return bytes.subarray(2 + lengthBytes, 5 + lengthBytes).equals(Buffer.of(2, 1, 3))
}

/** The first that fits counts. */
const textKinds: readonly Kind[] = [
  { what: 'empty', isIt: (text) => text === '' },
  { what: 'a certificate alone', isIt: (text) => text.startsWith('-----BEGIN CERTIFICATE') },
  { what: 'a public key', isIt: (text) => /^-----BEGIN (RSA )?PUBLIC KEY/.test(text) },
  { what: 'a private key alone', isIt: (text) => text.includes('-----BEGIN') && !text.startsWith('{') },
  { what: 'an API key, which signs nothing', isIt: (text) => /^AIza[\w-]{35}$/.test(text) },
  { what: 'the secret of an OAuth client id', isIt: (text) => /^GOCSPX-[\w-]+$/.test(text) },
  { what: 'an access token, which is good for an hour', isIt: (text) => /^ya29\.[\w.-]+$/.test(text) },
  { what: 'a JWT', isIt: (text) => /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text) },
  { what: 'the e-mail address of an account', isIt: (text) => /^[^\s@"{}]+@[^\s@"{}]+$/.test(text) },
  { what: 'the name of a file, not what it holds', isIt: (text) => /^[^\s"{}]+\.(json|p12)$/i.test(text) },
  { what: 'a PKCS#12 file (.p12), the older form of such a key', isIt: isPkcs12 },
  { what: 'a web page', isIt: (text) => /^<(!doctype|html)/i.test(text) },
  { what: 'JSON that breaks off, or was damaged when it was edited', isIt: (text) => text.startsWith('{') },
]

/** What a text that is no JSON object is; undefined if it cannot be told. */
export function kindOfText(text: string): string | undefined {
  return textKinds.find(({ isIt }) => isIt(text.trim()))?.what
}

/** What the JSON files of Google's that have another `type` are. */
const typedKinds: Readonly<Record<string, string>> = {
  authorized_user: 'the credentials of a person, as gcloud keeps them',
  external_account: 'a configuration of workload identity federation, which has no key',
  external_account_authorized_user: 'the credentials of a person, as gcloud keeps them',
  impersonated_service_account: 'a configuration to impersonate a service account, which has no key',
  gdch_service_account: 'a service account of Google Distributed Cloud',
}

/** What a JSON object is that is not the key file of a service account; undefined if it cannot be told. */
export function kindOfObject(file: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof file.type === 'string' && Object.hasOwn(typedKinds, file.type)) return typedKinds[file.type]
  if (file.project_info !== undefined) return 'the configuration of an Android app (google-services.json)'
  if (file.kty !== undefined || Array.isArray(file.keys)) return 'a JSON Web Key'
  return undefined
}

/** What stands in the place of the private key instead of one; undefined if it cannot be told. */
export function kindOfPem(pem: string): string | undefined {
  if (/-----BEGIN CERTIFICATE/.test(pem)) return 'a certificate'
  if (/-----BEGIN (RSA )?PUBLIC KEY/.test(pem)) return 'the public key'
  if (/-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(pem)) return 'encrypted, which Google’s files are not'
  if (/-----BEGIN/.test(pem) && !/-----END/.test(pem)) return 'a private key that breaks off'
  return undefined
}
