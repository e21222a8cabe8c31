import { hash } from 'node:crypto'
import { type Issue, issueOf, refuseErrors } from './errors.ts'
import { maxPassBytes, maxPassFiles } from './limits.ts'
import { isObject } from './pass-json/describe.ts'
import type { PassJson } from './pass-json/types.ts'
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

/** As much of a package as can be read. */
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

export function openPackage(bytes: Uint8Array, limits: ReadLimits): OpenedPackage {
  const { maxBytes = maxPassBytes, maxFiles = maxPassFiles } = limits
  const { files, issues: zipIssues } = readZip(bytes, { maxBytes, maxFiles })
  const issues = [...zipIssues]
  const pass = readJson(files, 'pass.json', isObject, 'an object', issues)
  const manifest = readJson(files, 'manifest.json', isManifest, 'an object of strings', issues)
  if (!files.has('signature')) issues.push(missing(files, 'signature'))
  return { files, pass, manifest, issues }
}

function readJson<Value>(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  isExpected: (value: unknown) => value is Value,
  expected: string,
  issues: Issue[],
): Value | undefined {
  const bytes = files.get(name)
  if (bytes === undefined) {
    issues.push(missing(files, name))
    return undefined
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (isExpected(value)) return value
    issues.push(issueOf('JSON_INVALID', name, `It is not ${expected}.`, 'Build the pass anew.'))
  } catch (failure) {
    const reason = failure instanceof SyntaxError ? failure.message : 'it is no UTF-8'
    issues.push(
      issueOf('JSON_INVALID', name, `It is no JSON: ${reason}.`, 'Correct the syntax and build the pass anew.'),
    )
  }
  return undefined
}

function isManifest(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((digest) => typeof digest === 'string')
}

function missing(files: ReadonlyMap<string, Uint8Array>, name: string): Issue {
  const nested = [...files.keys()].find((path) => path.endsWith(`/${name}`))
  return issueOf(
    'MEMBER_MISSING',
    name,
    nested === undefined ? 'It is missing.' : `It is missing; there is ${nested}.`,
    nested === undefined ? 'Build the pass anew.' : 'Zip the contents of the folder, not the folder.',
  )
}
