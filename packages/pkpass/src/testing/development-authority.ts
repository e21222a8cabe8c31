/** A certificate authority for tests, made by openssl: a root, an intermediate as Apple's, pass type certificates. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Identity, loadIdentity } from '../identity/load-identity.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A certificate and its key, as files and as PEM. */
export interface Issued {
  readonly certificateFile: string
  readonly keyFile: string
  readonly certificate: string
  readonly privateKey: string
}

export interface DevelopmentAuthority {
  /** A folder of its own. */
  readonly folder: string
  readonly root: Issued
  readonly intermediate: Issued
  /** A pass type certificate; the same arguments give the same one. */
  leaf(options?: LeafOptions): Issued
  identity(options?: LeafOptions): Identity
}

export interface LeafOptions {
  readonly key?: 'rsa' | 'ec'
  readonly subject?: string
  readonly days?: number
  /** Instead of the intermediate. */
  readonly issuer?: Issued
  /** Lines of an extension section of openssl's, beside the usual ones. */
  readonly extensions?: string
}

export const passTypeIdentifier = 'pass.example.coffee'
export const teamIdentifier = 'ABCDE12345'
const passSubject = `/UID=${passTypeIdentifier}/CN=Pass Type ID: ${passTypeIdentifier}/OU=${teamIdentifier}/O=Example Coffee/C=DE`

export function openssl(...args: readonly string[]): Buffer {
  return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] })
}

const keyOptions = {
  rsa: ['-newkey', 'rsa:2048'],
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
} as const

export function createAuthority(intermediateDays = 1800): DevelopmentAuthority {
  const folder = temporaryFolder()
  const caExtensions =
    'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n'
  const leafExtensions = 'keyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n'

  const issue = (
    name: string,
    issuer: Issued | undefined,
    extensions: string,
    options: Required<Omit<LeafOptions, 'issuer' | 'extensions'>>,
  ): Issued => {
    const file = (extension: string) => join(folder, `${name}.${extension}`)
    const [certificateFile, keyFile] = [file('pem'), file('key')]
    openssl(
      'req',
      ...keyOptions[options.key],
      '-nodes',
      '-keyout',
      keyFile,
      '-out',
      file('csr'),
      '-subj',
      options.subject,
    )
    writeFileSync(file('ext'), extensions)
    const signedBy = issuer
      ? ['-CA', issuer.certificateFile, '-CAkey', issuer.keyFile, '-CAcreateserial']
      : ['-signkey', keyFile]
    const request = ['-req', '-in', file('csr'), '-days', String(options.days), '-extfile', file('ext')]
    openssl('x509', ...request, ...signedBy, '-out', certificateFile)
    return {
      certificateFile,
      keyFile,
      certificate: readFileSync(certificateFile, 'utf8'),
      privateKey: readFileSync(keyFile, 'utf8'),
    }
  }

  const root = issue('root', undefined, caExtensions, {
    key: 'rsa',
    subject: '/CN=Development Root/O=Example',
    days: 3650,
  })
  const intermediate = issue('intermediate', root, caExtensions, {
    key: 'rsa',
    subject: '/CN=Development Relations/OU=G4/O=Example',
    days: intermediateDays,
  })
  const leaves = new Map<string, Issued>()
  const leaf = (options: LeafOptions = {}) => {
    const { key = 'rsa', subject = passSubject, days = 365, issuer = intermediate, extensions = '' } = options
    const id = `${key} ${subject} ${days} ${issuer.certificateFile} ${extensions}`
    const known =
      leaves.get(id) ?? issue(`leaf-${leaves.size}`, issuer, leafExtensions + extensions, { key, subject, days })
    leaves.set(id, known)
    return known
  }
  const identity = (options?: LeafOptions) => {
    const { certificate, privateKey } = leaf(options)
    return loadIdentity({ certificate, privateKey, intermediates: [intermediate.certificate] }, new Date())
  }
  return { folder, root, intermediate, leaf, identity }
}

let shared: DevelopmentAuthority | undefined

/** One authority for all tests of a file. */
export function developmentAuthority(): DevelopmentAuthority {
  shared ??= createAuthority()
  return shared
}
