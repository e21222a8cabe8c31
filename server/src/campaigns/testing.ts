import type { LightMyRequestResponse } from 'fastify'
import sharp from 'sharp'
import { afterAll, beforeAll } from 'vitest'
import { useApiKeys } from '../accounts/authorize.ts'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { openImages } from '../apple/images.ts'
import { openEvidence } from '../apple/push/evidence.ts'
import { openTemplates } from '../apple/template.ts'
import { openImageWorker } from '../assets/image-worker.ts'
import { putAsset } from '../assets/put-asset.ts'
import { openGoogleAccounts } from '../credentials/google-accounts.ts'
import { openIdentities } from '../credentials/identities.ts'
import { openTestAuthority, storeCertificate, type TestAuthority } from '../credentials/testing.ts'
import { openWalletDirectory } from '../credentials/wallet-directory.ts'
import type { GoogleSettings } from '../google/clients.ts'
import { type Google, openGoogle } from '../google/open-google.ts'
import { coffeeCard } from '../passes/content/fixture.ts'
import type { RevisionSource } from '../passes/content/revision.ts'
import type { Core } from '../passes/core.ts'
import { passQueues } from '../passes/jobs.ts'
import { findPass, type Pass } from '../passes/pass.ts'
import { openRevisions } from '../passes/revisions.ts'
import { unfitTokens } from '../passes/unfit-tokens.ts'
import { type App, openHttp } from '../platform/http.ts'
import { openJobs } from '../platform/jobs.ts'
import type { CampaignDeps } from './deps.ts'
import { importRoutes } from './import/routes.ts'
import { linkRoutes } from './links/routes.ts'
import type { LinkRequest } from './links/schema.ts'
import { openRoutes } from './open/routes.ts'
import { campaignRoutes } from './routes.ts'

/** Everything that authoring and opening need, for a customer with a certificate and an image. */
export interface TestStudio {
  readonly app: App
  readonly accounts: TestAccounts
  readonly authority: TestAuthority
  readonly core: Core
  readonly deps: CampaignDeps
  readonly google: Google
  readonly customerId: string
  readonly walletConfigurationId: string
  /** The id of an image. */
  readonly imageId: string
  /** Calls a route with a key that may do everything, unless another is given; a text as body is JSON already. */
  call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    url: string,
    body?: object | string,
    authorization?: string,
  ): Promise<LightMyRequestResponse>
  /** A key's `Authorization` header. */
  authorizationFor(options: Parameters<TestAccounts['makeKey']>[0]): Promise<string>
  /** The clock's time, as the HTTP surface writes it. */
  now(): string
  /** Makes a campaign over HTTP, a loyalty card unless it is said otherwise, and returns its id. */
  create(body?: object): Promise<string>
  /** Makes and publishes a campaign over HTTP and returns its id. */
  publish(source: RevisionSource): Promise<string>
  /** The path of a link, made over HTTP. */
  link(request: LinkRequest, authorization?: string): Promise<string>
  /** Opens a link's path as a person at a desktop does, unless it is said otherwise. */
  open(
    path: string,
    as?: { userAgent?: string; accept?: string; method?: 'GET' | 'HEAD' },
  ): Promise<LightMyRequestResponse>
  /** A campaign's source that can be published, with parts of its content replaced. */
  fitSource(content?: object): RevisionSource
  /** The pass of a contact. */
  passOf(campaignId: string, contactId: string): Promise<Pass | undefined>
  /** All events so far in their order, or those of a pass. */
  events(passId?: string): Promise<{ type: string; data: object }[]>
  close(): Promise<void>
}

export const testBaseUrl = 'https://passes.example'

export const iPhoneSafari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
export const windowsChrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36'
/** What browsers say that they accept. */
export const browserAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

/** A revision's source as drafts have it: the kind is the campaign's. */
export const draftOf = ({ kind: _, ...draft }: RevisionSource) => draft

/** A studio for the tests of one file: open from the first of them to the last. */
export function useTestStudio(): TestStudio {
  const studio = {} as TestStudio
  beforeAll(async () => void Object.assign(studio, await openTestStudio()))
  afterAll(() => studio.close())
  return studio
}

/** Where nobody is: campaigns without an issuer have no use for Google. */
const nowhere = 'http://127.0.0.1:9'
const noGoogle = { googleApiUrl: nowhere, googleTokenUrl: nowhere, googleSaveUrl: nowhere, googleRootKeysUrl: nowhere }

/** @param settings where a virtual Google is, for a test that needs one */
export async function openTestStudio(
  settings: GoogleSettings = noGoogle,
  requestsPerSecond = 5000,
): Promise<TestStudio> {
  const accounts = await openTestAccounts()
  const { database, keys, clock, logger, apiKeys, url } = accounts
  const { db } = database
  const customerId = accounts.customer.id
  const authority = await openTestAuthority(clock.now())
  const { configuration } = await storeCertificate(accounts, customerId, await authority.issue())
  const jobs = await openJobs({ connectionString: url, logger, queues: passQueues })
  const imageWorker = openImageWorker()
  const image = await sharp({ create: { width: 120, height: 120, channels: 3, background: '#884422' } })
    .png()
    .toBuffer()
  const { asset } = await putAsset({ db, clock, imageWorker }, customerId, image)
  const core: Core = { ...accounts.core, jobs, revisions: openRevisions() }
  const evidence = openEvidence({ database, logger })
  const googleAccounts = openGoogleAccounts({ db, keys, clock, tokenUrl: settings.googleTokenUrl })
  const google = openGoogle({
    core,
    accounts: googleAccounts,
    settings,
    baseUrl: testBaseUrl,
    requestsPerSecond,
    logger,
  })
  const deps: CampaignDeps = {
    core,
    google: google.links,
    apiKeys,
    identities: openIdentities({ db, keys, clock }),
    walletDirectory: await openWalletDirectory({ db, keys, clock }),
    templates: openTemplates(openImages({ database, imageWorker })),
    evidence,
    baseUrl: testBaseUrl,
    maxDevicesPerPass: 50,
  }
  const app = openHttp({ logger, docsUrl: `${testBaseUrl}/docs`, trustProxy: false, translate: unfitTokens })
  useApiKeys(app, apiKeys)
  campaignRoutes(app, deps)
  importRoutes(app, { ...deps, imageWorker })
  linkRoutes(app, deps)
  openRoutes(app, deps)
  const admin = await accounts.makeKey()

  const call: TestStudio['call'] = (method, path, body, authorization = admin.authorization) =>
    app.inject({
      method,
      url: path,
      headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { payload: body }),
    })
  const create: TestStudio['create'] = async (body) => {
    const required = { name: 'Coffee', kind: 'loyalty', walletConfigurationId: configuration.id }
    const made = await call('POST', '/api/campaigns', { ...required, ...body })
    if (made.statusCode !== 201) throw new Error(`The campaign cannot be made: ${made.body}`)
    return made.json().id
  }
  return {
    app,
    accounts,
    authority,
    core,
    deps,
    google,
    customerId,
    walletConfigurationId: configuration.id,
    imageId: asset.id,
    call,
    authorizationFor: async (options) => (await accounts.makeKey(options)).authorization,
    now: () => clock.now().toISOString(),
    create,
    async publish(source) {
      const id = await create({ kind: source.kind, draft: draftOf(source) })
      const published = await call('POST', `/api/campaigns/${id}/revisions`)
      if (published.statusCode !== 201) throw new Error(`The campaign cannot be published: ${published.body}`)
      return id
    },
    async link(request, authorization) {
      const answer = await call('POST', '/pers/v1/urls', { requests: [request] }, authorization)
      const [link] = answer.json().urls
      if (!link?.url) throw new Error(`There is no link: ${answer.body}`)
      return link.url.slice(testBaseUrl.length)
    },
    open: (path, { userAgent = windowsChrome, accept = browserAccept, method = 'GET' } = {}) =>
      app.inject({ method, url: path, headers: { 'user-agent': userAgent, accept } }),
    fitSource(content) {
      const card = coffeeCard()
      const parts = { images: { icon: asset.id }, barcode: { format: 'qr', message: 'C0FFEE' }, ...content }
      return { ...card, content: { ...card.content, ...parts } as RevisionSource['content'] }
    },
    passOf: (campaignId, contactId) => findPass(database.pool, keys, customerId, { campaignId, contactId }),
    events(passId) {
      const query = db.selectFrom('log_unnumbered').select(['type', 'data']).orderBy('seq')
      return (passId === undefined ? query : query.where('pass_id', '=', passId)).execute()
    },
    async close() {
      await app.close()
      google.sync.budgets.stop()
      await google.sync.sender.settled()
      await jobs.stop()
      await imageWorker.close()
      await accounts.close()
      await authority.close()
    },
  }
}
