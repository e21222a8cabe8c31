/** Certificates for tests, made by openssl: an authority, a server, a pass type certificate, and a stranger's. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Issued {
  readonly certificate: string
  readonly privateKey: string
  readonly certificateFile: string
  readonly keyFile: string
}

export const topic = 'pass.example.coffee'

/** It is shared by test files, and removed with all that is temporary when their run is over. */
const folder = mkdtempSync(join(tmpdir(), 'apns-'))

export function openssl(...args: readonly string[]): Buffer {
  return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] })
}

export function testFile(name: string): string {
  return join(folder, name)
}

function issue(name: string, subject: string, extensions: string, issuer?: Issued): Issued {
  const [certificateFile, keyFile] = [testFile(`${name}.pem`), testFile(`${name}.key`)]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  openssl('req', ...curve, '-nodes', '-keyout', keyFile, '-out', testFile('csr'), '-subj', subject)
  writeFileSync(testFile('ext'), extensions)
  const signing = issuer
    ? ['-CA', issuer.certificateFile, '-CAkey', issuer.keyFile, '-CAcreateserial']
    : ['-signkey', keyFile]
  const request = ['-req', '-in', testFile('csr'), '-days', '30', '-extfile', testFile('ext')]
  openssl('x509', ...request, ...signing, '-out', certificateFile)
  const certificate = readFileSync(certificateFile, 'utf8')
  return { certificate, privateKey: readFileSync(keyFile, 'utf8'), certificateFile, keyFile }
}

const authorityExtensions = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n'
const passSubject = `/UID=${topic}/CN=Pass Type ID: ${topic}/OU=ABCDE12345/O=Example Coffee`

export const authority = issue('authority', '/CN=Test Authority', authorityExtensions)
export const server = issue('server', '/CN=localhost', 'subjectAltName=DNS:localhost,IP:127.0.0.1\n', authority)
export const client = issue('client', passSubject, 'extendedKeyUsage=clientAuth\n', authority)
export const stranger = issue('stranger', passSubject, 'extendedKeyUsage=clientAuth\n')
