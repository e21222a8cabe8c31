import rateLimit from '@fastify/rate-limit'
import sharp from 'sharp'
import { developmentAuthority } from '../../packages/pkpass/src/testing/development-authority.ts'
import { openApiKeys } from '../src/accounts/api-keys.ts'
import { useApiKeys } from '../src/accounts/authorize.ts'
import { createApiKey } from '../src/accounts/create-api-key.ts'
import type { Scope } from '../src/accounts/scopes.ts'
import type { AppleDeps } from '../src/apple/deps.ts'
import { openImages } from '../src/apple/images.ts'
import { lintRoutes } from '../src/apple/lint/routes.ts'
import { openEvidence } from '../src/apple/push/evidence.ts'
import { appleRoutes } from '../src/apple/routes.ts'
import { openTemplates } from '../src/apple/template.ts'
import { appleWebService } from '../src/apple/web-service/routes.ts'
import { openImageWorker } from '../src/assets/image-worker.ts'
import { putAsset } from '../src/assets/put-asset.ts'
import { assetRoutes } from '../src/assets/routes.ts'
import { openIdentities } from '../src/credentials/identities.ts'
import { sealMaterial } from '../src/credentials/material.ts'
import { phoneToken } from '../src/credentials/phone-token.ts'
import { openWalletDirectory } from '../src/credentials/wallet-directory.ts'
import { deliveryRoutes } from '../src/delivery/routes.ts'
import type { RevisionSource } from '../src/passes/content/revision.ts'
import { issuePass } from '../src/passes/issue.ts'
import { findPass, type Pass } from '../src/passes/pass.ts'
import type { TokenChanges } from '../src/passes/tokens.ts'
import { unfitTokens } from '../src/passes/unfit-tokens.ts'
import { type App, openHttp } from '../src/platform/http.ts'
import { openLogger } from '../src/platform/logger.ts'
import { openWorld, type World } from './world.ts'

/** A world whose wallet has a real certificate, of pkpass's development authority, and which answers phones. */
export interface AppleWorld {
  readonly world: World
  readonly deps: AppleDeps
  readonly app: App
  /** The text of a new API key. */
  apiKey(scopes: readonly Scope[], campaignIds?: readonly string[]): Promise<string>
  /** Puts an image and returns its id. */
  asset(bytes: Uint8Array): Promise<string>
  issue(campaignId: string, contactId: string, tokens?: TokenChanges): Promise<Pass>
  reload(pass: Pass): Promise<Pass>
  readonly phone: PhoneRequests
  close(): Promise<void>
}

/** What iPhones send, header for header. */
export interface PhoneRequests {
  /** `Authorization` of a phone that holds the pass. */
  authorization(pass: Pass): string
  register(pass: Pass, deviceId: string, pushToken?: string): Promise<Response>
  unregister(pass: Pass, deviceId: string): Promise<Response>
  list(deviceId: string, tag?: string, address?: string): Promise<Response>
  fetch(pass: Pass, ifModifiedSince?: string, method?: 'GET' | 'HEAD', address?: string): Promise<Response>
}
type Response = Awaited<ReturnType<App['inject']>>

const logger = openLogger('silent')
const baseUrl = 'https://passes.example'

export async function openAppleWorld({
  maxDevicesPerPass = 50,
}: {
  maxDevicesPerPass?: number
} = {}): Promise<AppleWorld> {
  const authority = developmentAuthority()
  // Certificates are valid from the real now on, and a pass is signed at the world's.
  const world = await openWorld(new Date(Math.ceil(Date.now() / 1000) * 1000 + 86_400_000).toISOString())
  const { core, database, clock, customerId, passTypeId } = world
  const { certificate, privateKey } = authority.leaf({ subject: `/UID=${passTypeId}/CN=World/OU=TEAM123456/O=World` })
  const material = { certificate, privateKey, intermediates: [authority.intermediate.certificate] }
  await database.db
    .updateTable('wallet_configurations')
    .set({ sealed: sealMaterial(core.keys, { customer_id: customerId, id: 'wal_world' }, material) })
    .execute()

  const { db } = database
  const imageWorker = openImageWorker()
  const evidence = openEvidence({ database, logger })
  const deps: AppleDeps = {
    core,
    baseUrl,
    identities: openIdentities({ db, keys: core.keys, clock }),
    walletDirectory: await openWalletDirectory({ db, keys: core.keys, clock }),
    templates: openTemplates(openImages({ database, imageWorker })),
    evidence,
    maxDevicesPerPass,
  }
  const apiKeys = await openApiKeys({ db, keys: core.keys, clock, logger })
  const app = openHttp({ logger, docsUrl: `${baseUrl}/docs`, trustProxy: false, translate: unfitTokens })
  await app.register(rateLimit, { global: false })
  useApiKeys(app, apiKeys)
  assetRoutes(app, { core, imageWorker, baseUrl })
  appleRoutes(app, deps)
  lintRoutes(app, world.core)
  deliveryRoutes(app, core)
  appleWebService(app, deps)
  await app.ready()

  return {
    world,
    deps,
    app,
    async apiKey(scopes, campaignIds) {
      const input = { customerId, name: 'test', scopes, campaignIds: campaignIds ?? null, notAfter: null, by: null }
      const { text } = await db.transaction().execute((trx) => createApiKey(trx, core.keys, input, clock.now()))
      return text
    },
    async asset(bytes) {
      return (await putAsset({ db, clock, imageWorker }, customerId, bytes)).asset.id
    },
    async issue(campaignId, contactId, tokens = {}) {
      const request = { customerId, campaignId, contactId, tokens, source: { kind: 'api' } } as const
      return (await issuePass(core, request)).pass
    },
    async reload(pass) {
      return (await findPass(database.pool, core.keys, customerId, { id: pass.id })) as Pass
    },
    phone: phoneRequests(app, passTypeId, ({ serial }) => phoneToken(core.keys, customerId, passTypeId, serial)),
    async close() {
      await app.close()
      await evidence.stop()
      apiKeys.stop()
      await imageWorker.close()
      await world.close()
    },
  }
}

function phoneRequests(app: App, passTypeId: string, tokenOf: (pass: Pass) => string): PhoneRequests {
  const authorization = (pass: Pass) => `ApplePass ${tokenOf(pass)}`
  const registrations = (deviceId: string) => `/v1/devices/${deviceId}/registrations/${passTypeId}`
  return {
    authorization,
    register: (pass, deviceId, pushToken = 'ab'.repeat(32)) =>
      app.inject({
        method: 'POST',
        url: `${registrations(deviceId)}/${pass.serial}`,
        headers: { authorization: authorization(pass), 'content-type': 'application/json' },
        payload: { pushToken },
      }),
    unregister: (pass, deviceId) =>
      app.inject({
        method: 'DELETE',
        url: `${registrations(deviceId)}/${pass.serial}`,
        headers: { authorization: authorization(pass) },
      }),
    list: (deviceId, tag, remoteAddress = '127.0.0.1') =>
      app.inject({
        method: 'GET',
        remoteAddress,
        url: registrations(deviceId) + (tag === undefined ? '' : `?passesUpdatedSince=${tag}`),
      }),
    fetch: (pass, ifModifiedSince, method = 'GET', remoteAddress = '127.0.0.1') =>
      app.inject({
        method,
        remoteAddress,
        url: `/v1/passes/${passTypeId}/${pass.serial}`,
        headers: {
          authorization: authorization(pass),
          ...(ifModifiedSince !== undefined && { 'if-modified-since': ifModifiedSince }),
        },
      }),
  }
}

/** A loyalty card with its points on the front, where a change of them is announced. */
export function loyaltyCard(
  images: { icon: string },
  content: Partial<RevisionSource['content']> = {},
): RevisionSource {
  return {
    kind: 'loyalty',
    tokens: [
      { name: 'contact.firstName', personal: true, default: 'there' },
      { name: 'voucher.points', personal: false, type: 'number', default: 0 },
    ],
    content: {
      issuerName: 'Café Aurora',
      title: 'Aurora Card',
      description: 'Loyalty card',
      images,
      fields: {
        header: [{ key: 'points', label: 'POINTS', value: '{{ voucher.points }}', format: { number: 'decimal' } }],
        primary: [{ key: 'name', label: 'NAME', value: '{{ contact.firstName }}' }],
      },
      ...content,
    } as RevisionSource['content'],
    variants: [],
  }
}

/** A square image of one colour, large enough for an icon on every screen. */
export function icon(background?: string): Promise<Buffer> {
  return picture(120, 120, background)
}

/** An image of these pixels, in one colour. */
export function picture(width: number, height: number, background = '#7c3aed'): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()
}
