import { several } from '../command.ts'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'

/** For commands that ask whether a signature can be trusted. */
export const rootOption = [
  '--root <file>',
  'root certificate to trust besides Apple’s; may be given several times',
  several,
] as const

/** @throws CommandError `usage` for a file that cannot be read */
export async function readRoots(io: Io, files: readonly string[] = []): Promise<readonly Uint8Array[]> {
  return Promise.all(files.map((file) => readBytes(io, file)))
}
