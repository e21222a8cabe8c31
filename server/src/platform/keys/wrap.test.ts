import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { unwrap, wrap, wrappingKey } from './wrap.ts'

const place = { id: '00000001', purpose: 'links', customer_id: 'cus_1', scope: 'a' } as const
const bytes = randomBytes(32)
const wrapping = wrappingKey('a secret')

describe('wrapping keys under the secret', () => {
  it('derives the wrapping key by HKDF-SHA256 (RFC 5869), as OpenSSL does', () => {
    const options = ['digest:SHA256', 'key:a secret', 'info:billfold key wrapping'].flatMap((o) => ['-kdfopt', o])
    const derived = execFileSync('openssl', ['kdf', '-keylen', '32', '-binary', ...options, 'HKDF'])
    expect(wrapping).toEqual(derived)
  })

  it('opens in its row', () => {
    expect(unwrap(wrapping, { ...place, wrapped: wrap(wrapping, bytes, place) })).toEqual(bytes)
  })

  it.each([
    { id: '00000002' },
    { purpose: 'serials' as const },
    { customer_id: 'cus_2' },
    { customer_id: null },
    { scope: 'b' },
    { customer_id: 'cus_1a', scope: '' },
  ])('does not open in a row with %o', (other) => {
    const wrapped = wrap(wrapping, bytes, place)
    expect(unwrap(wrapping, { ...place, ...other, wrapped })).toBeUndefined()
  })

  it('does not open under another secret', () => {
    const wrapped = wrap(wrapping, bytes, place)
    expect(unwrap(wrappingKey('b secret'), { ...place, wrapped })).toBeUndefined()
  })
})
