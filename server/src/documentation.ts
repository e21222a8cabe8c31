import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { errorKinds, Problem } from './errors.ts'
import type { App } from './platform/http.ts'

/** Collects every route's schema from here on: `/openapi.json` is what the code checks, not what somebody wrote. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    refResolver: { buildLocalReference: (schema, _base, _fragment, index) => String(schema.$id ?? `def-${index}`) },
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
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true })
}

export function documentationRoutes(app: App): void {
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.get<{ Params: { code: string } }>('/docs/errors/:code', { schema: { hide: true } }, async (request, reply) => {
    const kind = Object.entries(errorKinds).find(([code]) => code === request.params.code)
    if (!kind) throw new Problem('not_found', `There is no error code ${request.params.code}.`)
    return reply.type('text/html; charset=utf-8').send(errorPage(kind[0], kind[1]))
  })
}

function errorPage(code: string, kind: (typeof errorKinds)[keyof typeof errorKinds]): string {
  const text = (markdown: string) => markdown.replaceAll('<', '&lt;').replace(/`([^`]+)`/g, '<code>$1</code>')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${code} – Billfold</title><body>
<h1><code>${code}</code></h1><p>${text(kind.title)} (HTTP ${kind.status}).</p>
<h2>What happened</h2><p>${text(kind.happened)}</p><h2>How to fix it</h2><p>${text(kind.remedy)}</p>`
}
