/** Packages that are signed by openssl instead of by us. */

import { hash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Files } from '../files.ts'
import { developmentAuthority, type Issued, openssl } from './development-authority.ts'
import { buildZip } from './zip-builder.ts'

export function manifestOf(files: Files): string {
  return JSON.stringify(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, hash('sha1', bytes)])))
}

export interface OpensslSignature {
  readonly signer?: Issued
  /** The embedded certificates besides the signer's; the intermediate unless given. */
  readonly embedded?: readonly Issued[]
  readonly options?: readonly string[]
}

/** A detached signature by `openssl cms`, with the options changed as wanted. */
export function signByOpenssl(content: string, { signer, embedded, options = [] }: OpensslSignature = {}): Buffer {
  const authority = developmentAuthority()
  const place = mkdtempSync(join(authority.folder, 'sign-'))
  const { certificateFile, keyFile } = signer ?? authority.leaf()
  const file = (name: string) => join(place, name)
  const others = (embedded ?? [authority.intermediate]).map(({ certificate }) => certificate).join('')
  writeFileSync(file('content'), content)
  writeFileSync(file('others'), others)
  const certificates = ['-signer', certificateFile, '-inkey', keyFile, ...(others ? ['-certfile', file('others')] : [])]
  const output = ['-outform', 'DER', '-out', file('signature')]
  openssl('cms', '-sign', '-binary', '-md', 'sha256', '-in', file('content'), ...certificates, ...output, ...options)
  return readFileSync(file('signature'))
}

/** A package of these files, whose manifest and signature are made for them unless given. */
export function signedPackage(files: Files, given: { manifest?: string; signature?: Uint8Array } = {}): Buffer {
  const manifest = given.manifest ?? manifestOf(files)
  const signature = given.signature ?? signByOpenssl(manifest)
  const members = { ...files, 'manifest.json': Buffer.from(manifest), signature }
  return buildZip(Object.entries(members).map(([name, content]) => ({ name, content, method: 8 })))
}
