import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { seal, unseal } from './seal.ts'

const key = randomBytes(32)
const plaintext = Buffer.from('Grüße an Ada')

describe('seal and unseal (AES-256-GCM)', () => {
  it.each([0, 1, 12, 100_000])('gives back %i bytes unchanged', (length) => {
    const bytes = randomBytes(length)
    expect(unseal(key, seal(key, bytes, 'here'), 'here')).toEqual(bytes)
  })

  it('shows nothing of the plaintext, and seals the same value differently each time', () => {
    const first = seal(key, plaintext, 'here')
    expect(first.includes(plaintext)).toBe(false)
    expect(seal(key, plaintext, 'here')).not.toEqual(first)
  })

  it('refuses a value when any one of its bytes was changed', () => {
    const sealed = seal(key, plaintext, 'here')
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed)
      changed[index]! ^= 1
      expect(() => unseal(key, changed, 'here'), `byte ${index}`).toThrow()
    }
  })

  it.each([0, 1, 28, 29])('refuses a value cut to %i bytes', (length) => {
    expect(() => unseal(key, seal(key, plaintext, 'here').subarray(0, length), 'here')).toThrow()
  })

  it('refuses another key', () => {
    expect(() => unseal(randomBytes(32), seal(key, plaintext, 'here'), 'here')).toThrow()
  })

  it('refuses another context, so that a value cannot be moved to another row', () => {
    expect(() => unseal(key, seal(key, plaintext, 'row 1'), 'row 2')).toThrow()
  })

  it('says so when a value comes from a newer format', () => {
    expect(() => unseal(key, Buffer.alloc(64, 2), 'here')).toThrow('this version of Billfold')
  })
})
