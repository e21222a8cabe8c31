import { hash } from 'node:crypto'
import { type Issue, issueOf, refuseErrors } from './errors.ts'
import { readJson } from './json/read-json.ts'
import { maxPassBytes, maxPassFiles } from './limits.ts'
import { isObject } from './pass-json/describe.ts'
import type { PassJson } from './pass-json/types.ts'
import { isStray } from './zip/member-name.ts'
import { readZip, type ZipLimits } from './zip/read.ts'

/** What a `.pkpass` file holds; whether it is signed and complete is for {@link verifyPass} to say. */
export interface PassContents {
  readonly pass: PassJson
  /** All files by their paths, pass.json, manifest.json and signature included. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** SHA-1 by path, as manifest.json states it. */
  readonly manifest: Readonly<Record<string, string>>
  /** SHA-256 of manifest.json, in hex: the same digest means the same content. */
  readonly manifestDigest: string
  readonly signature: Uint8Array
}

/** At most 64 MiB and 1,000 files unless given. */
export type ReadLimits = Partial<ZipLimits>

/** As much of a package as can be read, and everything that is wrong with what is read. */
export interface OpenedPackage {
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly pass: PassJson | undefined
  readonly manifest: Readonly<Record<string, string>> | undefined
  readonly issues: readonly Issue[]
}

/**
 * Reads a pass package (Apple, *Building a Pass*) that may come from anywhere.
 * Throws a PassError with all problems of the archive, and if pass.json, manifest.json or signature is missing or no
 * JSON of its kind.
 */
export function readPass(bytes: Uint8Array, limits: ReadLimits = {}): PassContents {
  const { files, pass, manifest, issues } = openPackage(bytes, limits)
  refuseErrors('PACKAGE_REFUSED', issues)
  return {
    pass: pass!,
    files,
    manifest: manifest!,
    manifestDigest: hash('sha256', files.get('manifest.json')!),
    signature: files.get('signature')!,
  }
}

/**
 * Opens a package to look into it, however broken it is: what can be read of it, and every problem. Throws for nothing.
 * Signature and manifest are compared with the files by {@link verifyPass}.
 */
export function openPackage(bytes: Uint8Array, limits: ReadLimits = {}): OpenedPackage {
  const { maxBytes = maxPassBytes, maxFiles = maxPassFiles } = limits
  const { files: members, issues: zipIssues } = readZip(bytes, { maxBytes, maxFiles })
  const issues = [...zipIssues]
  const { files, folder } = withoutFolder(members)
  if (folder !== undefined) {
    const fix = 'Zip the contents of the folder, not the folder.'
    issues.push(issueOf('PACKAGE_IN_FOLDER', folder, 'All files of the pass are in this folder.', fix))
  }
  const names = [...files.keys()]
  if (names.length > 0 && names.every((name) => name.endsWith('.pkpass'))) {
    const message = `It is a bundle of ${names.length} passes.`
    issues.push(issueOf('PACKAGE_IS_BUNDLE', 'archive', message, 'Unzip it, and take its passes one by one.'))
  }
  const pass = readMember(files, 'pass.json', isObject, 'an object', issues)
  const manifest = readMember(files, 'manifest.json', isManifest, 'an object of strings', issues)
  if (!files.has('signature')) issues.push(missing('signature'))
  return { files, pass, manifest, issues }
}

/** What a package that cannot be read is missing is no news: it is that it cannot be read. */
export function packageIssues(files: ReadonlyMap<string, Uint8Array>, issues: readonly Issue[]): readonly Issue[] {
  const others = issues.filter(({ code }) => code !== 'MEMBER_MISSING')
  return files.size === 0 && others.length > 0 ? others : issues
}

/** The files as they should stand in the archive, if somebody zipped the folder instead of its contents. */
export function withoutFolder(members: ReadonlyMap<string, Uint8Array>): {
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly folder?: string
} {
  const names = [...members.keys()].filter((name) => !isStray(name))
  const folder = /^[^/]+\//.exec(names[0] ?? '')?.[0]
  if (folder === undefined || !members.has(`${folder}pass.json`)) return { files: members }
  if (!names.every((name) => name.startsWith(folder))) return { files: members }
  const files = new Map(names.map((name) => [name.slice(folder.length), members.get(name)!]))
  return { files, folder: folder.slice(0, -1) }
}

function readMember<Value>(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  isExpected: (value: unknown) => value is Value,
  expected: string,
  issues: Issue[],
): Value | undefined {
  const bytes = files.get(name)
  if (bytes === undefined) issues.push(missing(name))
  const value = bytes && readJson(bytes, name, issues)
  if (value === undefined || isExpected(value)) return value
  issues.push(issueOf('JSON_INVALID', name, `It is not ${expected}.`, 'Build the pass anew.'))
  return undefined
}

function isManifest(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((digest) => typeof digest === 'string')
}

function missing(name: string): Issue {
  return issueOf('MEMBER_MISSING', name, 'It is missing.', 'Build the pass anew.')
}
