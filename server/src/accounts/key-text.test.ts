import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Key } from '../platform/keys.ts'
import { decodeKeyText, encodeKeyText } from './key-text.ts'

const bytes = randomBytes(32)
const macKey: Key = {
  id: 'mackey01',
  purpose: 'apiKeys',
  customerId: null,
  scope: '',
  bytes,
  secret: createSecretKey(bytes),
  state: 'active',
  acceptedUntil: null,
  createdAt: new Date(0),
}
const find = (id: string) => (id === macKey.id ? macKey : undefined)
const claims = { k: 'key_1', c: 'cus_1', s: ['passes:read'], g: ['cmp_1'], x: 1_800_000_000 } as const
const text = encodeKeyText(macKey, claims)
const [signed, mac] = text.split('.') as [string, string]
const encoded = signed.slice('bfk_'.length)
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('the text of an API key', () => {
  it('is bfk_, the claims as base64url JSON, a dot, and their HMAC-SHA256', () => {
    expect(JSON.parse(Buffer.from(encoded, 'base64url').toString())).toEqual({ ...claims, m: 'mackey01' })
    expect(mac).toBe(createHmac('sha256', macKey.bytes).update(`bfk_${encoded}`).digest('base64url'))
    expect(text).toMatch(/^bfk_[\w-]+\.[\w-]{43}$/)
  })

  it('gives its claims back', () => {
    expect(decodeKeyText(text, find)).toEqual({ claims: { ...claims, m: 'mackey01' }, macKey })
  })

  it('is refused when any one of its characters was changed', () => {
    for (let index = 0; index < text.length; index++) {
      const changed = text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1)
      expect(decodeKeyText(changed, find), `character ${index}`).toHaveProperty('fault')
    }
  })

  it.each([
    ['a claim raised under the old MAC', `bfk_${encode({ ...claims, s: ['admin'], m: 'mackey01' })}.${mac}`, /altered/],
    [
      'the MAC of other claims',
      `${signed}.${encodeKeyText(macKey, { ...claims, k: 'key_2' }).split('.')[1]}`,
      /altered/,
    ],
    ['an empty MAC', `${signed}.`, /altered/],
    ['a longer MAC', `${text}A`, /altered/],
    ['another key of the installation', `bfk_${encode({ ...claims, m: 'unknown1' })}.${mac}`, /not made by this/],
    ['no MAC', signed, /cut off/],
    ['claims that are not JSON', `bfk_AAAA.${mac}`, /damaged/],
    ['claims that are null', `bfk_${encode(null)}.${mac}`, /damaged/],
    ['claims that are a list', `bfk_${encode(['mackey01'])}.${mac}`, /damaged/],
    ['no claims', `bfk_.${mac}`, /damaged/],
    ['the prefix alone', 'bfk_', /cut off/],
    ['another prefix', text.replace('bfk_', 'sk_'), /begins with bfk_/],
    ['nothing', '', /begins with bfk_/],
    ['much too much', `bfk_${'A'.repeat(9000)}.${mac}`, /longer/],
  ])('is refused with %s', (_, presented, fault) => {
    expect(decodeKeyText(presented, find)).toEqual({ fault: expect.stringMatching(fault) })
  })

  it('is refused under a key that serves another purpose', () => {
    const links = { ...macKey, purpose: 'links' } as const
    const forged = encodeKeyText(links, claims)
    expect(decodeKeyText(forged, () => links)).toEqual({ fault: expect.stringMatching(/not made by this/) })
  })
})
