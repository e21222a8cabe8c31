import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { ApnsError } from './errors.ts'
import { openProviderTokens } from './provider-tokens.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const minuteMs = 60_000

function openAt(start: string) {
  const clock = {
    atMs: Date.parse(start),
    now: () => new Date(clock.atMs),
    pass: (minutes: number) => {
      clock.atMs += minutes * minuteMs
    },
  }
  return { clock, tokens: openProviderTokens({ teamId: 'ABCDE12345', keyId: 'KEY1234567', privateKey: pem, clock }) }
}

it('is a JWT with ES256 that others verify, with key id, team and time of issue', async () => {
  const { tokens, clock } = openAt('2026-03-01T12:00:00.900Z')
  const [scheme, jwt] = tokens.authorization().split(' ')
  expect(scheme).toBe('bearer')
  const { payload, protectedHeader } = await jwtVerify(
    jwt!,
    createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
    {
      currentDate: clock.now(),
    },
  )
  expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'KEY1234567' })
  expect(payload).toEqual({ iss: 'ABCDE12345', iat: Date.parse('2026-03-01T12:00:00Z') / 1000 })
})

it('stays the same for 45 minutes', () => {
  const { tokens, clock } = openAt('2026-03-01T12:00:00Z')
  const first = tokens.authorization()
  clock.pass(44)
  expect(tokens.authorization()).toBe(first)
  clock.pass(1)
  expect(tokens.authorization()).not.toBe(first)
})

it('is made anew when the clock was set back, as APNs refuses tokens from the future', () => {
  const { tokens, clock } = openAt('2026-03-01T12:00:00Z')
  const first = tokens.authorization()
  clock.pass(-1)
  expect(tokens.authorization()).not.toBe(first)
})

describe('renew', () => {
  it('makes one token for all who hold the expired one', () => {
    const { tokens, clock } = openAt('2026-03-01T12:00:00Z')
    const expired = tokens.authorization()
    clock.pass(21)
    expect(tokens.renew(expired)).toBe(true)
    const renewed = tokens.authorization()
    expect(renewed).not.toBe(expired)
    expect(tokens.renew(expired)).toBe(true)
    expect(tokens.authorization()).toBe(renewed)
  })

  it('does not make a second one within 20 minutes', () => {
    const { tokens, clock } = openAt('2026-03-01T12:00:00Z')
    const first = tokens.authorization()
    clock.pass(19)
    expect(tokens.renew(first)).toBe(false)
    expect(tokens.authorization()).toBe(first)
  })
})

describe('refuses', () => {
  const refusal = (options: Partial<Parameters<typeof openProviderTokens>[0]>) => {
    try {
      openProviderTokens({ teamId: 'ABCDE12345', keyId: 'KEY1234567', privateKey: pem, ...options })
    } catch (error) {
      return error as ApnsError
    }
  }

  it('everything that is wrong at once', () => {
    const error = refusal({ teamId: 'team', keyId: '', privateKey: 'none' })
    expect(error).toBeInstanceOf(ApnsError)
    expect(error?.code).toBe('OPTIONS_REFUSED')
    expect(error?.problems.map(({ option }) => option)).toEqual(['teamId', 'keyId', 'privateKey'])
  })

  it('a key on another curve', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const error = refusal({ privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string })
    expect(error?.message).toContain('- privateKey: It is no key on the curve P-256.')
  })
})
