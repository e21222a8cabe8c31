/** Provider tokens that APNs calls expired. */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openProviderTokens } from './provider-tokens.ts'
import { startApnsServer } from './testing/apns-server.ts'
import { openClient, tokens } from './testing/open-client.ts'

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const minuteMs = 60_000

/** A server that refuses the first token it sees, and a key whose first token is so old. */
async function refusingTheFirst(ageMinutes: number) {
  let atMs = Date.parse('2026-03-01T12:00:00Z')
  const clock = { now: () => new Date(atMs) }
  const key = openProviderTokens({ teamId: 'ABCDE12345', keyId: 'KEY1234567', privateKey: pem, clock })
  const first = key.authorization()
  atMs += ageMinutes * minuteMs
  const server = await startApnsServer({
    onPush: (push) =>
      push.headers.authorization === first ? push.answer(403, 'ExpiredProviderToken') : push.answer(200),
  })
  const open = () => openClient(server.url, { auth: { kind: 'token', tokens: key }, clock })
  return { server, open, first }
}

describe('ExpiredProviderToken', () => {
  it('leads to one new token for all clients of the key, and every push is delivered with it', async () => {
    const { server, open, first } = await refusingTheFirst(30)
    const clients = [open(), open()]
    const outcomes = await Promise.all(clients.flatMap((apns) => tokens(20).map((token) => apns.push(token))))
    expect(outcomes.every(({ kind }) => kind === 'delivered')).toBe(true)
    const used = new Set(server.received.map(({ headers }) => headers.authorization))
    expect(used.size).toBe(2)
    expect(used).toContain(first)
    expect(clients.flatMap((apns) => apns.told('alarm'))).toEqual([])
  })

  it('for a token younger than 20 minutes is a misconfiguration: the clock is wrong', async () => {
    const { server, open } = await refusingTheFirst(10)
    const apns = open()
    expect(await apns.push('a1')).toMatchObject({
      kind: 'misconfigured',
      reason: 'ExpiredProviderToken',
      explanation: expect.stringContaining('clock'),
    })
    expect(server.received).toHaveLength(1)
    expect(apns.told('alarm')).toHaveLength(1)
  })
})
