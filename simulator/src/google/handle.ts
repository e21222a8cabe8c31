import type { Tokens } from './accounts/tokens.ts'
import { type Answer, type Request, refusalAnswer } from './answer.ts'
import { ApiError, errorBody } from './api/api-error.ts'
import { answerBatch } from './batch.ts'
import { rootKeysAnswer } from './callbacks/keys.ts'
import { uploadPrivateImage } from './resources/private-images.ts'
import { answerRotatingValues, isAboutRotatingValues } from './resources/rotating-values.ts'
import { admit, answerRest, type Rest } from './rest.ts'
import { answerSave } from './save/save-page.ts'
import { answerWallets, type Listeners } from './wallets.ts'

export interface Site extends Rest {
  readonly listeners: Listeners
}

/** Where everything is found at the virtual Google, which has one host for what Google has on several. */
export const paths = {
  token: '/token',
  save: '/gp/v/save',
  rootKeys: '/gp/m/issuer/keys',
  api: '/walletobjects/v1',
  upload: '/upload/walletobjects/v1',
  batch: '/batch',
  wallets: '/wallets',
} as const

type Handler = (site: Site, request: Request) => Answer | Promise<Answer>

/** By how a path begins. */
const handlers: readonly (readonly [string, Handler])[] = [
  [`${paths.api}/`, answerApi],
  [`${paths.upload}/`, answerUpload],
  [paths.batch, (site, request) => answerBatch(request, (part) => handleCall(site, part))],
  [paths.token, answerToken],
  [`${paths.save}/`, ({ google }, request) => answerSave(google, request, request.url.pathname.split('/')[4] ?? '')],
  [paths.rootKeys, answerRootKeys],
  [`${paths.wallets}/`, ({ google, listeners }, request) => answerWallets(google, listeners, request)],
]

/** Answers any request to the virtual Google. */
export async function handle(site: Site, request: Request): Promise<Answer> {
  const { pathname } = request.url
  const [, handler] =
    handlers.find(([path]) => pathname === path || (path.endsWith('/') && pathname.startsWith(path))) ?? []
  return answering(request, handler, site)
}

async function answering(request: Request, handler: Handler | undefined, site: Site): Promise<Answer> {
  try {
    if (handler) return await handler(site, request)
    throw new ApiError('notFound', `Not found: ${request.method} ${request.url.pathname}`)
  } catch (error) {
    if (error instanceof ApiError) return refusalAnswer(error)
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { status: 500, body: errorBody(500, 'internalError', [message]), reason: 'internalError' }
  }
}

function answerApi(site: Site, request: Request): Answer | Promise<Answer> {
  if (!isAboutRotatingValues(request)) return answerRest(site, request)
  return answerRotatingValues(site.google, admit(site, request), request)
}

function answerUpload(site: Site, request: Request): Answer {
  const answer = isAboutRotatingValues(request) ? answerRotatingValues : uploadPrivateImage
  return answer(site.google, admit(site, request), request)
}

/** Handles a part of a batch, which is a call of the API. */
function handleCall(site: Site, request: Request): Promise<Answer> {
  return answering(request, request.url.pathname.startsWith(`${paths.api}/`) ? answerApi : undefined, site)
}

async function answerToken({ tokens }: { readonly tokens: Tokens }, request: Request): Promise<Answer> {
  if (request.method !== 'POST') throw new ApiError('notFound', `Not found: ${request.method} ${paths.token}`)
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')
  const body = await tokens.grant(new URLSearchParams(isForm ? request.body.toString('utf8') : ''))
  if ('error' in body) return { status: 400, body, reason: body.error }
  return { status: 200, headers: { 'Cache-Control': 'no-store' }, body }
}

function answerRootKeys({ google: { state, clock } }: Site, { method }: Request): Answer {
  if (method !== 'GET') throw new ApiError('notFound', `Not found: ${method} ${paths.rootKeys}`)
  return { status: 200, ...rootKeysAnswer(state.callbackKeys.roots, clock.now()) }
}
