import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
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
  const send = (request: FastifyRequest, reply: FastifyReply, problem: Problem) =>
    reply
      .code(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemDocument(problem, { docsUrl: options.docsUrl, requestId: request.id })))
  const app: App = fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    // Paths hold link tokens and device identifiers, which must not reach the log output.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    trustProxy: options.trustProxy,
    genReqId: requestIds(),
    frameworkErrors: (error, request, reply) => void send(request, reply, asProblem(error)),
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 4096, ignoreDuplicateSlashes: true },
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(requestValidator)

  app.setErrorHandler((error, request, reply) => {
    const problem = options.translate?.(error) ?? asProblem(error)
    if (problem.status >= 500) request.log.error({ err: error, requestId: request.id }, 'a request failed')
    return send(request, reply, problem)
  })
  app.setNotFoundHandler((request, reply) => {
    const detail = `There is no ${request.method} route at this address.`
    return send(request, reply, new Problem('not_found', detail, { hint: 'See /openapi.json for the routes.' }))
  })
  return app
}

/** Ids that tell this process's requests apart, and its requests from those of others: a random text and a counter. */
function requestIds(): () => string {
  const prefix = `req_${base32(randomBytes(10))}`
  let count = 0
  return () => `${prefix}_${++count}`
}
