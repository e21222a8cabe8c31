/** Object identifiers by the names their standards give them. */

/** RFC 5652 and PKCS#9 (RFC 2985). */
export const cms = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  encryptedData: '1.2.840.113549.1.7.6',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
} as const

export const sha256 = '2.16.840.1.101.3.4.2.1'

/** Digest algorithms by identifier, under Node's names. */
export const digestNames: Readonly<Record<string, 'sha1' | 'sha256' | 'sha384' | 'sha512'>> = {
  '1.3.14.3.2.26': 'sha1',
  [sha256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** RFC 8017 and RFC 5758. */
export const rsaEncryption = '1.2.840.113549.1.1.1'
export const sha256WithRsa = '1.2.840.113549.1.1.11'
export const ecdsaWithSha256 = '1.2.840.10045.4.3.2'

/** Attributes of names in certificates (RFC 4519) and the extension that identifies a key (RFC 5280 §4.2.1.2). */
export const name = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  userId: '0.9.2342.19200300.100.1.1',
  /** Of PKCS#9 (RFC 2985 §5.2.1). */
  emailAddress: '1.2.840.113549.1.9.1',
} as const
export const subjectKeyIdentifier = '2.5.29.14'

/** What marks a "Pass Type ID with NFC" certificate of Apple's, beside its common name. */
export const appleNfcPass = '1.2.840.113635.100.6.1.26'

/** PKCS#12 (RFC 7292 §4.2 and appendix D). */
export const pkcs12 = {
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
} as const

/** PKCS#5 (RFC 8018). */
export const pkcs5 = {
  pbkdf2: '1.2.840.113549.1.5.12',
  pbes2: '1.2.840.113549.1.5.13',
} as const
