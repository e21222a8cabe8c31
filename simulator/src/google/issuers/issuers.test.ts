import { afterAll, describe, expect, it } from 'vitest'
import { openTestGoogle } from '../../testing/google.ts'

const test = await openTestGoogle()
afterAll(() => test[Symbol.asyncDispose]())
const { api, issuerId, key } = test

describe('issuers', () => {
  it('are made, listed, found and changed by service accounts', async () => {
    const made = await api('POST', 'issuer', { name: 'Tea', contactInfo: { email: 'tea@example.com' } })
    expect(made).toMatchObject({ status: 200, body: { issuerId: expect.stringMatching(/^3388/), name: 'Tea' } })
    const path = `issuer/${made.body.issuerId}`
    expect((await api('GET', path)).body).toEqual(made.body)
    expect((await api('PATCH', path, { homepageUrl: 'https://tea.example' })).body).toEqual({
      ...made.body,
      homepageUrl: 'https://tea.example',
    })
    expect((await api('PUT', path, { issuerId: made.body.issuerId, name: 'Tee' })).body).toEqual({
      issuerId: made.body.issuerId,
      name: 'Tee',
    })
    const listed = (await api('GET', 'issuer')).body.resources
    expect(listed.map((issuer: { issuerId: string }) => issuer.issuerId)).toEqual([issuerId, made.body.issuerId])
    expect((await api('POST', 'genericClass', { id: `${made.body.issuerId}.x` })).status).toBe(200)
  })

  it.each([
    ['by text', 'GET', 'issuer/example', undefined, 400],
    ['unknown', 'GET', 'issuer/3388000000000000001', undefined, 403],
    ['without a name', 'POST', 'issuer', {}, 400],
    ['with an unknown field', 'PATCH', `issuer/${issuerId}`, { nick: 'x' }, 400],
    ['as another', 'PATCH', `issuer/${issuerId}`, { issuerId: '1' }, 400],
  ])('%s are refused', async (_, method, path, body, status) => {
    expect((await api(method, path, body)).status).toBe(status)
  })
})

describe('Smart Tap', () => {
  it('keys give a collector id that stays, and terminals may post to it', async () => {
    const keys = [{ id: 1, publicKeyPem: '-----BEGIN PUBLIC KEY-----' }]
    const set = () => api('PATCH', `issuer/${issuerId}`, { smartTapMerchantData: { authenticationKeys: keys } })
    const { smartTapMerchantId } = (await set()).body.smartTapMerchantData
    expect(smartTapMerchantId).toMatch(/^\d{8}$/)
    expect((await set()).body.smartTapMerchantData).toEqual({ authenticationKeys: keys, smartTapMerchantId })
    const tap = { id: 'tap-1', merchantId: smartTapMerchantId, infos: [{ action: 'S2AP', value: 'jwt' }] }
    expect(await api('POST', 'smartTap', tap)).toMatchObject({ status: 200, body: tap })
    expect((await api('POST', 'smartTap', { ...tap, merchantId: '1' })).status).toBe(400)
  })
})

describe('permissions', () => {
  const path = `permissions/${issuerId}`

  it('are read and replaced as a whole', async () => {
    const own = { emailAddress: key.client_email, role: 'WRITER' }
    expect((await api('GET', path)).body).toEqual({ issuerId, permissions: [own] })
    const reader = { emailAddress: 'reader@example.com', role: 'READER' }
    const next = { issuerId, permissions: [{ ...own, role: 'owner' }, reader] }
    expect((await api('PUT', path, next)).body.permissions).toEqual([{ ...own, role: 'OWNER' }, reader])
  })

  it.each([
    ['without an issuer', { permissions: [] }],
    ['of another issuer', { issuerId: '1', permissions: [] }],
    ['with a role that there is not', { issuerId, permissions: [{ emailAddress: 'a@b.c', role: 'ADMIN' }] }],
    ['for nobody', { issuerId, permissions: [{ role: 'READER' }] }],
  ])('%s are refused', async (_, body) => {
    expect((await api('PUT', path, body)).status).toBe(400)
  })

  it('to read do not allow to write, and none allow nothing', async () => {
    const set = (permissions: readonly object[]) => api('PUT', path, { issuerId, permissions })
    await set([{ emailAddress: key.client_email, role: 'READER' }])
    expect((await api('GET', path)).status).toBe(200)
    expect((await set([])).status).toBe(403)
    expect((await api('POST', 'genericClass', { id: `${issuerId}.x` })).status).toBe(403)
  })
})
