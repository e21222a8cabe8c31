import { Problem } from '../errors.ts'
import type { App } from './http.ts'

/**
 * Takes every body on these routes as JSON, whatever its Content-Type says: wallets send none, or odd ones. The body
 * arrives as bytes, so that a route without a use for it is not stopped by it.
 */
export function takeAnyBody(routes: App): void {
  routes.removeAllContentTypeParsers()
  routes.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  // A malformed Content-Type is refused before any parser is asked.
  routes.addHook('onRequest', async (request) => {
    delete request.raw.headers['content-type']
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @throws Problem `malformed_body` when the bytes are no JSON object in UTF-8 */
export function jsonObjectOf(body: Buffer | undefined): Readonly<Record<string, unknown>> {
  const value = parse(body)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new Problem('malformed_body', 'The body is not a JSON object in UTF-8.')
}

function parse(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(utf8.decode(body))
  } catch {
    return undefined
  }
}
