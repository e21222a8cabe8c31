import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDevelopmentAuthority } from '@billfold/simulator'

/** Files of a pass certificate that a development authority made. */
export interface CertificateFiles {
  readonly certificate: string
  readonly privateKey: string
  /** Certificate, key and the authority's intermediate certificate in one PEM file. */
  readonly bundle: string
  /** The same as a .p12 file; its passphrase is `passphrase`. */
  readonly pkcs12: string
  readonly root: string
}

export const passTypeIdentifier = 'pass.com.example.coffee'
export const teamIdentifier = 'ABCDE12345'
export const passphrase = 'open sesame'

export async function makeCertificates(folder: string, at = new Date()): Promise<CertificateFiles> {
  const authority = await openDevelopmentAuthority(join(folder, 'authority'), at)
  const issued = await authority.issuePassCertificate({
    passTypeIdentifier,
    teamIdentifier,
    organizationName: 'Example Coffee',
    at,
  })
  const file = (name: string) => join(folder, name)
  const files = {
    certificate: file('pass.pem'),
    privateKey: file('pass.key'),
    bundle: file('bundle.pem'),
    pkcs12: file('pass.p12'),
    root: authority.rootFile,
  }
  await writeFile(files.certificate, issued.certificatePem)
  await writeFile(files.privateKey, issued.privateKeyPem)
  await writeFile(files.bundle, issued.certificatePem + issued.privateKeyPem + authority.intermediatePem)
  const options = ['-in', files.bundle, '-out', files.pkcs12, '-passout', `pass:${passphrase}`]
  execFileSync('openssl', ['pkcs12', '-export', ...options], { stdio: 'ignore' })
  return files
}
