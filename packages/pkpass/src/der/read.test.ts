import { describe, expect, it } from 'vitest'
import { childOf, childrenOf, integerOf, octetsOf, oidOf, readDer, textOf, timeOf } from './read.ts'
import { der, octetString, oid, sequence, tag, time } from './write.ts'

const fromHex = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
const parse = (hex: string) => readDer(fromHex(hex))

describe('reads what DER writes', () => {
  it('nested values with short and long lengths', () => {
    const inner = octetString(Buffer.alloc(300, 7))
    const value = readDer(sequence(inner, sequence()))
    expect(childrenOf(value).map(({ raw }) => raw.length)).toEqual([304, 2])
    expect(octetsOf(childOf(value, 0, tag.octetString))).toEqual(Buffer.alloc(300, 7))
  })

  it.each(['1.2.840.113549.1.7.2', '2.5.4.11', '0.9.2342.19200300.100.1.1', '2.999.3'])('identifier %s', (dotted) => {
    expect(oidOf(readDer(oid(dotted)))).toBe(dotted)
  })

  it.each(['1950-01-01T00:00:00.000Z', '2049-12-31T23:59:59.000Z', '2050-01-01T00:00:00.000Z'])('time %s', (iso) => {
    expect(timeOf(readDer(time(new Date(iso)))).toISOString()).toBe(iso)
  })

  it.each([
    ['02 01 00', 0],
    ['02 01 7f', 127],
    ['02 02 0080', 128],
    ['02 05 00ffffffff', 4_294_967_295],
  ])('integer %s', (hex, value) => {
    expect(integerOf(parse(hex))).toBe(value)
  })

  it.each([
    [tag.utf8String, 'c3a4', 'ä'],
    [tag.printableString, '41', 'A'],
    [tag.bmpString, '20ac', '€'],
    [0x1c, '00000041', undefined],
  ])('text of kind %i', (kind, hex, text) => {
    expect(textOf(readDer(der(kind, fromHex(hex))))).toBe(text)
  })
})

describe('reads the BER that Apple writes', () => {
  it('indefinite lengths, nested', () => {
    const value = parse('30 80  30 80 0201 05 0000  0401 aa  0000')
    expect(childrenOf(value).map((child) => child.tag)).toEqual([tag.sequence, tag.octetString])
    expect(integerOf(childOf(childOf(value, 0), 0))).toBe(5)
  })

  it('octet strings in pieces', () => {
    expect(octetsOf(parse('24 80  0402 0102  2403 0401 03  0000'))).toEqual(fromHex('010203'))
  })
})

describe('refuses', () => {
  const deep = `${'2480'.repeat(40)}${'0000'.repeat(40)}`
  const deepDefinite = Array.from({ length: 40 }).reduce<Buffer>((inner) => der(0x24, inner), octetString(Buffer.of(1)))
  it.each([
    ['nothing', () => parse('')],
    ['a tag alone', () => parse('30')],
    ['a value longer than the input', () => parse('04 05 0102')],
    ['bytes after the value', () => parse('0500 00')],
    ['a length of more than four bytes', () => parse('04 85 0000000001 00')],
    ['tags above 30', () => parse('1f 81 01 00')],
    ['an indefinite length without end', () => parse('30 80 0500')],
    ['an indefinite length of a primitive', () => parse('04 80 0000')],
    ['indefinite lengths 40 levels deep', () => parse(deep)],
    ['octet strings 40 levels deep', () => octetsOf(readDer(deepDefinite))],
    ['a child that ends after its parent', () => childrenOf(parse('30 03 04 05 01'))],
    ['a missing child', () => childOf(parse('3000'), 0)],
    ['a child of another tag', () => childOf(parse('3002 0500'), 0, tag.integer)],
    ['a negative integer', () => integerOf(parse('02 01 ff'))],
    ['an integer of six bytes', () => integerOf(parse('02 06 000100000000'))],
    ['an empty integer', () => integerOf(parse('02 00'))],
    ['an empty identifier', () => oidOf(parse('06 00'))],
    ['a time without seconds', () => timeOf(readDer(der(tag.utcTime, Buffer.from('2611220908Z'))))],
    ['a local time', () => timeOf(readDer(der(tag.generalizedTime, Buffer.from('20261122090800'))))],
  ])('%s', (_, task) => {
    expect(task).toThrow(expect.objectContaining({ name: 'DerError' }))
  })
})
