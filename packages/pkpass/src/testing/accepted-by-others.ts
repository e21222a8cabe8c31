import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { developmentAuthority, openssl } from './development-authority.ts'

/**
 * Expects of a built pass that unzip and both of OpenSSL's verifiers accept it, and that every SHA-1 is right.
 *
 * @param rootFile PEM of the root that its certificate comes from; that of the tests' own authority if absent
 */
export function expectAcceptedByOthers(bytes: Uint8Array, rootFile?: string): void {
  const { folder, root } = developmentAuthority()
  const place = mkdtempSync(join(folder, 'pass-'))
  const archive = join(place, 'pass.pkpass')
  const contents = join(place, 'contents')
  writeFileSync(archive, bytes)
  mkdirSync(contents)

  expect(run('unzip', '-t', archive)).toContain('No errors detected')
  run('unzip', '-q', archive, '-d', contents)
  const file = (name: string) => join(contents, name)
  const signature = [
    '-verify',
    '-binary',
    '-inform',
    'DER',
    '-in',
    file('signature'),
    '-content',
    file('manifest.json'),
  ]
  for (const command of ['cms', 'smime']) {
    const verified = openssl(command, ...signature, '-CAfile', rootFile ?? root.certificateFile, '-purpose', 'any')
    expect(verified.equals(readFileSync(file('manifest.json')))).toBe(true)
  }
  const manifest: Record<string, string> = JSON.parse(readFileSync(file('manifest.json'), 'utf8'))
  const names = run('unzip', '-Z1', archive).trim().split('\n')
  expect(Object.keys(manifest).sort()).toEqual(names.filter((n) => n !== 'manifest.json' && n !== 'signature').sort())
  for (const [name, digest] of Object.entries(manifest)) {
    expect(openssl('dgst', '-sha1', '-r', file(name)).toString().slice(0, 40)).toBe(digest)
  }
  rmSync(place, { recursive: true })
}

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString()
}
