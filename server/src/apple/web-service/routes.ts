import { takeAnyBody } from '../../platform/any-body.ts'
import type { App } from '../../platform/http.ts'
import type { AppleDeps } from '../deps.ts'
import { fetchRoute } from './fetch.ts'
import { lifecycleRoute } from './lifecycle.ts'
import { listRoute } from './list.ts'
import { logRoute } from './log.ts'
import { personalizeRoute } from './personalize.ts'
import { registerRoute } from './register.ts'
import { unregisterRoute } from './unregister.ts'

/**
 * The web service that phones call to keep passes up to date (Apple, *Adding a Web Service to Update Passes*). Its
 * addresses are Apple's; refusals are problem documents, which phones ignore and people with curl do not.
 */
export function appleWebService(app: App, deps: AppleDeps): void {
  app.register(async (scope) => {
    const routes = scope as App
    routes.decorateRequest('passOwnerId', '')
    takeAnyBody(routes)
    registerRoute(routes, deps)
    listRoute(routes, deps)
    fetchRoute(routes, deps)
    unregisterRoute(routes, deps)
    logRoute(routes, deps)
    lifecycleRoute(routes)
    personalizeRoute(routes, deps)
  })
}
