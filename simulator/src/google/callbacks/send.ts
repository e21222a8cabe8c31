import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'

export interface Request {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly body?: string
}

export interface Sender {
  /** Roots (PEM) that are trusted for https, besides the usual ones. */
  readonly roots: readonly string[]
  readonly timeoutMs: number
  /** Ends whatever is under way. */
  readonly signal: AbortSignal
}

/** As Google's crawler calls itself; the paths of callbacks have to be open to it. */
const userAgent = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
const longestAnswerBytes = 500_000

/**
 * Sends a request; redirects are not followed.
 * @throws Error: there was no answer in time
 */
export function send(
  { method, url, body }: Request,
  { roots, timeoutMs, signal }: Sender,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'User-Agent': userAgent, ...(body !== undefined && { 'Content-Type': 'application/json' }) }
    const end = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const options = { method, headers, signal: end, agent: false as const }
    const onAnswer = (answer: IncomingMessage) => {
      readBody(answer).then((text) => resolve({ status: answer.statusCode ?? 0, body: text }), reject)
    }
    const sent: ClientRequest = url.startsWith('https:')
      ? httpsRequest(url, { ...options, ...(roots.length > 0 && { ca: [...roots] }) }, onAnswer)
      : httpRequest(url, options, onAnswer)
    sent.on('error', reject)
    sent.end(body)
  })
}

async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer) {
    bytes += (chunk as Buffer).length
    if (bytes <= longestAnswerBytes) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
