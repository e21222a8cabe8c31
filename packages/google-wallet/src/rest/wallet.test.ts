import { expect, it } from 'vitest'
import { openAccessTokens } from '../auth/access-tokens.ts'
import { GoogleWalletError } from '../errors.ts'
import { openApi } from '../testing/api-server.ts'
import { objects } from '../testing/passes.ts'
import { googleError } from '../testing/scripted-server.ts'
import { serviceAccount } from '../testing/service-account.ts'
import { openWallet, type WalletOptions } from './wallet.ts'

const root = '/walletobjects/v1'

it('issuers', async () => {
  const { wallet, api, seen } = await openApi(() => ({ body: { issuerId: '1', resources: [{ issuerId: '1' }] } }))
  expect(await wallet.issuers.get('1')).toMatchObject({ issuerId: '1' })
  expect(await wallet.issuers.list()).toEqual([{ issuerId: '1' }])
  await wallet.issuers.insert({ name: 'Harbour' })
  await wallet.issuers.patch('1', { smartTapMerchantData: { authenticationKeys: [{ id: 1, publicKeyPem: 'PEM' }] } })
  await wallet.issuers.update('1', { issuerId: '1', name: 'Harbour' })
  expect(seen()).toEqual([
    `GET ${root}/issuer/1`,
    `GET ${root}/issuer`,
    `POST ${root}/issuer`,
    `PATCH ${root}/issuer/1`,
    `PUT ${root}/issuer/1`,
  ])
  expect(JSON.parse(api.seen[2]!.body)).toEqual({ name: 'Harbour' })
})

it('an issuer is inserted once, since Google makes its id', async () => {
  const { wallet, seen } = await openApi([{ breaks: true }])
  await expect(wallet.issuers.insert({ name: 'Harbour' })).rejects.toMatchObject({ code: 'UNREACHABLE', unanswered: 1 })
  expect(seen()).toHaveLength(1)
})

it('permissions', async () => {
  const permissions = [{ emailAddress: 'a@example.com', role: 'WRITER' }] as const
  const { wallet, api, seen } = await openApi(() => ({
    body: { permissions: [{ ...permissions[0], role: 'writer' }] },
  }))
  expect(await wallet.permissions.get('1')).toEqual({ permissions })
  await wallet.permissions.update('1', { permissions })
  expect(seen()).toEqual([`GET ${root}/permissions/1`, `PUT ${root}/permissions/1`])
  expect(JSON.parse(api.seen[1]!.body)).toEqual({ permissions })
})

it('tokens of save links are inserted and judged', async () => {
  const { wallet, api, seen } = await openApi([
    {
      body: {
        saveUri: 'https://pay.google.com/gp/v/save/x',
        resources: { offerObjects: [{ id: '1.a', state: 'active' }] },
      },
    },
    { body: '' },
    { body: '{}' },
    googleError(400, 'Invalid value at payload'),
  ])
  expect(await wallet.jwt.insert('a.b.c')).toEqual({
    saveUri: 'https://pay.google.com/gp/v/save/x',
    resources: { offerObjects: [{ id: '1.a', state: 'ACTIVE' }] },
  })
  expect(await wallet.jwt.validate({ jwt: 'a.b.c' })).toEqual({})
  expect(await wallet.jwt.validate({ claims: { iss: 'a@b.example' } })).toEqual({})
  await expect(wallet.jwt.validate({ jwt: 'a.b.d' })).rejects.toMatchObject({ code: 'INVALID_RESOURCE' })
  expect(seen()).toEqual([`POST ${root}/jwt`, ...Array(3).fill(`POST ${root}/jwt/validate`)])
  expect(api.seen.slice(0, 3).map(({ body }) => JSON.parse(body))).toEqual([
    { jwt: 'a.b.c' },
    { jwtResource: { jwt: 'a.b.c' } },
    { jsonResource: { json: '{"iss":"a@b.example"}' } },
  ])
})

it('Smart Tap is sent once', async () => {
  const { wallet, seen } = await openApi([{ body: { id: '1.a' } }, { status: 500 }])
  expect(await wallet.smartTap.insert({ id: '1.a', infos: [{ action: 'S2AP', value: 'a.b.c' }] })).toEqual({
    id: '1.a',
  })
  await expect(wallet.smartTap.insert({ id: '1.a' })).rejects.toMatchObject({ code: 'SERVER_ERROR', unanswered: 1 })
  expect(seen()).toEqual([`POST ${root}/smartTap`, `POST ${root}/smartTap`])
})

it('private images are uploaded as they are', async () => {
  const { wallet, api, seen } = await openApi([{ body: { privateImageId: 'img-1' } }])
  const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47])
  expect(await wallet.privateImages.upload('1', bytes, 'image/png')).toEqual({ privateImageId: 'img-1' })
  expect(seen()).toEqual([`POST /upload${root}/privateContent/1/uploadPrivateImage?uploadType=media`])
  expect(api.seen[0]).toMatchObject({ headers: { 'content-type': 'image/png', 'content-length': '4' } })
})

it('values of rotating barcodes are uploaded and downloaded', async () => {
  const values = { startDateTime: '2027-03-05T00:00:00Z', periodMillis: '60000', values: ['one', 'two'] }
  const { wallet, api, seen } = await openApi([{ body: {} }, { body: values }])
  const id = objects.transit.id
  await wallet.rotatingBarcodeValues.upload(id, values)
  expect(await wallet.rotatingBarcodeValues.download(id)).toEqual(values)
  expect(seen()).toEqual([
    `POST /upload${root}/transitObject/${id}/uploadRotatingBarcodeValues?uploadType=media`,
    `GET ${root}/transitObject/${id}/downloadRotatingBarcodeValues?alt=media`,
  ])
  expect(JSON.parse(api.seen[0]!.body)).toEqual(values)
})

it('holders of a private pass are told of an update', async () => {
  const { wallet, api, seen } = await openApi([{ body: {} }])
  const notice = { externalPassId: '1.a', updateUri: 'https://example.com', updatedPassJwtSignature: 'abc' }
  await wallet.privatePasses.setUpdateNotice(notice)
  expect(seen()).toEqual([`POST ${root}/privateContent/setPassUpdateNotice`])
  expect(JSON.parse(api.seen[0]!.body)).toEqual(notice)
})

it('several clients may share their tokens', async () => {
  const { tokenServer, clock, api } = await openApi(() => ({ body: {} }))
  const tokens = openAccessTokens({ serviceAccount, tokenUrl: tokenServer.url, clock })
  const clients = [1, 2].map(() => openWallet({ tokens, baseUrl: api.url }))
  for (const client of clients) await client.issuers.get('1')
  expect(tokenServer.seen).toHaveLength(1)
})

it.each<[string, WalletOptions, readonly string[]]>([
  ['neither account nor tokens', {}, ['serviceAccount']],
  ['an address that is none', { serviceAccount, baseUrl: 'walletobjects' }, ['baseUrl']],
  ['a token address that is none', { serviceAccount, tokenUrl: 'file:///token' }, ['tokenUrl']],
  [
    'numbers that are none',
    { serviceAccount, timeoutMs: 0, retry: { tries: 0, firstWaitMs: -1, longestWaitMs: 1.5 } },
    ['timeoutMs', 'retry.tries', 'retry.firstWaitMs', 'retry.longestWaitMs'],
  ],
])('refuses %s', (_, options, paths) => {
  let error: unknown
  try {
    openWallet(options)
  } catch (thrown) {
    error = thrown
  }
  expect(error).toBeInstanceOf(GoogleWalletError)
  expect(error).toMatchObject({ code: 'OPTIONS_REFUSED' })
  expect((error as GoogleWalletError).issues.map(({ code, path }) => `${code} ${path}`)).toEqual(
    paths.map((path) => `OPTION_INVALID ${path}`),
  )
})
