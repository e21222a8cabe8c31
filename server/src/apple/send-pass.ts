import type { OutgoingHttpHeaders } from 'node:http'
import type { PassFile } from '@billfold/pkpass'
import type { FastifyReply } from 'fastify'
import Type from 'typebox'

/** An answer with a pass, for `/openapi.json`. */
export const passFileAnswer = {
  description: 'The signed pass.',
  content: { 'application/vnd.apple.pkpass': { schema: Type.String({ format: 'binary' }) } },
}

/** A pass is personal, and a proxy that compresses it once more breaks it for some readers. */
const caching = 'no-store, no-transform'

/** The headers of an answer with a pass, or about one (Apple, *Distributing and Updating a Pass*). */
function passHeaders(lastModified: Date): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/vnd.apple.pkpass',
    // Whole seconds: what a phone sends back verbatim to ask whether there is something newer.
    'last-modified': lastModified.toUTCString(),
    'cache-control': caching,
    'x-content-type-options': 'nosniff',
  }
}

/** Answers HEAD: about the pass, without building it. */
export function sendPassHeaders(reply: FastifyReply, lastModified: Date): FastifyReply {
  return reply.headers(passHeaders(lastModified)).send()
}

/** Answers that a phone has the pass already. */
export function sendNotModified(reply: FastifyReply, lastModified: Date): FastifyReply {
  return reply.code(304).header('last-modified', lastModified.toUTCString()).header('cache-control', caching).send()
}

/**
 * Answers with a pass. Its chunks go to the socket as they are: most of a pass is shared with all others of its
 * template, and joining them would copy it for each phone.
 */
export function sendPass(reply: FastifyReply, file: PassFile, lastModified: Date): FastifyReply {
  reply.headers({
    ...passHeaders(lastModified),
    'content-length': file.sizeBytes,
    'content-disposition': `attachment; filename="${file.serialNumber}.pkpass"`,
  })
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders)
  raw.cork()
  for (const chunk of file.chunks) raw.write(chunk)
  raw.end()
  return reply
}
