// For the type of createRateLimit: the server's page registers the plugin.
import type {} from '@fastify/rate-limit'
import { jsonObjectOf } from '../../platform/any-body.ts'
import type { App } from '../../platform/http.ts'
import type { AppleDeps } from '../deps.ts'
import { type LogSubject, logSubjectOf, readableLine } from './log-line.ts'
import { LogBody, nothing, webService } from './schema.ts'

const bodyLimitBytes = 64 * 1024
const maxLines = 50
/** Of each address; phones write rarely, and a whole office may share one. */
const requestsPerMinute = 60
const keptLinesPerPass = 200

/**
 * Apple, *Log a Message*. Nobody proves here who they are, so a line is kept only beside a pass for which the device
 * that it names is registered. A phone repeats what is not answered by 200, so everything is: what cannot be used is
 * dropped.
 */
export function logRoute(routes: App, deps: AppleDeps): void {
  const limitOf = routes.createRateLimit({ max: requestsPerMinute, timeWindow: 60_000 })
  routes.post(
    '/v1/log',
    {
      bodyLimit: bodyLimitBytes,
      schema: {
        ...webService,
        summary: 'Take in what a phone has to complain about',
        description: 'At most 50 lines are looked at, and those kept that name a registered device and its pass.',
        body: LogBody,
        response: { 200: nothing('Always.') },
      },
    },
    async (request, reply) => {
      const limit = await limitOf(request)
      if (limit.isAllowed || !limit.isExceeded) await keep(deps, linesOf(request.body as Buffer | undefined))
      return reply.send()
    },
  )
}

function linesOf(body: Buffer | undefined): string[] {
  try {
    const { logs } = jsonObjectOf(body)
    return Array.isArray(logs) ? logs.filter((line) => typeof line === 'string').slice(0, maxLines) : []
  } catch {
    return []
  }
}

type Line = LogSubject & { readonly customerId: string; readonly text: string }

async function keep({ core, walletDirectory }: AppleDeps, lines: readonly string[]): Promise<void> {
  const about: Line[] = []
  for (const line of lines) {
    const subject = logSubjectOf(line)
    const owner = subject && (await walletDirectory.find(subject.passTypeId))
    if (owner) about.push({ ...subject, customerId: owner.customerId, text: readableLine(line, subject) })
  }
  if (about.length === 0) return
  const column = (name: keyof Line) => about.map((line) => line[name])
  await core.database.pool.query({
    name: 'apple_keep_log_lines',
    text: statement,
    values: [
      column('customerId'),
      column('deviceId'),
      column('passTypeId'),
      column('serial'),
      column('text'),
      core.clock.now(),
      keptLinesPerPass,
    ],
  })
}

// The oldest lines beyond those to be kept go, as this table is filled from outside.
const statement = `
  with kept as (
    insert into device_log_lines (customer_id, device_id, pass_id, line, at)
    select l.customer_id, l.device_id, p.id, l.line, $6
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
      as l (customer_id, device_id, pass_type_id, serial, line, place)
    join passes p on p.customer_id = l.customer_id and p.pass_type_id = l.pass_type_id and p.serial = l.serial
    join registrations r on r.customer_id = l.customer_id and r.device_id = l.device_id
      and r.pass_type_id = l.pass_type_id and r.pass_id = p.id
    order by l.place
    returning customer_id, pass_id
  )
  delete from device_log_lines d using (select distinct customer_id, pass_id from kept) k
  where d.customer_id = k.customer_id and d.pass_id = k.pass_id and d.seq <= (
    select o.seq from device_log_lines o
    where o.customer_id = k.customer_id and o.pass_id = k.pass_id
    order by o.seq desc offset $7 limit 1)`
