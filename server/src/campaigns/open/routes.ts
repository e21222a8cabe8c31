import type { FastifyReply, FastifyRequest } from 'fastify'
import { applePassOf } from '../../apple/issue.ts'
import { sendPass } from '../../apple/send-pass.ts'
import { Problem } from '../../errors.ts'
import { issuerOf } from '../../google/open/issuer-of.ts'
import { type Offer, offerPass } from '../../google/open/offer-pass.ts'
import { ContentError } from '../../passes/content/issues.ts'
import { unfitTokens } from '../../passes/unfit-tokens.ts'
import type { App } from '../../platform/http.ts'
import { asProblem } from '../../platform/request-errors.ts'
import type { CampaignDeps } from '../deps.ts'
import type { Platform } from '../links/token.ts'
import { accepts, prefersHtml } from './accept.ts'
import { checkOpen } from './check-open.ts'
import { type Client, clientOf } from './clients.ts'
import { contentForAnybody } from './content-for-anybody.ts'
import { type OpenedAs, type OpenedPass, type Opening, openPass } from './open-pass.ts'
import { googleWaitPage } from './page/google-wait.ts'
import { landingPage } from './page/landing.ts'
import { type Page, renderPage } from './page/layout.ts'
import { neutralPage, refusalPage } from './page/plain.ts'
import { linkResolver, type ResolvedLink } from './resolve-link.ts'
import { OpenParams, OpenQuery } from './schema.ts'

const address = '/api/pass/create'

/** Where links lead: the one address that people meet. */
export function openRoutes(app: App, deps: CampaignDeps): void {
  const { core, baseUrl, google } = deps
  const resolveLink = linkResolver(deps)
  const imageOrigin = new URL(baseUrl).origin

  function sendPage(reply: FastifyReply, page: Page): FastifyReply {
    const { markup, contentSecurityPolicy } = renderPage(page, imageOrigin)
    return reply
      .headers({ ...pageHeaders, 'content-security-policy': contentSecurityPolicy })
      .type('text/html; charset=utf-8')
      .send(markup)
  }

  function refuse(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    if (!prefersHtml(request.headers.accept)) throw error
    const problem = unfitTokens(error) ?? asProblem(error, request)
    if (problem.status >= 500) request.log.error({ err: error, requestId: request.id }, 'a link failed to open')
    return sendPage(reply.code(problem.status), refusalPage(problem.code))
  }

  async function open(request: FastifyRequest, reply: FastifyReply, jwt: string, query: OpenQuery) {
    const client = clientOf(request.headers['user-agent'] ?? '')
    if (client.kind === 'scanner') return sendPage(reply, neutralPage)
    const resolved = await resolveLink(jwt)
    const { platform } = resolved.link
    if (request.method === 'HEAD') {
      await checkOpen(core, resolved.link)
      return sendPage(reply, neutralPage)
    }
    const wanted = answerFor(request, query.wallet, client, platform)
    const { customerId, campaignId } = resolved.link
    const asksGoogle = wanted === 'google' || wanted === 'browser'
    const issuer = asksGoogle ? await issuerOf(core.database.db, customerId, campaignId) : undefined
    const attempt = attemptIn(query)
    const opened = await openedPass(request, resolved, {
      platform: wanted === 'google' && !issuer ? 'browser' : wanted,
      issuer,
      again: attempt > 0,
    })
    const { pass, shortCode, googleObject } = opened
    if (issuer && googleObject) return leadToGoogle(reply, await offerPass(google, pass, issuer, googleObject), attempt)
    const at = core.clock.now()
    if (shortCode === undefined) return sendPass(reply, (await applePassOf(deps, pass, at)).file, pass.modifiedAt)
    const page = landingPage({
      content: await contentForAnybody(core, pass, at),
      voided: pass.voidedAt !== null,
      client,
      platform,
      google: issuer !== undefined,
      shortUrl: `${baseUrl}${address}/${shortCode}`,
      assetUrl: (id) => `${baseUrl}/assets/${id}.png`,
    })
    return sendPage(reply, page)
  }

  /** To Google's page; or to one that asks again by itself, and after a while has people ask. */
  function leadToGoogle(reply: FastifyReply, offer: Offer, attempt: number): FastifyReply {
    if (offer.kind === 'link') return reply.headers(pageHeaders).redirect(offer.url)
    if (offer.kind === 'unavailable' || attempt >= mostAttempts)
      return sendPage(reply, googleWaitPage(offer.kind === 'unavailable' ? offer.kind : 'late'))
    reply.header('refresh', `${refreshSeconds}; url=?wallet=google&attempt=${attempt + 1}`)
    return sendPage(reply, googleWaitPage('wait'))
  }

  /** Whoever is sent a link cannot mend its tokens: who runs this reads about them here. */
  async function openedPass(request: FastifyRequest, resolved: ResolvedLink, opening: Opening): Promise<OpenedPass> {
    try {
      return await openPass(core, resolved, opening)
    } catch (error) {
      if (error instanceof ContentError) {
        const { campaignId } = resolved.link
        request.log.warn({ requestId: request.id, campaignId, reason: error.message }, 'a link has unfit tokens')
      }
      throw error
    }
  }

  app.get(
    `${address}/:jwt`,
    {
      schema: {
        tags: ['links'],
        summary: 'Open a link',
        description:
          'Makes the pass of the link’s recipient, or finds it. An iPhone gets the signed pass, an Android phone whose link asks ' +
          'for Google Wallet the way there, any other browser a page that leads to both. Link previews and mail scanners get a neutral page and make nothing; nor does HEAD, which ' +
          'says whether the link opens. Refusals are pages for people and problem documents for whoever does not ask ' +
          'for HTML.',
        security: [],
        params: OpenParams,
        querystring: OpenQuery,
      },
      errorHandler: refuse,
    },
    (request, reply) => open(request, reply, request.params.jwt, request.query),
  )
  // People's mail programs and fingers add a slash, or lose the token.
  app.get(
    `${address}/:jwt/`,
    { schema: { hide: true, params: OpenParams, querystring: OpenQuery }, errorHandler: refuse },
    (request, reply) => open(request, reply, request.params.jwt, request.query),
  )
  app.get(address, { schema: { hide: true }, errorHandler: refuse }, () => {
    throw new Problem('link_invalid', 'The link ends before its token.')
  })
}

/** Links are personal: nothing of them is cached, indexed, framed or told to other sites. */
const pageHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
}

/** How often the page that waits for Google asks again by itself, and how soon. */
const mostAttempts = 5
const refreshSeconds = 3

function attemptIn({ wallet, attempt }: OpenQuery): number {
  const count = Number(attempt)
  return wallet === 'google' && Number.isInteger(count) && count > 0 ? count : 0
}

/** A button's choice first, then what the client asks for and can do, then what the link wants. */
function answerFor(request: FastifyRequest, button: string | undefined, client: Client, platform: Platform): OpenedAs {
  if (button === 'apple' || button === 'pkpass' || button === 'google') return button
  if (accepts(request.headers.accept, 'application/vnd.apple.pkpass')) return 'apple'
  if (client.kind === 'android' && platform === 'google') return 'google'
  return client.kind === 'safari' && platform !== 'google' ? 'apple' : 'browser'
}
