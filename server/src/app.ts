import rateLimit from '@fastify/rate-limit'
import type { ApiKeys } from './accounts/api-keys.ts'
import { useApiKeys } from './accounts/authorize.ts'
import { accountRoutes } from './accounts/routes.ts'
import { lintRoutes } from './apple/lint/routes.ts'
import { appleRoutes } from './apple/routes.ts'
import { appleWebService } from './apple/web-service/routes.ts'
import { type AssetDeps, assetRoutes } from './assets/routes.ts'
import type { CampaignDeps } from './campaigns/deps.ts'
import { importRoutes } from './campaigns/import/routes.ts'
import { sweepQueue, workOnCampaigns } from './campaigns/jobs.ts'
import { linkRoutes } from './campaigns/links/routes.ts'
import { openRoutes } from './campaigns/open/routes.ts'
import { campaignRoutes } from './campaigns/routes.ts'
import type { CredentialDeps } from './credentials/deps.ts'
import { credentialRoutes } from './credentials/routes.ts'
import { deliveryRoutes } from './delivery/routes.ts'
import { describeApi, documentationRoutes } from './documentation.ts'
import { eventRoutes } from './events/routes.ts'
import { nonceSweepQueue, workOnCallbacks } from './google/callback/jobs.ts'
import { type CallbackDeps, callbackRoutes } from './google/callback/routes.ts'
import { googleLinkRoutes } from './google/open/routes.ts'
import { robotsRoute } from './google/robots.ts'
import { healthRoutes } from './health.ts'
import type { LogWatch } from './log/watch.ts'
import type { Core } from './passes/core.ts'
import { passQueues, workOnPasses } from './passes/jobs.ts'
import { passRoutes } from './passes/routes.ts'
import { unfitTokens } from './passes/unfit-tokens.ts'
import { type App, openHttp } from './platform/http.ts'
import type { Jobs } from './platform/jobs.ts'
import type { Logger } from './platform/logger.ts'

export interface AppDeps extends CampaignDeps, CredentialDeps, AssetDeps {
  readonly core: Core
  readonly apiKeys: ApiKeys
  readonly callbacks: CallbackDeps
  readonly logger: Logger
  readonly logWatch: LogWatch
  readonly trustProxy: boolean
}

/** The page that wires everything: what each request passes, then every feature's routes. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const app = openHttp({ ...deps, docsUrl: `${deps.baseUrl}/docs`, translate: unfitTokens })
  await app.register(rateLimit, { global: false })
  await describeApi(app)
  useApiKeys(app, deps.apiKeys)

  healthRoutes(app, deps.core.database)
  documentationRoutes(app)
  accountRoutes(app, deps)
  credentialRoutes(app, deps)
  assetRoutes(app, deps)
  campaignRoutes(app, deps)
  importRoutes(app, deps)
  linkRoutes(app, deps)
  openRoutes(app, deps)
  passRoutes(app, deps.core)
  appleRoutes(app, deps)
  lintRoutes(app, deps.core)
  googleLinkRoutes(app, deps.google)
  deliveryRoutes(app, deps.core)
  appleWebService(app, deps)
  callbackRoutes(app, deps.callbacks)
  robotsRoute(app)
  eventRoutes(app, { ...deps, db: deps.core.database.db })
  await app.ready()
  return app
}

export const queues = [...passQueues, sweepQueue, nonceSweepQueue]

/** Every job's handler. */
export async function workOn(jobs: Jobs, core: Core): Promise<void> {
  await workOnPasses(jobs, core)
  await workOnCampaigns(jobs, core)
  await workOnCallbacks(jobs, core)
}
