import { readFile, writeFile } from 'node:fs/promises'
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
