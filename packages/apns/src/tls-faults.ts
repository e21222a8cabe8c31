/** Why a TLS handshake fails for good, by the error codes of Node and OpenSSL; all else is worth another try. */
import type { Misconfigured } from './outcome.ts'

const refused = 'ClientCertificateRefused'
const untrusted = 'ServerNotTrusted'
const askForCa = "If it is a server of your own, give its certificate authority in the option 'ca'."

const tlsFaults: Readonly<Record<string, readonly [reason: string, explanation: string]>> = {
  // alerts of the server: RFC 8446 §6.2
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: [refused, 'The client certificate has expired. Renew it.'],
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: [refused, 'The client certificate was revoked. Make another one.'],
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: [refused, 'The server does not accept the client certificate.'],
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: [refused, 'The server finds the client certificate damaged or wrong.'],
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: [refused, 'The client certificate is of the wrong kind.'],
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: [refused, 'The server does not trust the issuer of the client certificate.'],
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: [refused, 'The client certificate is valid but not allowed.'],
  ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR: [refused, 'The server cannot verify the signature of our private key.'],
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: [refused, 'The server wants a client certificate, and none was given.'],
  // our own check of the server
  CERT_HAS_EXPIRED: [untrusted, 'The certificate of the server has expired, or the clock of this machine is wrong.'],
  CERT_NOT_YET_VALID: [untrusted, 'The certificate of the server is not valid yet: look at the clock of this machine.'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [untrusted, `The certificate of the server is self-signed. ${askForCa}`],
  SELF_SIGNED_CERT_IN_CHAIN: [untrusted, `The server's certificate authority is not trusted. ${askForCa}`],
  UNABLE_TO_GET_ISSUER_CERT: [untrusted, `The server's certificate authority is not known. ${askForCa}`],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [untrusted, `The server's certificate authority is not known. ${askForCa}`],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [untrusted, `The server's certificate authority is not known. ${askForCa}`],
  ERR_TLS_CERT_ALTNAME_INVALID: [untrusted, "The certificate of the server is for another name than that in 'url'."],
}

/** The outcome that the end of a connection means for all pushes, if it was a fault of configuration. */
export function misconfiguredByTls(cause: Error | undefined): Misconfigured | undefined {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  if (code === undefined || !Object.hasOwn(tlsFaults, code)) return undefined
  const [reason, explanation] = tlsFaults[code]!
  return { kind: 'misconfigured', reason, explanation: `${explanation} (${code})` }
}
