import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mayUseCampaign, requires } from './authorize.ts'
import type { Caller } from './caller.ts'
import { type Scope, scopeNames } from './scopes.ts'
import { openTestAccounts, type TestAccounts } from './testing.ts'

let accounts: TestAccounts

beforeAll(async () => {
  accounts = await openTestAccounts()
  for (const scope of scopeNames) {
    accounts.app.get(pathOf(scope), { onRequest: requires(scope) }, async ({ caller }) => caller.keyId)
  }
})
afterAll(() => accounts.close())

const pathOf = (scope: Scope) => `/needs/${scope.replace(':', '/')}`
const get = (scope: Scope, authorization?: string) =>
  accounts.app.inject({ url: pathOf(scope), headers: authorization === undefined ? {} : { authorization } })

describe('requires', () => {
  it.each(scopeNames)('lets a key with %s through to what needs it, and to nothing else', async (scope) => {
    const { id, authorization } = await accounts.makeKey({ scopes: [scope] })
    for (const needed of scopeNames) {
      const answer = await get(needed, authorization)
      if (needed === scope || scope === 'admin') expect(answer.body).toBe(id)
      else expect(answer.statusCode).toBe(403)
    }
  })

  it('names the scope that is missing (RFC 6750 §3.1)', async () => {
    const { authorization, id } = await accounts.makeKey({ scopes: ['passes:read'] })
    const answer = await get('passes:write', authorization)
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['www-authenticate']).toBe('Bearer error="insufficient_scope", scope="passes:write"')
    expect(answer.json()).toMatchObject({
      code: 'forbidden',
      detail: `The API key ${id} lacks the scope passes:write.`,
    })
  })

  it('challenges a request without a key', async () => {
    const answer = await get('passes:read')
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    expect(answer.json()).toMatchObject({ code: 'unauthorized', detail: 'The request has no Authorization header.' })
  })

  it('says that a key is not valid, and not which part of it was nearly right', async () => {
    const { text } = await accounts.makeKey()
    const answer = await get('passes:read', `Bearer ${text.slice(0, -2)}`)
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
    expect(answer.body).not.toContain(text.slice(0, 30))
  })
})

describe('mayUseCampaign', () => {
  const caller = (campaignIds: readonly string[] | null): Caller => ({
    customerId: 'cus_1',
    keyId: 'key_1',
    scopes: new Set(['admin']),
    campaignIds,
    notAfter: null,
  })

  it('lets a key that is not limited use any campaign', () => {
    expect(() => mayUseCampaign(caller(null), 'cmp_1')).not.toThrow()
  })

  it('lets a limited key use its own campaigns only, even with the scope admin', () => {
    expect(() => mayUseCampaign(caller(['cmp_1', 'cmp_2']), 'cmp_2')).not.toThrow()
    expect(() => mayUseCampaign(caller(['cmp_1']), 'cmp_2')).toThrow(
      expect.objectContaining({ code: 'forbidden', message: expect.stringContaining('cmp_2') }),
    )
    expect(() => mayUseCampaign(caller([]), 'cmp_1')).toThrow(expect.objectContaining({ code: 'forbidden' }))
  })
})
