import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RawServerDefault,
} from 'fastify'
import { Problem, problemDocument } from '../errors.ts'
import { base32 } from './ids.ts'
import type { Logger } from './logger.ts'
import { ProblemDocument } from './problem-document.ts'
import { asProblem } from './request-errors.ts'
import { requestValidator } from './request-validator.ts'

/** The HTTP server: routes declare TypeBox schemas, which check requests, type handlers and become `/openapi.json`. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse<IncomingMessage>,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** Bodies over this are refused with 413 unless a route says otherwise. */
const bodyLimitBytes = 1024 * 1024

/**
 * An HTTP server without routes: validation, problem documents and request ids are set, nothing of Billfold's features.
 *
 * @param options.docsUrl under which the pages of the error codes live; part of each problem's `type`
 * @param options.translate makes problems of features' own errors, which the platform does not know
 * @param options.trustProxy whether `X-Forwarded-*` headers of a proxy in front are believed
 */
export function openHttp(options: {
  logger: Logger
  docsUrl: string
  trustProxy: boolean
  translate?: (error: unknown) => Problem | undefined
}): App {
  const documentOf = (problem: Problem, requestId: string) =>
    JSON.stringify(problemDocument(problem, { docsUrl: options.docsUrl, requestId }))
  const send = (request: FastifyRequest, reply: FastifyReply, problem: Problem) =>
    reply.code(problem.status).type('application/problem+json').send(documentOf(problem, request.id))
  const nextRequestId = requestIds()
  const app: App = fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    // Paths hold link tokens and device identifiers, which must not reach the log output.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    trustProxy: options.trustProxy,
    genReqId: nextRequestId,
    frameworkErrors: (error, request, reply) => void send(request, reply, asProblem(error, request)),
    clientErrorHandler: (_error, socket) => refuseConnection(socket, (problem) => documentOf(problem, nextRequestId())),
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 4096, ignoreDuplicateSlashes: true },
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(requestValidator)
  takeJsonOnly(app)
  const methodsAt = collectMethods(app)
  app.addSchema(ProblemDocument)
  const problem = { $ref: 'Problem#' }
  app.addHook('onRoute', ({ schema }) => {
    if (!schema || schema.hide) return
    schema.response = { '4xx': problem, '5xx': problem, ...(schema.response as object) }
  })

  app.setErrorHandler((error, request, reply) => {
    const problem = options.translate?.(error) ?? asProblem(error, request)
    if (problem.status >= 500) request.log.error({ err: error, requestId: request.id }, 'a request failed')
    return send(request, reply, problem)
  })
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(request.url)
    const hint = 'See /openapi.json for the routes.'
    if (methods.length === 0)
      return send(request, reply, new Problem('not_found', 'There is nothing at this address.', { hint }))
    const detail = `This address takes ${methods.join(', ')}, but not ${request.method}.`
    reply.header('allow', methods.join(', '))
    return send(request, reply, new Problem('method_not_allowed', detail, { hint }))
  })
  return app
}

/** Ids that tell this process's requests apart, and its requests from those of others: a random text and a counter. */
function requestIds(): () => string {
  const prefix = `req_${base32(randomBytes(10))}`
  let count = 0
  return () => `${prefix}_${++count}`
}

/** JSON is the only kind of body unless a route says otherwise. An empty one is none: clients declare JSON by habit. */
function takeJsonOnly(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === ''
      ? done(null, undefined)
      : parse(request, body as string, (error, value) => done(error && notJson(body as string), value)),
  )
}

/** Fastify does not say where a text stops to be JSON. */
function notJson(text: string): Problem {
  try {
    JSON.parse(text)
    return new Problem('malformed_body', 'The body has a key "__proto__", or "constructor" with a "prototype" in it.')
  } catch (error) {
    return new Problem('malformed_body', `The body is no JSON: ${(error as Error).message}.`)
  }
}

/** Notes every route as it is added, to tell an address that takes other methods from one that does not exist. */
function collectMethods(app: App): (url: string) => string[] {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = url
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/:[^/]+/g, '[^/]+')
      .replace('*', '.*')
    routes.push({ pattern: new RegExp(`^${pattern}$`), methods: [method].flat() })
  })
  return (url) => {
    const path = url.split('?')[0]?.replace(/\/{2,}/g, '/') ?? ''
    const methods = routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods)
    return [...new Set(methods)].sort()
  }
}

/** What is no HTTP at all is told so as well, and its connection closed. */
function refuseConnection(socket: Socket, documentOf: (problem: Problem) => string): void {
  if (!socket.writable) return
  const body = documentOf(new Problem('invalid_request', 'This is not an HTTP request that can be read.'))
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
