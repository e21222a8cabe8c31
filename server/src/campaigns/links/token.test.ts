import { createSecretKey, randomBytes } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { describe, expect, test } from 'vitest'
import { isAccepted, type Key } from '../../platform/keys/key.ts'
import type { KeyPurpose, Keys } from '../../platform/keys.ts'
import { type Link, openLink, sealLink } from './token.ts'

const at = new Date('2026-11-01T12:00:00.123Z')
const link: Link = {
  issuedAt: at,
  expiresAt: new Date('2027-12-06T12:00:00Z'),
  apiKeyId: 'key_1',
  campaignId: 'cam_1',
  contactId: 'Zoë 🦊',
  platform: 'auto',
  contact: { firstName: 'Zoë', age: 41, member: true },
  voucher: { code: 'AB"12' },
}

let made = 0
function newKey(customerId: string | null, more: Partial<Key> = {}): Key {
  made++
  const id = `key0000${made}`.slice(-8)
  const scoped = { purpose: 'links' as KeyPurpose, customerId, scope: '' }
  const bytes = randomBytes(32)
  return {
    id,
    ...scoped,
    bytes,
    secret: createSecretKey(bytes),
    state: 'active',
    acceptedUntil: null,
    createdAt: at,
    ...more,
  }
}

/** The part of the keys in memory that opening uses. */
function ringOf(...all: Key[]): Keys {
  const accepted: Keys['accepted'] = (purpose, customerId, _scope, when) =>
    all.filter((key) => key.purpose === purpose && key.customerId === customerId && isAccepted(key, when))
  return { byId: (id: string) => all.find((key) => key.id === id), accepted } as Keys
}

const decodeText = (part: string | undefined) => Buffer.from(part ?? '', 'base64url').toString()
const encodeText = (text: string) => Buffer.from(text).toString('base64url')

describe('RFC 7516 §3.1, compact serialization', () => {
  test('jose opens our tokens', async () => {
    const key = newKey('cus_1')
    const { plaintext, protectedHeader } = await compactDecrypt(sealLink(key, link), key.bytes)
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: key.id, typ: 'billfold-link+jwe' })
    expect(JSON.parse(Buffer.from(plaintext).toString())).toEqual({
      i: at.getTime(),
      x: link.expiresAt.getTime() / 1000,
      k: 'key_1',
      c: 'cam_1',
      p: 'Zoë 🦊',
      w: 'auto',
      t: link.contact,
      v: link.voucher,
    })
  })

  test('we open tokens that jose made', async () => {
    const key = newKey('cus_1')
    const { plaintext } = await compactDecrypt(sealLink(key, link), key.bytes)
    const token = await new CompactEncrypt(plaintext)
      .setProtectedHeader({ typ: 'billfold-link+jwe', kid: key.id, enc: 'A256GCM', alg: 'dir' })
      .encrypt(key.bytes)
    expect(openLink(ringOf(key), token, at)).toEqual({ ...link, customerId: 'cus_1' })
  })

  test('a token comes back as it was sealed, with its customer', () => {
    const key = newKey('cus_1')
    expect(openLink(ringOf(key), sealLink(key, link), at)).toEqual({ ...link, customerId: 'cus_1' })
  })

  test('no two of 5,000 tokens share an initialization vector', () => {
    const key = newKey('cus_1')
    const vectors = Array.from({ length: 5000 }, () => sealLink(key, link).split('.')[2])
    expect(new Set(vectors).size).toBe(5000)
  })
})

describe('a token that was touched is invalid', () => {
  const key = newKey('cus_1')
  const keys = ringOf(key, newKey('cus_2'))
  const parts = sealLink(key, link).split('.')
  const open = (changed: readonly string[]) => openLink(keys, changed.join('.'), at)
  const replaced = (index: number, part: string) => parts.map((old, place) => (place === index ? part : old))

  test.each([
    [0, 'header'],
    [2, 'initialization vector'],
    [3, 'ciphertext'],
    [4, 'tag'],
  ])('every bit of part %i, the %s, counts', (index) => {
    const bytes = Buffer.from(parts[index] ?? '', 'base64url')
    expect(bytes.length).toBeGreaterThan(0)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const outcome = open(replaced(index, flipped.toString('base64url')))
      expect(outcome, `bit ${bit}`).toBeOneOf(['invalid', 'unknown_key'])
    }
  })

  test.each([0, 2, 3, 4])('part %i with other text for the same bytes', (index) => {
    const part = parts[index] ?? ''
    for (const loose of [`${part}=`, `${part} `, `${part}!`, `\n${part}`]) {
      expect(open(replaced(index, loose)), JSON.stringify(loose)).toBe('invalid')
    }
  })

  test.each([0, 2, 3, 4])('without part %i', (index) => {
    expect(open(replaced(index, ''))).toBe('invalid')
  })

  test('a shortened tag', () => {
    expect(
      open(
        replaced(
          4,
          Buffer.from(parts[4] ?? '', 'base64url')
            .subarray(0, 12)
            .toString('base64url'),
        ),
      ),
    ).toBe('invalid')
  })

  test('an encrypted key, which direct encryption does not have', () => {
    expect(open(replaced(1, 'AAAA'))).toBe('invalid')
  })

  test('more or fewer parts', () => {
    expect(open([...parts, ''])).toBe('invalid')
    expect(open(parts.slice(0, 4))).toBe('invalid')
    expect(open(['a'])).toBe('invalid')
    expect(open([''])).toBe('invalid')
  })

  test.each([{ alg: 'A256GCMKW' }, { enc: 'A128GCM' }, { typ: 'JWT' }, { kid: 7 }, { zip: 'DEF' }, { crit: ['exp'] }])(
    'sealed properly under another header, %o',
    async (change) => {
      const header = { alg: 'dir', enc: 'A256GCM', kid: key.id, typ: 'billfold-link+jwe', ...change }
      expect(open(replaced(0, encodeText(JSON.stringify(header))))).toBe('invalid')
    },
  )

  test('a header that is no JSON object', () => {
    for (const header of ['null', '7', '"x"', '[]', '{', ''])
      expect(open(replaced(0, encodeText(header)))).toBe('invalid')
  })
})

describe('the key', () => {
  test('another customer’s key id in the header opens nothing', () => {
    const [own, other] = [newKey('cus_1'), newKey('cus_2')]
    const parts = sealLink(own, link).split('.')
    const swapped = encodeText(decodeText(parts[0]).replace(own.id, other.id))
    expect(openLink(ringOf(own, other), [swapped, ...parts.slice(1)].join('.'), at)).toBe('invalid')
  })

  test('one that is not in memory is told apart, so that it can be looked for', () => {
    expect(openLink(ringOf(newKey('cus_1')), sealLink(newKey('cus_1'), link), at)).toBe('unknown_key')
  })

  test('one of another purpose opens nothing', () => {
    const key = newKey('cus_1', { purpose: 'serials' })
    expect(openLink(ringOf(key), sealLink(key, link), at)).toBe('invalid')
  })

  test('a rotated one still opens', () => {
    const key = newKey('cus_1', { state: 'rotated' })
    expect(openLink(ringOf(key), sealLink(key, link), at)).toMatchObject({ customerId: 'cus_1' })
  })

  test('a leaked one opens until its date', () => {
    const key = newKey('cus_1', { state: 'leaked', acceptedUntil: new Date(at.getTime() + 1) })
    const token = sealLink(key, link)
    expect(openLink(ringOf(key), token, at)).toMatchObject({ customerId: 'cus_1' })
    expect(openLink(ringOf(key), token, new Date(at.getTime() + 1))).toBe('revoked')
  })
})

test('a link expires at its second', () => {
  const key = newKey('cus_1')
  const token = sealLink(key, { ...link, expiresAt: new Date('2026-11-02T00:00:00.900Z') })
  expect(openLink(ringOf(key), token, new Date('2026-11-01T23:59:59.999Z'))).toMatchObject({ customerId: 'cus_1' })
  expect(openLink(ringOf(key), token, new Date('2026-11-02T00:00:00.000Z'))).toBe('expired')
})
