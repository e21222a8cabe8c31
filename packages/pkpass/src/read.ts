import { hash } from 'node:crypto'
import { requireBytes } from './arguments.ts'
import { type Issue, issueOf, refuseErrors } from './errors.ts'
import { readJson } from './json/read-json.ts'
import { maxPassBytes, maxPassFiles, maxStringsBytes } from './limits.ts'
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
  /** The files that are there and cannot be read: why, `issues` says. */
  readonly unread: ReadonlySet<string>
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
  requireBytes(bytes, 'bytes')
  const { maxBytes = maxPassBytes, maxFiles = maxPassFiles } = limits
  const { files: members, issues: zipIssues } = readZip(bytes, { maxBytes, maxFiles })
  const issues = [...zipIssues]
  const { files: all, folder } = withoutFolder(members)
  const unread = new Set(zipIssues.map(({ path }) => path).filter((path) => !all.has(path)))
  const files = withoutSurplusStrings(all, unread, issues)
  if (folder !== undefined) {
    const fix = 'Zip the contents of the folder, not the folder.'
    issues.push(issueOf('PACKAGE_IN_FOLDER', folder, 'All files of the pass are in this folder.', fix))
  }
  const passes = passesIn(files)
  if (passes > 0) {
    const message = `It is a bundle of ${passes} ${passes === 1 ? 'pass' : 'passes'}.`
    issues.push(issueOf('PACKAGE_IS_BUNDLE', 'archive', message, 'Unzip it, and take its passes one by one.'))
    return { files: new Map(), pass: undefined, manifest: undefined, unread, issues }
  }
  // Of an archive that cannot be read nobody knows what it lacks.
  const isReadable = files.size > 0 || zipIssues.length === 0
  issues.push(...required.filter((name) => isReadable && !files.has(name) && !unread.has(name)).map(missing))
  const pass = readMember(files, 'pass.json', isObject, 'an object', issues)
  const manifest = readMember(files, 'manifest.json', isManifest, 'an object of strings', issues)
  return { files, pass, manifest, unread, issues }
}

/** Strings files beyond what a pass can say count as not read: to read them takes longer than all the rest. */
function withoutSurplusStrings(
  files: ReadonlyMap<string, Uint8Array>,
  unread: Set<string>,
  issues: Issue[],
): ReadonlyMap<string, Uint8Array> {
  let sizeBytes = 0
  const surplus = [...files].filter(([name, bytes]) => {
    if (name.endsWith('.strings')) sizeBytes += bytes.length
    return name.endsWith('.strings') && sizeBytes > maxStringsBytes
  })
  if (surplus.length === 0) return files
  for (const [name] of surplus) unread.add(name)
  const message = `The texts of all languages have more than ${maxStringsBytes} bytes: this file and those behind it are not read.`
  issues.push(issueOf('STRINGS_INVALID', surplus[0]![0], message, 'Leave out what the pass does not show.'))
  return new Map([...files].filter(([name]) => !unread.has(name)))
}

/** What every package has. */
export const required: readonly string[] = ['pass.json', 'manifest.json', 'signature']

/** How many passes a bundle holds; 0 if it is none. */
function passesIn(files: ReadonlyMap<string, Uint8Array>): number {
  const names = [...files.keys()].filter((name) => !isStray(name))
  return names.every((name) => /\.pkpass$/i.test(name)) ? names.length : 0
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
