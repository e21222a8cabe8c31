import { describe, expect, it } from 'vitest'
import { der, octetString, oid, sequence, setOf, smallInteger, tag, time } from './write.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('lengths by X.690 §8.1.3', () => {
  it.each([
    [0, '0400'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_536, '0483010000'],
  ])('%i bytes', (lengthBytes, head) => {
    expect(hex(octetString(new Uint8Array(lengthBytes))).slice(0, head.length)).toBe(head)
  })
})

describe('object identifiers by X.690 §8.19', () => {
  it.each([
    ['1.2.840.113549.1.7.2', '06092a864886f70d010702'],
    ['2.16.840.1.101.3.4.2.1', '0609608648016503040201'],
    ['2.5.4.11', '060355040b'],
    ['0.9.2342.19200300.100.1.1', '060a0992268993f22c640101'],
  ])('%s', (dotted, encoding) => {
    expect(hex(oid(dotted))).toBe(encoding)
  })
})

it('SET OF is in the order of the encodings (X.690 §11.6)', () => {
  const members = [octetString(Uint8Array.of(2)), smallInteger(9), octetString(Uint8Array.of(1)), sequence()]
  expect(hex(setOf(...members))).toBe('310b020109040101040102' + '3000')
})

describe('times by RFC 5652 §11.3', () => {
  it.each([
    ['1950-01-01T00:00:00Z', tag.utcTime, '500101000000Z'],
    ['2026-11-22T09:08:07.987Z', tag.utcTime, '261122090807Z'],
    ['2049-12-31T23:59:59Z', tag.utcTime, '491231235959Z'],
    ['2050-01-01T00:00:00Z', tag.generalizedTime, '20500101000000Z'],
  ])('%s', (at, expectedTag, digits) => {
    expect(hex(time(new Date(at)))).toBe(hex(der(expectedTag, Buffer.from(digits))))
  })
})
