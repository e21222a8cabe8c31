import type { App } from '../../platform/http.ts'
import { nothing, PassPath, webService } from './schema.ts'

/**
 * Newer iPhones post here what becomes of a pass on them. Apple does not describe it, so nothing follows from it; only
 * an answer other than 200 would be repeated.
 */
export function lifecycleRoute(routes: App): void {
  routes.post(
    '/v1/passes/:passTypeId/:serial/passLifecycleUpdate',
    {
      bodyLimit: 8 * 1024,
      schema: {
        ...webService,
        summary: 'Take note of a pass’s life on a phone',
        description: 'Nothing follows from it.',
        params: PassPath,
        response: { 200: nothing('Always.') },
      },
    },
    async (_request, reply) => reply.send(),
  )
}
