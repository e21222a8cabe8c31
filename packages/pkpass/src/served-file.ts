/** A finished file: immutable, and ready to be sent. */
export interface ServedFile {
  readonly sizeBytes: number
  /** The file in pieces, for `writev`. They may be shared with other files: neither change nor transfer them. */
  readonly chunks: readonly Uint8Array[]
  /** The file in one piece, copied. */
  bytes(): Uint8Array
  stream(): ReadableStream<Uint8Array>
  /** The file as the answer to an HTTP request. */
  toResponse(init?: { readonly fileName?: string | undefined; readonly lastModified?: Date | undefined }): Response
}

/** What is said about a file when it is sent. */
export interface FileKind {
  readonly mediaType: string
  /** Without its dot. */
  readonly extension: string
  /** Unless the caller gives a name. */
  readonly fileName: string
}

/** RFC 8187's attr-char. */
const plainFileName = /^[A-Za-z0-9!#$&+.^_`|~-]+$/

export function createServedFile(chunks: readonly Uint8Array[], kind: FileKind): ServedFile {
  const sizeBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const stream = () => ReadableStream.from(chunks)
  return {
    sizeBytes,
    chunks,
    bytes: () => Buffer.concat(chunks),
    stream,
    toResponse: ({ fileName = kind.fileName, lastModified } = {}) =>
      new Response(stream(), {
        headers: {
          'Content-Type': kind.mediaType,
          'Content-Length': String(sizeBytes),
          'Content-Disposition': contentDisposition(fileName, kind.extension),
          // A pass is personal, and a proxy that compresses it once more breaks it for some readers.
          'Cache-Control': 'no-store, no-transform',
          ...(lastModified && { 'Last-Modified': lastModified.toUTCString() }),
        },
      }),
  }
}

/** RFC 6266 §4: a plain name for everybody, and the real one encoded if that is not plain. */
function contentDisposition(fileName: string, extension: string): string {
  const name = fileName.endsWith(`.${extension}`) ? fileName : `${fileName}.${extension}`
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
