import { setImmediate as nextTurn } from 'node:timers/promises'
import { requires } from '../../accounts/authorize.ts'
import type { Core } from '../../passes/core.ts'
import type { App } from '../../platform/http.ts'
import { requestValidator } from '../../platform/request-validator.ts'
import { mintLink } from './mint-link.ts'
import { type LinkAnswer, LinkBatch, LinkBatchAnswer, LinkBatchEnvelope } from './schema.ts'

/** 10,000 requests with as many tokens as fit into a link. */
const bodyLimitBytes = 20 * 1024 * 1024
/** Links made between two looks at other requests: a few milliseconds' work. */
const sliceSize = 200

/** The links of passes: made without the database, so that a mailing does not stop because it does. */
export function linkRoutes(app: App, deps: { core: Pick<Core, 'clock' | 'keys'>; baseUrl: string }): void {
  const { clock, keys } = deps.core
  const urlPrefix = `${deps.baseUrl}/api/pass/create/`

  app.post(
    '/pers/v1/urls',
    {
      onRequest: requires('links:create'),
      bodyLimit: bodyLimitBytes,
      validatorCompiler: (route) => requestValidator({ ...route, schema: LinkBatchEnvelope }),
      // The serializer made from the schema would check each answer against both of its shapes.
      serializerCompiler: () => JSON.stringify,
      schema: {
        tags: ['links'],
        summary: 'Make links to passes',
        description:
          'One URL for each request, in the same order; a bad request gets an `error` in its place and the others ' +
          'their URLs. A link carries the tokens encrypted. Opening it makes the pass, or finds it.',
        body: LinkBatch,
        response: { 200: LinkBatchAnswer },
      },
    },
    async (request) => {
      const { caller } = request
      const requests: readonly unknown[] = request.body.requests
      const at = clock.now()
      // Only for a customer that another process has just made is the database asked.
      if (keys.accepted('links', caller.customerId, undefined, at).length === 0) await keys.refresh()
      const minting = { caller, key: keys.active('links', caller.customerId), urlPrefix, at }
      const urls: LinkAnswer[] = []
      for (let start = 0; start < requests.length; start += sliceSize) {
        for (const each of requests.slice(start, start + sliceSize)) urls.push(mintLink(minting, each))
        await nextTurn()
      }
      return { urls }
    },
  )
}
