import { finishArchive, startArchive } from '../zip/write.ts'
import type { PassSource } from './import-pass.ts'

/** A folder that was read as one file, without manifest and signature: what {@link importPass} takes, and no phone. */
export function zipSource({ pass, files }: PassSource): Uint8Array {
  const start = startArchive(Object.entries(files))
  return Buffer.concat([start.members, finishArchive(start, [['pass.json', Buffer.from(JSON.stringify(pass))]])])
}
