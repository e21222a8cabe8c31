import type { KeyObject, X509Certificate } from 'node:crypto'

/** A private key, and certificates of which one may belong to it. */
export interface Credentials {
  readonly certificates: readonly X509Certificate[]
  readonly key: KeyObject | undefined
}

export const none: Credentials = { certificates: [], key: undefined }

/** The certificate that a key belongs to before the others. */
export function ownFirst(
  certificates: readonly X509Certificate[],
  key: KeyObject | undefined,
): readonly X509Certificate[] {
  const isOwn = (certificate: X509Certificate) => key !== undefined && certificate.checkPrivateKey(key)
  return [...certificates.filter(isOwn), ...certificates.filter((certificate) => !isOwn(certificate))]
}
