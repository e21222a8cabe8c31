import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyReply } from 'fastify'
import { prefersHtml } from './campaigns/open/accept.ts'
import { type Page, renderPage } from './campaigns/open/page/layout.ts'
import { errorListPage, errorPage, homePage, unknownErrorPage } from './documentation/pages.ts'
import { theme } from './documentation/theme.ts'
import { type ErrorCode, errorKinds, Problem } from './errors.ts'
import type { App } from './platform/http.ts'

/** Collects every route's schema from here on: `/openapi.json` is what the code checks, not what somebody wrote. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Billfold',
        version: '1',
        description: 'Passes for Apple Wallet: issue, distribute, update. Errors are RFC 9457 problem documents.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `bfk_…`.' } },
      },
      security: [{ apiKey: [] }],
    },
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme,
    // Without the bar on top, which offers to explore other APIs than this one.
    uiConfig: { layout: 'BaseLayout' },
    staticCSP: docsPolicy,
  })
}

/** Swagger UI sets style attributes and draws its icons from data URLs; all else is served from here. */
const docsPolicy =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"

export function documentationRoutes(app: App): void {
  const schema = { hide: true }
  app.get('/', { schema }, (_request, reply) => sendPage(reply, homePage))
  app.get('/openapi.json', { schema }, async () => app.swagger())
  for (const path of ['/docs/errors', '/docs/errors/']) {
    app.get(path, { schema }, (_request, reply) => sendPage(reply, errorListPage))
  }
  app.get<{ Params: { code: string } }>('/docs/errors/:code', { schema }, (request, reply) => {
    const { code } = request.params
    if (isErrorCode(code)) return sendPage(reply, errorPage(code))
    if (prefersHtml(request.headers.accept)) return sendPage(reply.code(404), unknownErrorPage)
    throw new Problem('not_found', `There is no error code ${code}.`, { hint: 'See /docs/errors for all of them.' })
  })
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorKinds, code)

function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  const { markup, contentSecurityPolicy } = renderPage(page)
  return reply
    .headers({ 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff' })
    .type('text/html; charset=utf-8')
    .send(markup)
}
