import { Readable } from 'node:stream'
import Type from 'typebox'
import { requires } from '../accounts/authorize.ts'
import type { Caller } from '../accounts/caller.ts'
import { Problem } from '../errors.ts'
import type { LogFilter, LoggedEvent } from '../log/read.ts'
import type { App } from '../platform/http.ts'
import { eventStream, streamPace } from './event-stream.ts'
import { type FollowDeps, followLog } from './follow.ts'
import { EventList, EventQuery, StreamAnswer, StreamHeaders, StreamQuery } from './schema.ts'
import { eventSchemas, publishedSchema } from './schemas/event-schemas.ts'

const tags = ['events']
/** How many events a stream reads at once. */
const streamPageSize = 200

export function eventRoutes(app: App, deps: FollowDeps & { baseUrl: string }): void {
  // Who waits for events would keep a server that is told to stop from closing.
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())

  app.get(
    '/api/events',
    {
      onRequest: requires('events:read'),
      schema: {
        tags,
        summary: 'Follow what happens',
        description:
          'The one history of everything, in order. Keep the last number you have dealt with and ask for what came after it: nothing is missed.',
        querystring: EventQuery,
        response: { 200: EventList },
      },
    },
    async (request, reply) => {
      const { after = 0, limit = 100, waitSeconds = 0 } = request.query
      const pages = followLog(deps, request.caller.customerId, filterOf(request), {
        after,
        limit: limit + 1,
        quietMs: waitSeconds * 1000,
        signal: AbortSignal.any([closing.signal, whenClosed(reply.raw)]),
      })
      for await (const events of pages) {
        const items = events.slice(0, limit)
        return { items: items.map(asAnswer), next: events.length > limit ? (items.at(-1)?.number ?? null) : null }
      }
      return { items: [], next: null }
    },
  )

  app.get(
    '/api/events/stream',
    {
      onRequest: requires('events:read'),
      // Its answer never ends, so its length and what a HEAD would say cannot be known.
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'Follow what happens, as server-sent events',
        description:
          'What `GET /api/events` lists, each event as it happens: `id` is its number, `data` the event. A comment comes every 15 seconds without one. Reconnect with `Last-Event-ID`: nothing is missed. Who takes nothing for 30 seconds is disconnected.',
        querystring: StreamQuery,
        headers: StreamHeaders,
        response: { 200: { content: { 'text/event-stream': { schema: StreamAnswer } } } },
      },
    },
    async (request, reply) => {
      const pages = followLog(deps, request.caller.customerId, filterOf(request), {
        after: request.headers['last-event-id'] ?? request.query.after ?? 0,
        limit: streamPageSize,
        quietMs: streamPace.heartbeatMs,
        signal: AbortSignal.any([closing.signal, whenClosed(reply.raw)]),
        mayGoOn: () => isAccepted(app, request.headers.authorization),
      })
      const text = eventStream(pages, streamPace, () => reply.raw.destroy())
      reply
        .header('content-type', 'text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        // Asks nginx to pass each event on at once.
        .header('x-accel-buffering', 'no')
      return Readable.from(text, { objectMode: false })
    },
  )

  app.get<{ Params: { file: string } }>(
    '/events/schemas/:file',
    {
      schema: {
        tags,
        summary: 'The JSON Schema of the data of a type of event',
        params: Type.Object({ file: Type.String({ description: 'The type and `.json`, as `created.json`.' }) }),
        response: { 200: Type.Object({}, { additionalProperties: true }) },
        security: [],
      },
    },
    async (request, reply) => {
      const type = Object.keys(eventSchemas).find((name) => `${name}.json` === request.params.file)
      if (type === undefined) throw new Problem('not_found', `There is no schema ${request.params.file}.`)
      reply.header('cache-control', 'public, max-age=3600').type('application/schema+json')
      return publishedSchema(deps.baseUrl, type as keyof typeof eventSchemas)
    },
  )
}

function filterOf(request: { caller: Caller; query: { passId?: string; type?: string } }): LogFilter {
  const { passId, type } = request.query
  const { campaignIds } = request.caller
  return {
    ...(passId !== undefined && { passId }),
    ...(type !== undefined && { types: [type] }),
    ...(campaignIds !== null && { campaignIds }),
  }
}

function whenClosed(connection: NodeJS.EventEmitter): AbortSignal {
  const closed = new AbortController()
  connection.once('close', () => closed.abort())
  return closed.signal
}

/** Whether the key that a stream was opened with still counts. */
function isAccepted(app: App, authorization: string | undefined): boolean {
  try {
    app.apiKeys.authenticate(authorization)
    return true
  } catch {
    return false
  }
}

function asAnswer(event: LoggedEvent) {
  return { ...event, at: event.at.toISOString() }
}
