import { openVirtualGoogle, type ReceivedRequest } from '@billfold/simulator'
import { importPKCS8, SignJWT } from 'jose'
import { expect, it } from 'vitest'
import { faultsOf, type Signer } from './google-judge.ts'

const request = (path: string, body: unknown, more: Partial<ReceivedRequest> = {}): ReceivedRequest => ({
  at: '2026-11-22T10:00:00.000Z',
  method: 'POST',
  path,
  body,
  status: 200,
  answer: {},
  outcome: '200',
  ...more,
})

async function makeSigners(): Promise<readonly [Signer, Signer]> {
  const google = await openVirtualGoogle({ clock: { now: () => new Date() } })
  const made = [await google.createIssuer(), await google.createIssuer()]
  await google.close()
  const [own, others] = made.map(({ serviceAccountKey: { client_email: email, private_key: key } }) => ({ email, key }))
  return [own!, others!]
}

it('finds what is not as Google describes it, whatever was answered', async () => {
  const [signer] = await makeSigners()
  const object = { id: '1.a', classId: '1.c', state: 'active', pointz: 3, loyaltyPoints: { balance: { int: '3' } } }
  const faults = (await faultsOf([request('/walletobjects/v1/loyaltyObject', object)], signer)).join('\n')
  expect(faults).toContain('must NOT have additional properties')
  expect(faults).toContain('/loyaltyPoints/balance/int must be integer')
  expect(faults).toContain('pointz')
  const message = { message: { id: 'm', header: 'H', body: 'B', messageType: 'SHOUT' } }
  expect(await faultsOf([request('/walletobjects/v1/loyaltyObject/1.a/addMessage', message)], signer)).toEqual([
    expect.stringContaining('/message/messageType must be equal to one of the allowed values'),
  ])
  const refused = request('/walletobjects/v1/loyaltyObject/1.a', {}, { method: 'PATCH', status: 429 })
  expect(await faultsOf([refused], signer)).toEqual([expect.stringContaining('was answered 429')])
})

it('finds tokens that others have signed', async () => {
  const [own, others] = await makeSigners()
  const sign = async ({ key }: Signer) =>
    new SignJWT({ typ: 'savetowallet', payload: { loyaltyObjects: [{ id: '1.a' }] } })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(own.email)
      .setAudience('google')
      .setIssuedAt()
      .sign(await importPKCS8(key, 'RS256'))
  expect(await faultsOf([request(`/gp/v/save/${await sign(own)}`, null)], own)).toEqual([])
  expect(await faultsOf([request(`/gp/v/save/${await sign(others)}`, null)], own)).toEqual([
    expect.stringContaining('signature verification failed'),
  ])
})
