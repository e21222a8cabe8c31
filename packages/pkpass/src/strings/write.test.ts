import { describe, expect, it } from 'vitest'
import { parseStrings } from './parse.ts'
import { type StringsEncoding, writeStrings } from './write.ts'

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

describe('a strings file is written', () => {
  it('in ASCII if that is enough', () => {
    expect(textOf(writeStrings({ Balance: 'Saldo', 'a "b"': 'c\\d\n' }))).toBe(
      '"Balance" = "Saldo";\n"a \\"b\\"" = "c\\\\d\\n";\n',
    )
  })

  it('else in UTF-16 with its mark, the big end first', () => {
    const bytes = writeStrings({ a: 'é' })
    expect(Buffer.from(bytes).toString('hex')).toBe(
      `feff${Buffer.from('"a" = "é";\n', 'utf16le').swap16().toString('hex')}`,
    )
  })

  it('in ASCII with escapes if told so', () => {
    expect(textOf(writeStrings({ a: 'é😀' }, { encoding: 'ascii' }))).toBe('"a" = "\\U00e9\\Ud83d\\Ude00";\n')
  })

  it('in UTF-8 without a mark if told so', () => {
    expect(Buffer.from(writeStrings({ a: 'é' }, { encoding: 'utf-8' })).toString()).toBe('"a" = "é";\n')
  })

  it('without a byte for no text', () => {
    expect(writeStrings({})).toHaveLength(0)
  })
})

describe('what was written reads the same', () => {
  const codeUnits = [
    ...Array.from({ length: 0x3000 }, (_, unit) => String.fromCharCode(unit)),
    ...Array.from({ length: 0x2800 }, (_, unit) => String.fromCharCode(0xd800 + unit)),
  ].join('')
  const translation = {
    every: codeUnits,
    [codeUnits.slice(0, 300)]: 'as key',
    pairs: '😀🇩🇪',
    halves: '\ude00\ud83d',
    "it's": '/* no comment */ // either',
  }
  it.each<StringsEncoding>(['ascii', 'utf-8', 'utf-16be', 'utf-16le'])('in %s', (encoding) => {
    const { translation: read, issues } = parseStrings(writeStrings(translation, { encoding }))
    expect(issues).toEqual([])
    expect(read).toEqual(translation)
  })
})
