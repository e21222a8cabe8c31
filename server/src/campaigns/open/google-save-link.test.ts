import { decodeJwt } from 'jose'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { useApiKeys } from '../../accounts/authorize.ts'
import { googleLinkRoutes } from '../../google/open/routes.ts'
import { issuePass } from '../../passes/issue.ts'
import { type App, openHttp } from '../../platform/http.ts'
import { useGoogleStudio } from './testing/google-studio.ts'

const studio = useGoogleStudio()
let app: App
let authorization: string
let contacts = 0
beforeAll(async () => {
  const { logger, apiKeys } = studio.accounts
  app = openHttp({ logger, docsUrl: 'https://passes.example/docs', trustProxy: false })
  useApiKeys(app, apiKeys)
  googleLinkRoutes(app, studio.google.links)
  authorization = await studio.authorizationFor({ scopes: ['passes:write'] })
})
beforeEach(() => studio.virtual.script({ kind: 'reset' }))

const campaign = () => studio.publishAtGoogle(studio.fitSource())
const issue = async (campaignId: string) => {
  const contactId = `contact-${++contacts}`
  const request = { customerId: studio.customerId, campaignId, contactId, tokens: {}, source: { kind: 'api' } } as const
  return (await issuePass(studio.core, request)).pass
}
const ask = (id: string, key = authorization) =>
  app.inject({ method: 'POST', url: `/api/passes/${id}/google-save-link`, headers: { authorization: key } })

test('an app gets the address at which a pass is saved, and Google has the pass', async () => {
  const pass = await issue(await campaign())
  const answer = await ask(pass.id)
  expect(answer.statusCode).toBe(200)
  const { url } = answer.json()
  expect(url.startsWith(`${studio.virtual.saveUrl}/`)).toBe(true)
  expect(decodeJwt<{ payload: object }>(url.split('/').at(-1)).payload).toMatchObject({
    loyaltyObjects: [{ id: `${studio.issuerId}.${pass.serial}` }],
  })
  expect(studio.writes().at(-1)).toMatchObject({ method: 'POST', status: 200 })
  expect((await studio.events(pass.id)).map(({ type }) => type)).toEqual(['created'])
})

test('a pass that Google refuses has none', async () => {
  const pass = await issue(await campaign())
  studio.virtual.script({ kind: 'answer', status: 400, path: '/walletobjects/v1/loyaltyObject' })
  const answer = await ask(pass.id)
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({ code: 'pass_not_at_google' })
})

test('a pass of a campaign without an issuer, of nobody, or asked for without the right, has none', async () => {
  const pass = await issue(await studio.publish(studio.fitSource()))
  expect((await ask(pass.id)).json()).toMatchObject({
    status: 409,
    hint: expect.stringContaining('googleConfigurationId'),
  })
  expect((await ask('pas_none')).statusCode).toBe(404)
  const reader = await studio.authorizationFor({ scopes: ['passes:read'] })
  expect((await ask(pass.id, reader)).statusCode).toBe(403)
  const limited = await studio.authorizationFor({ scopes: ['passes:write'], campaignIds: ['cam_other'] })
  expect((await ask(pass.id, limited)).statusCode).toBe(403)
})
