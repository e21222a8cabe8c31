import { describe, expect, it } from 'vitest'
import { parseStrings } from './parse.ts'

const parse = (text: string) => parseStrings(Buffer.from(text))
const problemsOf = (text: string) => parse(text).issues.map(({ code, message }) => `${code} ${message}`)
const utf16 = (text: string) => Buffer.from(text, 'utf16le')

describe('a strings file is read', () => {
  const text = '"Balance" = "Guthaben für Jürgen";\n'
  const translation = { Balance: 'Guthaben für Jürgen' }
  const encodings: readonly (readonly [string, Uint8Array])[] = [
    ['UTF-8', Buffer.from(text)],
    ['UTF-16, little end first, with a mark', utf16(`\ufeff${text}`)],
    ['UTF-16, big end first, with a mark', utf16(`\ufeff${text}`).swap16()],
    ['UTF-16, little end first, without a mark', utf16(text)],
    ['UTF-16, big end first, without a mark', utf16(text).swap16()],
  ]
  it.each(encodings)('in %s', (_, bytes) => {
    expect(parseStrings(bytes)).toEqual({ translation, issues: [] })
  })

  it('in UTF-8 with a mark, with a warning', () => {
    const { translation: read, issues } = parse(`\ufeff${text}`)
    expect(read).toEqual(translation)
    expect(issues).toMatchObject([{ code: 'STRINGS_BYTE_ORDER_MARK', severity: 'warning', path: 'pass.strings' }])
  })

  const forms: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['with comments of both kinds', '/* a "b" = "c"; */\n// d\n"e" = /* f */ "g"; // h', { e: 'g' }],
    ['with single quotes', `'it "is"' = 'so';`, { 'it "is"': 'so' }],
    ['without quotes', 'card.balance = $1:/-_x;', { 'card.balance': '$1:/-_x' }],
    ['with texts that are their own keys', '"Balance";', { Balance: 'Balance' }],
    ['in braces', '\n{ "a" = "b"; }\n', { a: 'b' }],
    ['with everything on one line', '"a"="b";"c"="d";', { a: 'b', c: 'd' }],
    ['with texts over several lines', '"a" = "b\nc";', { a: 'b\nc' }],
    ['with empty texts', '"" = "";', { '': '' }],
    [
      'with keys that every object has',
      '"__proto__" = "a"; "constructor" = "b";',
      JSON.parse('{"__proto__":"a","constructor":"b"}'),
    ],
    ['that is empty', '', {}],
    ['with comments only', '/* nothing */', {}],
  ]
  it.each(forms)('%s', (_, content, expected) => {
    const { translation: read, issues } = parse(content)
    expect(issues).toEqual([])
    expect(Object.entries(read)).toEqual(Object.entries(expected))
  })

  it.each([
    ['quotes and backslashes', String.raw`\"\'\\`, `"'\\`],
    ['control characters', String.raw`\a\b\f\n\r\t\v`, '\x07\b\f\n\r\t\v'],
    ['code units', String.raw`\U00e9\U20AC\Ud83d\Ude00`, 'é€😀'],
    ['fewer digits', String.raw`\Ue9 \U41g`, 'é Ag'],
    ['octal digits, of NEXTSTEP’s character set', String.raw`\101\0\12\351\252`, 'A\0\nØ“'],
    ['anything else', String.raw`\x\%`, 'x%'],
    ['line ends', '\\\n', '\n'],
  ])('escaped: %s', (_, escaped, expected) => {
    expect(parse(`"a" = "${escaped}";`)).toEqual({ translation: { a: expected }, issues: [] })
  })
})

describe('what is wrong is named by its place, and the rest is read', () => {
  it.each([
    [
      'a semicolon is missing',
      '"a" = "b" \n"c" = "d";\n"e" = "f";',
      ['Line 1, column 10: ";" is missing before a quotation mark.'],
      { c: 'd', e: 'f' },
    ],
    [
      'an equals sign is missing',
      '"a" "b";\n"e" = "f";',
      ['Line 1, column 4: "=" is missing before a quotation mark.'],
      { e: 'f' },
    ],
    ['a text is missing', '"a" = ;\n"e" = "f";', ['Line 1, column 7: ";" stands where a text should be.'], { e: 'f' }],
    ['a key is missing', '= "b";\n"e" = "f";', ['Line 1, column 1: "=" stands where a key should be.'], { e: 'f' }],
    [
      'a text does not end',
      '"e" = "f";\n"a" = "b;\n',
      ['Line 2, column 7: a text that begins here does not end.'],
      { e: 'f' },
    ],
    [
      'a comment does not end',
      '"e" = "f"; /* a',
      ['Line 1, column 12: a comment that begins here does not end.'],
      { e: 'f' },
    ],
    ['a brace is missing', '{ "e" = "f";', ['Line 1, column 13: "}" is missing at the end.'], { e: 'f' }],
    [
      'something stands behind the brace',
      '{ "e" = "f"; } 😀',
      ['Line 1, column 16: "😀" stands behind the end.'],
      { e: 'f' },
    ],
    [
      'quotes are not escaped',
      '"a" = "say "b"";\n"e" = "f";',
      ['Line 1, column 13: ";" is missing before "b".'],
      { e: 'f' },
    ],
  ])('%s', (_, text, messages, translation) => {
    expect(problemsOf(text)).toEqual(messages.map((message) => `STRINGS_INVALID ${message}`))
    expect(parse(text).translation).toEqual(translation)
  })

  it.each([
    ['"a" = "\\u00e9";', ['STRINGS_ESCAPE_UNKNOWN Line 1, column 8: phones do not take \\u00e9 for one character.']],
    [
      '"a" = "b\\\\\\U0001F600";',
      ['STRINGS_ESCAPE_UNKNOWN Line 1, column 11: phones do not take \\U0001F600 for one character.'],
    ],
    ['"a" = "\\\\u00e9";', []],
    ['"a" = "cr\\U00e9\\U00e9e";', []],
  ])('an escape that other formats have: %s', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  it('a key that stands there twice, if its texts differ', () => {
    const text = '"a" = "1";\n"a" = "1";\n"a" = "2";'
    expect(problemsOf(text)).toEqual([
      'STRINGS_KEY_TWICE Line 3, column 1: "a" stands there once more; the later text counts.',
    ])
    expect(parse(text).translation).toEqual({ a: '2' })
  })

  it('at most twenty times', () => {
    expect(parse('= ;\n'.repeat(1000)).issues).toHaveLength(20)
  })
})

describe('a file is not read', () => {
  it.each([
    [
      'in another encoding',
      Buffer.from('"a" = "e";\n"b" = "\xe9";\n"c" = "\xe8";', 'latin1'),
      'STRINGS_INVALID',
      'Line 2 is neither UTF-8 nor UTF-16.',
    ],
    [
      'with half a character',
      Buffer.concat([utf16('\ufeff"a";'), Buffer.of(0)]),
      'STRINGS_INVALID',
      'It is neither UTF-8 nor UTF-16.',
    ],
    [
      'of more than 256 KiB',
      Buffer.alloc(256 * 1024 + 1),
      'STRINGS_INVALID',
      'It has 262145 bytes; at most 262144 are read.',
    ],
    [
      'that Xcode compiled',
      Buffer.from('bplist00\xd1', 'latin1'),
      'STRINGS_NOT_READ',
      'It is a property list in binary form, and its texts are not looked at.',
    ],
    [
      'in XML',
      Buffer.from('<?xml version="1.0"?>'),
      'STRINGS_NOT_READ',
      'It is a property list in XML, and its texts are not looked at.',
    ],
  ])('%s', (_, bytes, code, message) => {
    expect(parseStrings(bytes, 'de.lproj/pass.strings')).toMatchObject({
      translation: {},
      issues: [{ code, message, path: 'de.lproj/pass.strings' }],
    })
  })
})

it('reads five thousand texts of a file, and says that there are more', () => {
  const file = (count: number) => Buffer.from(Array.from({ length: count }, (_, i) => `k${i};`).join(''))
  expect(parseStrings(file(5000)).issues).toEqual([])
  const { translation, issues } = parseStrings(file(5001))
  expect(Object.keys(translation)).toHaveLength(5000)
  expect(issues).toMatchObject([
    { code: 'STRINGS_INVALID', message: 'It has more than 5000 texts; those that follow are not read.' },
  ])
})
