import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { lintFiles, lintJson, lintPackage, type PackageLint } from '@billfold/pkpass'
import { readPassFolder } from '@billfold/pkpass/node'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'

/**
 * Lints what a path names: a folder with a pass.json, a pass.json, or else a package.
 *
 * @throws CommandError `usage` for what cannot be read, PassError for a folder without a pass.json
 */
export async function lintSource(io: Io, path: string, at: Date): Promise<PackageLint> {
  const isFolder = await stat(resolve(io.cwd, path)).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isFolder) {
    const { pass, files } = await readPassFolder(resolve(io.cwd, path))
    return lintFiles(pass, files, { at })
  }
  const bytes = await readBytes(io, path)
  return isJson(path, bytes) ? lintJson(bytes, { at }) : lintPackage(bytes, { at })
}

function isJson(path: string, bytes: Uint8Array): boolean {
  return path.endsWith('.json') || /^[\s\uFEFF]*[{[]/.test(Buffer.from(bytes.subarray(0, 64)).toString('utf8'))
}
