/** A Billfold as it ships, with the demo's customer, certificate and campaigns, for a benchmark to fill and measure. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Demo, setUpDemo } from '../server/dist/cli/demo/set-up.js'
import { type Config, loadConfig } from '../server/dist/config.js'
import { type Running, startBillfold } from '../server/dist/main.js'
import type { Context } from './context.ts'
import type { GoogleUrls } from './virtual-google.ts'

/** What a process needs to be one of this installation. */
export interface Place {
  readonly databaseUrl: string
  readonly dataDir: string
  /** Where pushes go; nowhere if absent. */
  readonly apns?: { readonly url: string; readonly caFile: string }
  /** What stands in for Google; nothing is sent to Google itself, since no campaign has an issuer of its own. */
  readonly google?: GoogleUrls & { readonly requestsPerSecond: number }
}

export interface Installation {
  readonly place: Place
  readonly billfold: Running
  readonly home: Home
}

/** Where the passes of a benchmark belong. */
export interface Home {
  readonly customerId: string
  /** The demo's loyalty card, which welcomes whoever installs it. */
  readonly campaignId: string
  readonly passTypeId: string
  readonly apiKey: string
}

export async function install(context: Context, name: string): Promise<Installation> {
  const postgres = await context.postgres()
  const databaseUrl = await postgres.create(name)
  const dataDir = join(context.folder, name)
  mkdirSync(dataDir)
  const place = { databaseUrl, dataDir }
  const billfold = await startBillfold(configOf(place))
  return {
    place,
    billfold,
    home: await homeOf(billfold, await setUpDemo(billfold, { address: billfold.baseUrl, dataDir, google: undefined })),
  }
}

/** As `billfold serve` has it on this database, on a free port. */
export const configOf = ({ databaseUrl, dataDir, apns, google }: Place): Config =>
  loadConfig({
    BILLFOLD_DATABASE_URL: databaseUrl,
    BILLFOLD_DATA: dataDir,
    BILLFOLD_SECRET: 'the secret of an installation that lasts one benchmark',
    BILLFOLD_PORT: '0',
    BILLFOLD_ALLOW_TEST_WALLETS: 'true',
    BILLFOLD_LOG_LEVEL: 'warn',
    ...(apns && { BILLFOLD_APNS_URL: apns.url, BILLFOLD_APNS_CA_FILE: apns.caFile }),
    ...(google && {
      BILLFOLD_GOOGLE_API_URL: google.apiUrl,
      BILLFOLD_GOOGLE_TOKEN_URL: google.tokenUrl,
      BILLFOLD_GOOGLE_SAVE_URL: google.saveUrl,
      BILLFOLD_GOOGLE_ROOT_KEYS_URL: google.rootKeysUrl,
      BILLFOLD_GOOGLE_REQUESTS_PER_SECOND: String(google.requestsPerSecond),
    }),
  })

async function homeOf({ core }: Running, { customerId, apiKey, campaigns }: Demo): Promise<Home> {
  const campaignId = campaigns[0]?.id ?? ''
  const { rows } = await core.database.pool.query<{ pass_type_id: string }>(
    'select pass_type_id from campaigns where id = $1',
    [campaignId],
  )
  const passTypeId = rows[0]?.pass_type_id ?? ''
  return { customerId, campaignId, passTypeId, apiKey }
}
