import { describe, expect, it } from 'vitest'
import { decryptRc2Cbc } from './rc2.ts'

const zeroIv = Buffer.alloc(8)
const fromHex = (hex: string) => Buffer.from(hex, 'hex')

describe('RC2 by the test vectors of RFC 2268 §5 whose key bits all count', () => {
  it.each([
    ['ffffffffffffffff', 'ffffffffffffffff', '278b27e42e2f0d49'],
    ['3000000000000000', '1000000000000001', '30649edf9be7d2c2'],
    ['88bca90e90875a7f0f79c384627bafb2', '0000000000000000', '2269552ab0f85ca6'],
  ])('key %s', (key, plaintext, ciphertext) => {
    expect(decryptRc2Cbc(fromHex(key), zeroIv, fromHex(ciphertext)).toString('hex')).toBe(plaintext)
  })
})

describe('CBC', () => {
  it('adds the IV to the first block and each ciphertext block to the next', () => {
    const block = '278b27e42e2f0d49'
    const plaintext = decryptRc2Cbc(fromHex('ffffffffffffffff'), fromHex('0000000000000001'), fromHex(block + block))
    expect(plaintext.toString('hex')).toBe(`fffffffffffffffe${'d874d81bd1d0f2b6'}`)
  })
})
