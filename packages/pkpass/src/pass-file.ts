import { createServedFile, type ServedFile } from './served-file.ts'

/** A built pass: cheap to keep, as passes of one template share the bytes of its files. */
export interface PassFile extends ServedFile {
  readonly serialNumber: string
  /** SHA-256 of manifest.json, in hex: the same digest means the same content. */
  readonly manifestDigest: string
}

export function createPassFile(serialNumber: string, manifestDigest: string, chunks: readonly Uint8Array[]): PassFile {
  const kind = { mediaType: 'application/vnd.apple.pkpass', extension: 'pkpass', fileName: serialNumber }
  return { serialNumber, manifestDigest, ...createServedFile(chunks, kind) }
}
