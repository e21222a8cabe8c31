import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type Issue, issueOf, PassError } from './errors.ts'
import type { Files } from './files.ts'
import { isObject } from './pass-json/describe.ts'
import type { PassJson } from './pass-json/types.ts'
import { isStray } from './zip/member-name.ts'

/** The source of a pass: what {@link compileTemplate} takes beside an identity. */
export interface PassFolder {
  readonly pass: PassJson
  readonly files: Files
}

/** Left by an earlier build: written anew each time. */
const built: readonly string[] = ['manifest.json', 'signature']

/**
 * Reads a `.pass` folder with pass.json, images and `.lproj` folders (Apple, *Creating the Source for a Pass*).
 * What macOS adds and what an earlier build left is skipped. Throws a PassError for symbolic links, for a missing
 * folder or pass.json and for a pass.json that is no JSON object.
 */
export async function readPassFolder(folder: string): Promise<PassFolder> {
  const issues: Issue[] = []
  const names = await listFiles(folder, issues)
  const contents = await Promise.all(
    names.map(async (name) => [name, new Uint8Array(await readFile(join(folder, name)))] as const),
  )
  const pass = readPassJson(contents.find(([name]) => name === 'pass.json')?.[1], issues)
  if (issues.length > 0 || !pass) throw new PassError('FOLDER_REFUSED', issues)
  return { pass, files: Object.fromEntries(contents.filter(([name]) => name !== 'pass.json')) }
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
  try {
    const pass: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    if (isObject(pass)) return pass
    issues.push(issueOf('JSON_INVALID', 'pass.json', 'It is not an object.', 'Put the keys of the pass into braces.'))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    issues.push(issueOf('JSON_INVALID', 'pass.json', `It is no JSON: ${reason}.`, 'Correct the syntax.'))
  }
  return undefined
}
