import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDevelopmentAuthority } from '@billfold/simulator'
import type { TestAccounts } from '../accounts/testing.ts'
import { transact } from '../log/transact.ts'
import { checkMaterial } from './check-material.ts'
import { configureApple } from './configure-apple.ts'
import { configureGoogle } from './configure-google.ts'

/** A pass certificate of the development authority, as a customer would upload it. */
export interface TestCertificate {
  readonly certificate: string
  readonly privateKey: string
  readonly intermediates: readonly string[]
}

export interface TestAuthority {
  issue(options?: { passTypeId?: string; teamId?: string; at?: Date }): Promise<TestCertificate>
  /** One for passes with NFC, made by OpenSSL. */
  issueForNfc(passTypeId: string): Promise<TestCertificate>
  /** The certificate as a .p12 file in base64, made by OpenSSL. */
  pkcs12(certificate: TestCertificate, passphrase: string, options?: { chain: boolean }): Promise<string>
  /** The private key encrypted with a passphrase, made by OpenSSL. */
  encryptKey(privateKey: string, passphrase: string): string
  close(): Promise<void>
}

const day = 86_400_000

export async function openTestAuthority(now: Date): Promise<TestAuthority> {
  const folder = await mkdtemp(join(tmpdir(), 'billfold-authority-'))
  const authority = await openDevelopmentAuthority(join(folder, 'authority'), new Date(now.getTime() - 400 * day))
  const openssl = (args: string[], input = '') => execFileSync('openssl', args, { input, stdio: 'pipe' })
  return {
    async issue({ passTypeId = 'pass.test.museum', teamId = 'TEAM123456', at = now } = {}) {
      const issued = await authority.issuePassCertificate({
        passTypeIdentifier: passTypeId,
        teamIdentifier: teamId,
        organizationName: 'Museum of Tests',
        at,
      })
      const { certificatePem: certificate, privateKeyPem: privateKey } = issued
      return { certificate, privateKey, intermediates: [authority.intermediatePem] }
    },
    async issueForNfc(passTypeId) {
      const file = (name: string) => join(folder, name)
      await writeFile(file('extensions'), 'keyUsage=critical,digitalSignature')
      const subject = `/UID=${passTypeId}/CN=Pass Type ID with NFC: ${passTypeId}/OU=TEAM123456/O=Museum of Tests`
      openssl(['genrsa', '-out', file('nfc.key'), '2048'])
      openssl(['req', '-new', '-key', file('nfc.key'), '-subj', subject, '-out', file('nfc.csr')])
      const [issuer, issuerKey] = [file('authority/intermediate.pem'), file('authority/intermediate-key.pem')]
      const wanted = ['-req', '-in', file('nfc.csr'), '-days', '30', '-extfile', file('extensions')]
      const certificate = openssl(['x509', ...wanted, '-CA', issuer, '-CAkey', issuerKey, '-CAcreateserial']).toString()
      const privateKey = await readFile(file('nfc.key'), 'utf8')
      return { certificate, privateKey, intermediates: [authority.intermediatePem] }
    },
    async pkcs12({ certificate, privateKey, intermediates }, passphrase, { chain } = { chain: false }) {
      const chainFile = join(folder, 'chain.pem')
      const pairFile = join(folder, 'pair.pem')
      await writeFile(chainFile, intermediates.join(''))
      await writeFile(pairFile, certificate + privateKey)
      const args = ['pkcs12', '-export', '-in', pairFile, '-passout', `pass:${passphrase}`]
      return openssl(chain ? [...args, '-certfile', chainFile] : args).toString('base64')
    },
    encryptKey: (privateKey, passphrase) =>
      openssl(['pkcs8', '-topk8', '-v2', 'aes256', '-passout', `pass:${passphrase}`], privateKey).toString(),
    close: () => rm(folder, { recursive: true }),
  }
}

/** Stores a certificate for a customer as the route does, in a transaction of its own. */
export function storeCertificate(
  { core }: Pick<TestAccounts, 'core'>,
  customerId: string,
  material: TestCertificate,
): ReturnType<typeof configureApple> {
  const at = core.clock.now()
  const identity = checkMaterial(material, { allowTestWallets: true, at })
  return transact(core, customerId, (trx) =>
    configureApple(trx, core.keys, { customerId, name: 'Museum', material, identity, by: null }, at),
  )
}

let serviceAccountKey: string | undefined

/** The key file of a service account, as Google’s console gives it out. One key serves all tests of a file. */
export function serviceAccountFile(email = 'billfold@museum-wallet.iam.gserviceaccount.com') {
  serviceAccountKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string
  return {
    type: 'service_account',
    project_id: 'museum-wallet',
    private_key_id: '0123456789abcdef0123456789abcdef01234567',
    private_key: serviceAccountKey,
    client_email: email,
    client_id: '100000000000000000001',
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: 'https://oauth2.googleapis.com/token',
    auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
    client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(email)}`,
    universe_domain: 'googleapis.com',
  }
}

/** Stores a service account for a customer's issuer as the route does once Google found it good. */
export function storeServiceAccount(
  { core }: Pick<TestAccounts, 'core'>,
  customerId: string,
  {
    issuerId,
    serviceAccount = serviceAccountFile(),
  }: { issuerId: string; serviceAccount?: ReturnType<typeof serviceAccountFile> },
): ReturnType<typeof configureGoogle> {
  const at = core.clock.now()
  const account = { serviceAccountEmail: serviceAccount.client_email, keyFile: JSON.stringify(serviceAccount) }
  const found = { issuerName: 'Museum of Tests', checkedAt: at }
  return transact(core, customerId, (trx) =>
    configureGoogle(trx, core.keys, { customerId, name: 'Museum', issuerId, ...account, ...found, by: null }, at),
  )
}
