/** A built pass: immutable, and cheap to keep, as passes of one template share the bytes of its files. */
export interface PassFile {
  readonly serialNumber: string
  /** SHA-256 of manifest.json, in hex: the same digest means the same content. */
  readonly manifestDigest: string
  readonly sizeBytes: number
  /** The file in pieces, for `writev`. The first is shared with other passes: neither change nor transfer it. */
  readonly chunks: readonly Uint8Array[]
  /** The file in one piece, copied. */
  bytes(): Uint8Array
  stream(): ReadableStream<Uint8Array>
  /** The pass as the answer to an HTTP request. */
  toResponse(init?: { readonly fileName?: string | undefined; readonly lastModified?: Date | undefined }): Response
}

/** RFC 8187's attr-char. */
const plainFileName = /^[A-Za-z0-9!#$&+.^_`|~-]+$/

export function createPassFile(serialNumber: string, manifestDigest: string, chunks: readonly Uint8Array[]): PassFile {
  const sizeBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const stream = () => ReadableStream.from(chunks)
  return {
    serialNumber,
    manifestDigest,
    sizeBytes,
    chunks,
    bytes: () => Buffer.concat(chunks),
    stream,
    toResponse: ({ fileName = serialNumber, lastModified } = {}) =>
      new Response(stream(), {
        headers: {
          'Content-Type': 'application/vnd.apple.pkpass',
          'Content-Length': String(sizeBytes),
          'Content-Disposition': contentDisposition(fileName),
          // A pass is personal, and a proxy that compresses it once more breaks it for some readers.
          'Cache-Control': 'no-store, no-transform',
          ...(lastModified && { 'Last-Modified': lastModified.toUTCString() }),
        },
      }),
  }
}

/** RFC 6266 §4: a plain name for everybody, and the real one encoded if that is not plain. */
function contentDisposition(fileName: string): string {
  const name = fileName.endsWith('.pkpass') ? fileName : `${fileName}.pkpass`
  if (plainFileName.test(name)) return `attachment; filename="${name}"`
  const plain = name.replace(/[^A-Za-z0-9._-]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeExtended(name)}`
}

/** encodeURIComponent leaves four characters that RFC 8187 §3.2.1 does not allow. */
function encodeExtended(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
