import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { usageError } from './errors.ts'
import type { Io } from './io.ts'

/**
 * A file that the command line names.
 *
 * @throws CommandError `usage`
 */
export async function readBytes(io: Io, file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(resolve(io.cwd, file)))
  } catch (error) {
    throw usageError(`${file} cannot be read: ${reasonOf(error)}.`)
  }
}

/** @throws CommandError `usage`, also for a file that is no JSON */
export async function readJson(io: Io, file: string): Promise<unknown> {
  const bytes = await readBytes(io, file)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw usageError(`${file} is no JSON: ${(error as Error).message}.`)
  }
}

/**
 * @param mode of a file that is made
 * @throws CommandError `usage`
 */
export async function writeBytes(io: Io, file: string, bytes: Uint8Array, mode = 0o666): Promise<void> {
  try {
    await writeFile(resolve(io.cwd, file), bytes, { mode })
  } catch (error) {
    throw usageError(`${file} cannot be written: ${reasonOf(error)}.`)
  }
}

export interface NewFile {
  readonly file: string
  readonly content: string
  readonly mode?: number
}

/**
 * Writes files that belong together into a folder, which is made if need be: all of them or none.
 *
 * @throws CommandError `usage` if one of them is there already and holds something else, as a key that cannot be had again
 */
export async function writeNewFiles(io: Io, folder: string, files: readonly NewFile[]): Promise<void> {
  const others: string[] = []
  for (const { file, content } of files) {
    const found = await readFile(resolve(io.cwd, file), 'utf8').catch(() => content)
    if (found !== content) others.push(file)
  }
  if (others.length > 0) {
    throw usageError(
      `Nothing is written over: ${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} there already.`,
      'Remove what is no longer needed, or choose another folder with --out.',
    )
  }
  // Where no folder can be made, writing says why.
  await mkdir(resolve(io.cwd, folder), { recursive: true }).catch(() => {})
  for (const { file, content, mode } of files) await writeBytes(io, file, Buffer.from(content), mode)
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
}

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  return reasons[code] ?? message
}
