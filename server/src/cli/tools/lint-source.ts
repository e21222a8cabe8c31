import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { lintFiles, lintJson, lintPackage, type PackageLint } from '@billfold/pkpass'
import { readPassFolder } from '@billfold/pkpass/node'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'

export interface LintedSource extends PackageLint {
  /** Keys that a pass needs and its source lacks, because `billfold pass build` takes them from the certificate. */
  readonly leftToBuild: readonly string[]
}

const givenByBuild: readonly string[] = ['formatVersion', 'passTypeIdentifier', 'teamIdentifier']

/**
 * Lints what a path names: a folder with a pass.json, a pass.json, or else a package.
 *
 * @throws CommandError `usage` for what cannot be read, PassError for a folder without a pass.json
 */
export async function lintSource(io: Io, path: string, at: Date): Promise<LintedSource> {
  const isFolder = await stat(resolve(io.cwd, path)).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isFolder) {
    const { pass, files } = await readPassFolder(resolve(io.cwd, path))
    return beforeBuild(lintFiles(pass, files, { at }))
  }
  const bytes = await readBytes(io, path)
  return isJson(path, bytes) ? beforeBuild(lintJson(bytes, { at })) : { ...lintPackage(bytes, { at }), leftToBuild: [] }
}

function beforeBuild(found: PackageLint): LintedSource {
  const leftToBuild = found.issues
    .filter(({ code, path }) => code === 'KEY_MISSING' && givenByBuild.includes(path))
    .map(({ path }) => path)
  const issues = found.issues.filter(({ code, path }) => code !== 'KEY_MISSING' || !leftToBuild.includes(path))
  return { ...found, issues, leftToBuild }
}

function isJson(path: string, bytes: Uint8Array): boolean {
  return path.endsWith('.json') || /^[\s\uFEFF]*[{[]/.test(Buffer.from(bytes.subarray(0, 64)).toString('utf8'))
}
