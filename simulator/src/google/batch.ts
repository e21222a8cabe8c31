import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Answer, Request } from './answer.ts'
import { ApiError } from './api/api-error.ts'

/** How many calls come together at most. */
const mostCalls = 50

interface Part {
  readonly contentId: string | undefined
  readonly request: Request
}

/**
 * Answers several calls that come as one request, each as if it had come by itself (Google, *Sending batch requests*). A
 * part is a request of type `application/http`; Google's own samples for Wallet write `application/json` instead.
 * @throws ApiError `badRequest`
 */
export async function answerBatch(batch: Request, handle: (request: Request) => Promise<Answer>): Promise<Answer> {
  const [, quoted, bare] =
    /^multipart\/mixed\s*;.*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(batch.headers['content-type'] ?? '') ?? []
  const boundary = quoted ?? bare
  if (batch.method !== 'POST' || boundary === undefined) {
    throw new ApiError(
      'badRequest',
      'Failed to parse batch request: it is not POSTed as multipart/mixed with a boundary.',
    )
  }
  const parts = partsOf(batch, boundary)
  if (parts.length === 0) throw new ApiError('badRequest', 'Failed to parse batch request: it has no parts.')
  if (parts.length > mostCalls) {
    throw new ApiError(
      'badRequest',
      `The batch has ${parts.length} calls in a single request; at most ${mostCalls} are allowed.`,
    )
  }
  const answers: string[] = []
  for (const { contentId, request } of parts) answers.push(written(await handle(request), contentId))
  const own = `batch_${randomUUID()}`
  return {
    status: 200,
    headers: { 'Content-Type': `multipart/mixed; boundary=${own}` },
    body: `${answers.map((answer) => `--${own}\r\n${answer}\r\n`).join('')}--${own}--\r\n`,
  }
}

function partsOf(batch: Request, boundary: string): readonly Part[] {
  const [, ...pieces] = `\n${batch.body.toString('utf8').replaceAll('\r\n', '\n')}`.split(`\n--${boundary}`)
  return pieces.filter((piece) => !piece.startsWith('--')).map((piece) => readPart(piece.replace(/^\s*?\n/, ''), batch))
}

/** @throws ApiError `badRequest` */
function readPart(piece: string, batch: Request): Part {
  const [outer, call] = headAndRest(piece)
  const [inner, body] = headAndRest(call.trimStart())
  const [requestLine = '', ...headerLines] = inner.split('\n')
  const [, method, path] = /^([A-Z]+) (\S+)( HTTP\/1\.1)?$/.exec(requestLine.trim()) ?? []
  if (!method || !path || !URL.canParse(path, batch.url.href)) {
    throw new ApiError(
      'badRequest',
      `Failed to parse batch request: ${JSON.stringify(requestLine)} is no request line.`,
    )
  }
  return {
    contentId: headersIn(outer.split('\n'))['content-id'],
    request: {
      method,
      url: new URL(path, batch.url),
      headers: { authorization: batch.headers.authorization, ...headersIn(headerLines) },
      body: Buffer.from(body.trim()),
    },
  }
}

/** What stands before the first empty line, and after it. */
function headAndRest(text: string): readonly [string, string] {
  const [, head = text, rest = ''] = /^((?:.+\n)*)\n([\s\S]*)$/.exec(text) ?? []
  return [head, rest]
}

function headersIn(lines: readonly string[]): Readonly<Record<string, string>> {
  const pairs = lines.map((line) => /^([\w-]+):\s*(.*)$/.exec(line.trim())).filter((match) => match !== null)
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name.toLowerCase(), value]))
}

function written({ status, body }: Answer, contentId: string | undefined): string {
  return [
    'Content-Type: application/http',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId.replace(/^<?/, '<response-').replace(/>?$/, '>')}`]),
    '',
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=UTF-8',
    '',
    JSON.stringify(body, null, 2),
  ].join('\r\n')
}
