import { requires } from '../accounts/authorize.ts'
import { Problem } from '../errors.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { App } from '../platform/http.ts'
import type { ImageWorker } from './image-worker.ts'
import { maxUploadBytes } from './limits.ts'
import { putAsset } from './put-asset.ts'
import { assetPath, openServedImages } from './renditions.ts'
import { AssetFile, ImageAnswer, ImageBody, KnownAsset, NewAsset, SameImage } from './schema.ts'

export interface AssetDeps {
  readonly core: { readonly database: Database; readonly clock: Clock }
  readonly imageWorker: ImageWorker
  /** Where this installation is reached, without a trailing slash. */
  readonly baseUrl: string
}

const tags = ['assets']

/** The images of passes: put in by API, and seen by everybody who knows their hash. */
export function assetRoutes(app: App, deps: AssetDeps): void {
  app.register(async (scope) => {
    const routes = scope as App
    routes.removeAllContentTypeParsers()
    routes.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    putRoute(routes, deps)
  })
  getRoute(app, deps)
}

function putRoute(routes: App, { core, imageWorker, baseUrl }: AssetDeps): void {
  const { clock, database } = core
  routes.put(
    '/api/assets',
    {
      bodyLimit: maxUploadBytes,
      onRequest: requires('assets:write'),
      errorHandler(error) {
        if (error.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error
        throw new Problem('image_too_large', `The body is over ${maxUploadBytes / 1024 / 1024} MB.`)
      },
      schema: {
        tags,
        summary: 'Put an image',
        description:
          'A PNG, JPEG or WebP of at most 10 MB and 40 million pixels, as the body itself. It is decoded and kept as a ' +
          'PNG in sRGB without metadata, at most 2,048 pixels on its longer side.',
        body: ImageBody,
        response: { 200: KnownAsset, 201: NewAsset },
      },
    },
    async (request, reply) => {
      const upload = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const writer = { db: database.db, clock, imageWorker }
      const { asset, created, warnings } = await putAsset(writer, request.caller.customerId, upload)
      const { id, widthPixels: width, heightPixels: height, sizeBytes } = asset
      const url = baseUrl + assetPath(id)
      return reply.code(created ? 201 : 200).send({ id, url, width, height, sizeBytes, warnings: [...warnings] })
    },
  )
}

function getRoute(app: App, { core, imageWorker }: AssetDeps): void {
  const served = openServedImages({ database: core.database, imageWorker })
  app.get(
    '/assets/:file',
    {
      schema: {
        tags,
        summary: 'See an image',
        description:
          'Immutable: it may be cached for ever. `<id>.png` is the image as it is kept; a name after the id, as in ' +
          '`<id>-google-logo.png`, is a shape in which a wallet fetches it.',
        security: [],
        params: AssetFile,
        response: { 200: ImageAnswer, 304: SameImage },
      },
    },
    async (request, reply) => {
      const { file } = request.params
      const image = Buffer.from(await served.of(file))
      const etag = `"${file.slice(0, -'.png'.length)}"`
      const known = request.headers['if-none-match']?.split(/\s*,\s*/).includes(etag)
      reply.headers({
        etag,
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': 'image/png',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      })
      return known ? reply.code(304).send() : reply.send(image)
    },
  )
}
