import Type from 'typebox'
import type { Database } from './platform/database.ts'
import type { App } from './platform/http.ts'

const Health = Type.Object({ status: Type.String() })

/** For whoever keeps the process running: alive, and able to serve. */
export function healthRoutes(app: App, database: Database): void {
  const tags = ['operation']
  app.get(
    '/healthz',
    { schema: { tags, security: [], summary: 'Is the process alive', response: { 200: Health } } },
    async () => ({
      status: 'ok',
    }),
  )
  app.get(
    '/readyz',
    { schema: { tags, security: [], summary: 'Can it serve: does the database answer', response: { 200: Health } } },
    async () => {
      await database.pool.query({ name: 'ready', text: 'select 1' })
      return { status: 'ok' }
    },
  )
  app.get('/favicon.ico', { schema: { hide: true } }, async (_request, reply) => reply.code(204).send())
}
