/** Object identifiers on Apple's pass type certificates, on the intermediate that issues them and on servers' certificates. */
export const oids = {
  /** Subject attribute `UID`: holds the pass type identifier (RFC 4519 §2.39). */
  userId: '0.9.2342.19200300.100.1.1',
  /** Extended key usage: TLS client authentication, with which the certificate opens a session to APNs. */
  clientAuthentication: '1.3.6.1.5.5.7.3.2',
  /** Extended key usage: TLS server authentication. */
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
  /** Extended key usage: Apple pass signing. */
  passSigning: '1.2.840.113635.100.4.14',
  /** Marker on a pass type certificate; its value is the pass type identifier. */
  passTypeIdentifier: '1.2.840.113635.100.6.1.16',
  /** Marker: may push through APNs' production environment. */
  productionPush: '1.2.840.113635.100.6.3.2',
  /** Marker on the "Worldwide Developer Relations" intermediate. */
  developerRelationsIntermediate: '1.2.840.113635.100.6.2.1',
} as const
