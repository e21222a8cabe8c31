import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { arbitraryValue, seededRandom } from '../testing/arbitrary.ts'
import { callbackSigner } from '../testing/callback-signer.ts'
import { judgeCallback } from './judge-callback.ts'
import { processRootKeys } from './process-root-keys.ts'
import { type CallbackRefusal, callbackRefusals } from './verdict.ts'

const at = new Date('2026-12-01T12:00:00Z')
const issuerId = '3388000000022000001'
const signer = callbackSigner(at)
const answer = processRootKeys({ status: 200, headers: new Headers(), body: signer.rootKeysJson })
const keys = 'keys' in answer ? answer.keys : []
const judge = (body: unknown, options: object = {}) => judgeCallback(body, keys, { issuerId, at, ...options })
const good = signer.body(issuerId, {})
const dayMs = 86_400_000

it('gives the whole message of a genuine callback', () => {
  expect(judge(signer.body(issuerId, { eventType: 'del', count: 3 }))).toEqual({
    isVerified: true,
    message: {
      classId: `${issuerId}.coffee`,
      objectId: `${issuerId}.coffee-1`,
      eventType: 'del',
      expTimeMillis: at.getTime() + 60_000,
      count: 3,
      nonce: '5b3e0f6e-6f0a-4d57-9f9c-1f2f3a4b5c6d',
    },
  })
})

it('counts bytes of UTF-8, not characters', () => {
  expect(judge(signer.body(issuerId, { nonce: 'é💳' }))).toMatchObject({ isVerified: true, message: { nonce: 'é💳' } })
})

it('takes expTimeMillis as text too', () => {
  const message = { expTimeMillis: String(at.getTime() + 1) }
  expect(judge(signer.body(issuerId, message))).toMatchObject({ isVerified: true })
})

const changed = (change: (body: Record<string, unknown>) => unknown) => {
  const body = JSON.parse(good)
  change(body)
  return body
}

const refused: readonly (readonly [CallbackRefusal, string, unknown, object?])[] = [
  ['SHAPE', 'no JSON', 'save=1'],
  ['SHAPE', 'a list', '[]'],
  ['SHAPE', 'nothing', undefined],
  ['SHAPE', 'no intermediate key', changed((body) => delete body.intermediateSigningKey)],
  ['SHAPE', 'an empty message', changed((body) => Object.assign(body, { signedMessage: '' }))],
  [
    'SHAPE',
    'more signatures than anyone needs, each of which would cost a verification',
    changed((body) => Object.assign(body.intermediateSigningKey as object, { signatures: Array(9).fill('AA==') })),
  ],
  ['PROTOCOL', 'another protocol', changed((body) => Object.assign(body, { protocolVersion: 'ECv1' }))],
  ['NO_ROOT', 'root keys that have expired', good, { at: new Date(at.getTime() + 8 * dayMs) }],
  [
    'INTERMEDIATE_SIGNATURE',
    'a signature that is no base64 of anything',
    changed((body) => Object.assign(body.intermediateSigningKey as object, { signatures: ['!'] })),
  ],
  ['MESSAGE_SIGNATURE', 'a callback for another issuer', signer.body('3388000000022000002', {})],
  ['MESSAGE_SIGNATURE', 'a signature of garbage', changed((body) => Object.assign(body, { signature: 'AAAA' }))],
  ['MESSAGE_SHAPE', 'an empty nonce', signer.body(issuerId, { nonce: '' })],
  ['MESSAGE_SHAPE', 'no expTimeMillis', signer.body(issuerId, { expTimeMillis: undefined })],
  ['MESSAGE_SHAPE', 'an expTimeMillis that is a date', signer.body(issuerId, { expTimeMillis: at.toISOString() })],
  ['EVENT_UNKNOWN', 'an event of the future', signer.body(issuerId, { eventType: 'share' })],
  ['OBJECT_FOREIGN', 'an object of another issuer', signer.body(issuerId, { objectId: '33880000000220000019.a' })],
  ['MESSAGE_EXPIRED', 'a message of the moment it expires', signer.body(issuerId, { expTimeMillis: at.getTime() })],
]

it.each(refused.map(([code, name, body, options = {}]) => ({ code, name, body, options })))(
  'refuses with $code: $name',
  ({ code, body, options }) => {
    expect(judge(body, options)).toEqual({ isVerified: false, code, explanation: callbackRefusals[code] })
  },
)

it('refuses with INTERMEDIATE_EXPIRED a key that outlived its expiry, though the root is good', () => {
  const later = new Date(at.getTime() + 7 * dayMs)
  const longer = keys.map((key) => ({ ...key, expiresAtMs: later.getTime() + dayMs }))
  expect(judgeCallback(good, longer, { issuerId, at: later })).toMatchObject({ code: 'INTERMEDIATE_EXPIRED' })
})

it('an expired message counts within the tolerance for clocks', () => {
  const body = signer.body(issuerId, { expTimeMillis: at.getTime() - 59_999 })
  expect(judge(body)).toMatchObject({ code: 'MESSAGE_EXPIRED' })
  expect(judge(body, { clockToleranceMs: 60_000 })).toMatchObject({ isVerified: true })
})

it('any change of any character of a genuine callback is refused', () => {
  const { signedMessage } = JSON.parse(good)
  for (let n = 0; n < signedMessage.length; n++) {
    const other = `${signedMessage.slice(0, n)}${signedMessage[n] === 'x' ? 'y' : 'x'}${signedMessage.slice(n + 1)}`
    expect(judge(changed((body) => Object.assign(body, { signedMessage: other })))).toMatchObject({ isVerified: false })
  }
})

it('never throws, whatever the body', () => {
  const random = seededRandom(42)
  const names = ['signature', 'intermediateSigningKey', 'signedKey', 'signatures', 'protocolVersion', 'signedMessage']
  for (let n = 0; n < 2000; n++) {
    const body = { ...JSON.parse(good), ...(arbitraryValue(random, names, 4) as object) }
    expect(typeof judge(n % 2 === 0 ? body : JSON.stringify(body)).isVerified).toBe('boolean')
  }
})

it('every refusal is in the README and has a case', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  for (const [code, meaning] of Object.entries(callbackRefusals))
    expect(readme).toContain(`| \`${code}\` | ${meaning} |`)
  const cases = new Set([...refused.map(([code]) => code), 'INTERMEDIATE_EXPIRED'])
  expect([...cases].sort()).toEqual(Object.keys(callbackRefusals).sort())
})
