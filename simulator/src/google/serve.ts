import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../phone/phone.ts'
import { type Answer, type Request, refusalAnswer } from './answer.ts'
import { ApiError, errorBody } from './api/api-error.ts'
import { inCamelCase } from './check/enums.ts'
import type { RequestRule } from './script/commands.ts'

/** A request and what came of it. */
export interface ReceivedRequest {
  /** ISO 8601. */
  readonly at: string
  readonly method: string
  /** With the query. */
  readonly path: string
  /** Parsed, if it is JSON; else as text. */
  readonly body: unknown
  /** Null if there was no answer. */
  readonly status: number | null
  readonly answer: unknown
  /** As in `200` and `404 resourceNotFound`, or what was done instead of answering, as in `silent`. */
  readonly outcome: string
}

export interface Service {
  readonly clock: Clock
  /** Whether connections are reset at the moment. */
  isAway(): boolean
  ruleFor(method: string, path: string): RequestRule | undefined
  handle(request: Request): Promise<Answer>
  note(received: ReceivedRequest): void
}

const longestBodyBytes = 10_000_000
const tooLong = refusalAnswer(
  new ApiError('uploadTooLarge', `Request payload size exceeds the limit: ${longestBodyBytes} bytes.`),
)

/** Reads requests, has them handled, or does with them what a script says, and notes them. */
export function serve(service: Service): RequestListener {
  return async (incoming, response) => {
    if (service.isAway()) {
      incoming.socket.destroy()
      return
    }
    try {
      await answer(service, incoming, response)
    } catch (error) {
      // Whoever has gone away needs no answer.
      if (!incoming.destroyed) throw error
    }
  }
}

async function answer(service: Service, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await read(incoming)
  if (request === undefined) {
    send(tooLong, response)
    return
  }
  const rule = service.ruleFor(request.method, request.url.pathname)
  const carriedOut = rule?.carriedOut || rule?.kind === 'slow' || rule?.kind === 'camel-case'
  const regular = rule && !carriedOut ? undefined : await service.handle(request)
  const given = rule ? await behave(rule, regular) : regular
  service.note({
    at: service.clock.now().toISOString(),
    method: request.method,
    path: request.url.pathname + request.url.search,
    body: readable(request.body),
    status: given?.status ?? null,
    answer: given?.body,
    outcome: given ? outcomeOf(given) : String(rule?.kind),
  })
  if (given) send(given, response)
  else if (rule?.kind === 'disconnect') incoming.socket.destroy()
}

/** Undefined if there is more than a request may have. */
async function read(incoming: IncomingMessage): Promise<Request | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming) {
    bytes += (chunk as Buffer).length
    if (bytes <= longestBodyBytes) chunks.push(chunk)
  }
  if (bytes > longestBodyBytes) return undefined
  return {
    method: incoming.method ?? '',
    url: new URL(incoming.url ?? '/', 'http://localhost'),
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat()[0]])),
    body: Buffer.concat(chunks),
  }
}

/** What is answered under a rule; undefined if nothing is. */
async function behave(rule: RequestRule, regular: Answer | undefined): Promise<Answer | undefined> {
  switch (rule.kind) {
    case 'silent':
    case 'disconnect':
      return undefined
    case 'slow':
      await setTimeout(rule.delayMs)
      return regular
    case 'camel-case':
      return regular && { ...regular, body: inCamelCase(regular.body) }
    case 'answer': {
      const { status, retryAfterSeconds } = rule
      const reason = rule.reason ?? reasonsOfStatuses[status] ?? 'backendError'
      const message = rule.message ?? `The virtual Google was told to answer ${status}.`
      return {
        status,
        headers: retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
        body: errorBody(status, reason, [message]),
        reason,
      }
    }
  }
}

const reasonsOfStatuses: Readonly<Record<number, string>> = {
  400: 'invalidResource',
  401: 'authError',
  403: 'permissionDenied',
  404: 'resourceNotFound',
  409: 'existingResource',
  429: 'rateLimitExceeded',
  500: 'internalError',
}

function outcomeOf({ status, reason }: Answer): string {
  return reason === undefined ? String(status) : `${status} ${reason}`
}

function readable(body: Buffer): unknown {
  if (body.length === 0) return null
  const text = body.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function send({ status, headers, body, stream }: Answer, response: ServerResponse): void {
  if (stream) {
    response.writeHead(status, headers)
    response.on(
      'close',
      stream((piece) => response.write(piece)),
    )
  } else if (typeof body === 'string' || body === undefined) response.writeHead(status, headers).end(body)
  else {
    response
      .writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8', ...headers })
      .end(`${JSON.stringify(body, null, 2)}\n`)
  }
}
