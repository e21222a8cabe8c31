import type { Answer } from './answers.ts'
import type { WebServiceRequest } from './requests.ts'

export type Fetch = typeof globalThis.fetch

export const timeoutMs = 10_000

/** Why no answer came, in iOS's words, by the code of the error. */
const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Could not connect to the server.',
  ENOTFOUND: 'A server with the specified hostname could not be found.',
  EAI_AGAIN: 'A server with the specified hostname could not be found.',
  ECONNRESET: 'The network connection was lost.',
  UND_ERR_SOCKET: 'The network connection was lost.',
  TimeoutError: 'The request timed out.',
  ERR_INVALID_URL: 'unsupported URL',
}

/** Sends a request to a web service. Redirects are not followed: they come back as answers that nobody expects. */
export async function send(request: WebServiceRequest, fetch: Fetch): Promise<Answer | { readonly failure: string }> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body !== undefined && { body: request.body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return {
      status: response.status,
      lastModified: response.headers.get('last-modified') ?? undefined,
      body: new Uint8Array(await response.arrayBuffer()),
    }
  } catch (error) {
    return { failure: failureOf(error) }
  }
}

/** Says in iOS's words why a request failed; words for failures that iOS has none for are the error's own. */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const code = [cause, error].map(codeOf).find((code) => code !== undefined && code in failures)
  return code ? (failures[code] ?? code) : cause instanceof Error ? cause.message : error.message
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
