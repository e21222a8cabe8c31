/** What a change of a campaign costs before its walk, whatever its size. */
import pg from 'pg'
import { demoClient } from '../server/dist/cli/demo/client.js'
import { type Child, startChild } from './child.ts'
import type { Context } from './context.ts'
import type { Finding } from './harness.ts'
import type { Home, Place } from './installation.ts'
import { apnsAt, type PushCredentials } from './push-sink.ts'
import { countRowsWritten, takeRowsWritten } from './rows-written.ts'
import { type Server, startBillfoldServer } from './servers.ts'
import type { SeededCampaign } from './walk-stock.ts'

/** From a request that publishes to the first push, and the rows written, for a campaign of each size. */
export async function measureChanges(
  { progress }: Context,
  place: Place,
  home: Home,
  campaigns: readonly SeededCampaign[],
  credentials: PushCredentials,
): Promise<Finding[]> {
  const apns = startChild('arrival-apns.ts')
  const client = new pg.Client({ connectionString: place.databaseUrl })
  let server: Server | undefined
  try {
    const port = await apns.call<number>('start', credentials)
    server = await startBillfoldServer({ ...place, apns: apnsAt(port, credentials) })
    await client.connect()
    await countRowsWritten(client)
    const findings: Finding[] = []
    for (const campaign of campaigns) {
      progress(`a change with ${campaign.passes} passes`)
      findings.push(...(await measureChange(server, home, campaign, apns, client)))
    }
    return findings
  } finally {
    await server?.stop()
    await client.end()
    await apns.stop()
  }
}

async function measureChange(
  server: Server,
  home: Home,
  campaign: SeededCampaign,
  apns: Child,
  client: pg.Client,
): Promise<Finding[]> {
  const passes = campaign.passes.toLocaleString('en')
  const publish = await changeDraft(server, home, campaign)
  await takeRowsWritten(client)
  const firstPush = apns.call('nextPush')
  const start = performance.now()
  await publish()
  await firstPush
  const firstPushMs = performance.now() - start
  // The jobs that a publication leaves are looked for twice a second.
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const written = await takeRowsWritten(client)
  await endWalks(client)
  // The walk's pages are as many as there are phones; they are written while it pushes.
  const ofPages = (what: string) => what.startsWith('push_walk_pages') || what === 'push_walks update'
  const rows = [...written].reduce((sum, [what, count]) => (ofPages(what) ? sum : sum + count), 0)
  return [
    { what: `to the first push, ${passes} passes`, value: firstPushMs, unit: 'ms', atMost: 1000 },
    { what: `rows written by the change, ${passes} passes`, value: rows, unit: 'rows', atMost: 20 },
  ]
}

/**
 * Changes a text of the campaign's draft.
 *
 * @returns a function that publishes it
 */
export async function changeDraft(
  { port }: Server,
  home: Home,
  { id }: SeededCampaign,
): Promise<() => Promise<unknown>> {
  const api = demoClient(`http://127.0.0.1:${port}`, home.apiKey)
  const { draft } = await api<{ draft: { content: object } }>('GET', `/api/campaigns/${id}`)
  const content = { ...draft.content, description: `Changed at ${new Date().toISOString()}` }
  await api('PUT', `/api/campaigns/${id}/draft`, { ...draft, content })
  return () => api('POST', `/api/campaigns/${id}/revisions`)
}

/** Ends all walks early and forgets them, as the next one of a campaign would wait until ten seconds after the last. */
export async function endWalks(client: pg.Client): Promise<void> {
  await client.query('update push_walks set read_all = true, due_at = null where finished_at is null')
  for (let underWay = 1; underWay > 0; ) {
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int from push_walk_pages where pushed_at is null',
    )
    underWay = rows[0]?.count ?? 0
  }
  await client.query('delete from push_walks')
}
