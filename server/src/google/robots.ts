import type { App } from '../platform/http.ts'
import { callbackPath } from './callback/routes.ts'

/**
 * Google calls back as Googlebot and asks here first (Google Wallet, *Use callbacks for saves and deletions*). Images and
 * links are for whoever shows or previews them; pages of links say themselves that they are not to be indexed.
 */
const robotsTxt = `User-agent: Googlebot
User-agent: *
Allow: ${callbackPath}/
Allow: /assets/
Allow: /api/pass/create/
Disallow: /
`

export function robotsRoute(app: App): void {
  app.get('/robots.txt', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=3600').send(robotsTxt),
  )
}
