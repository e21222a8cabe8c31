import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type Issue, issueOf, PassError, refuseErrors } from './errors.ts'
import type { PassSource } from './import/import-pass.ts'
import { readJson } from './json/read-json.ts'
import { isObject } from './pass-json/describe.ts'
import type { PassJson } from './pass-json/types.ts'
import { isStray } from './zip/member-name.ts'

/** Left by an earlier build: written anew each time. */
const built: readonly string[] = ['manifest.json', 'signature']

/**
 * Reads a `.pass` or `.pkpasstemplate` folder with pass.json, images and `.lproj` folders (Apple, *Creating the Source for a Pass*).
 * What macOS adds and what an earlier build left is skipped. Throws a PassError for symbolic links, for a missing
 * folder or pass.json and for a pass.json that is no JSON object.
 */
export async function readPassFolder(folder: string): Promise<PassSource> {
  const issues: Issue[] = []
  const names = await listFiles(folder, issues)
  const contents = await Promise.all(
    names.map(async (name) => [name, new Uint8Array(await readFile(join(folder, name)))] as const),
  )
  const pass = readPassJson(contents.find(([name]) => name === 'pass.json')?.[1], issues)
  refuseErrors('FOLDER_REFUSED', issues)
  return { pass: pass!, files: Object.fromEntries(contents.filter(([name]) => name !== 'pass.json')) }
}

async function listFiles(folder: string, issues: Issue[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: Error) => {
    const issue = issueOf('FOLDER_UNREADABLE', folder, `It cannot be read: ${cause.message}.`, 'Name a .pass folder.')
    throw new PassError('FOLDER_REFUSED', [issue], { cause })
  })
  return entries.flatMap((entry) => {
    const name = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
    if (isStray(name) || built.includes(name) || entry.isDirectory()) return []
    if (entry.isFile()) return [name]
    issues.push(
      issueOf('FILE_NOT_REGULAR', name, 'It is a symbolic link or another special file.', 'Put the file itself there.'),
    )
    return []
  })
}

function readPassJson(bytes: Uint8Array | undefined, issues: Issue[]): PassJson | undefined {
  if (!bytes) {
    issues.push(issueOf('MEMBER_MISSING', 'pass.json', 'It is missing.', 'Name a folder with a pass.json in it.'))
    return undefined
  }
  const pass = readJson(bytes, 'pass.json', issues)
  if (pass === undefined || isObject(pass)) return pass
  issues.push(issueOf('JSON_INVALID', 'pass.json', 'It is not an object.', 'Put the keys of the pass into braces.'))
  return undefined
}
