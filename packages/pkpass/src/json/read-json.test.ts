import { describe, expect, it } from 'vitest'
import type { Issue } from '../errors.ts'
import { readJson } from './read-json.ts'

function read(text: string | Uint8Array) {
  const issues: Issue[] = []
  return { value: readJson(Buffer.from(text), 'pass.json', issues), issues }
}

describe('what is JSON reads as JSON.parse reads it', () => {
  it.each([
    '{}',
    '[]',
    '""',
    '0',
    '-0',
    '-1.5e+3',
    '1E300',
    '9007199254740991',
    '-123456789012345.678901234567890',
    'null',
    ' \t\n\r[true , false]\n',
    '{"a":{"b":[1,{"c":null}]}}',
    '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\ud800"',
    '"/* no */ // comment"',
    '{"2":1,"1":2,"__proto__":{"a":1},"constructor":0}',
    '"\u2028\u007f"',
    `${'['.repeat(100)}${']'.repeat(100)}`,
  ])('%s', (text) => {
    const { value, issues } = read(text)
    expect(issues).toEqual([])
    expect(value).toEqual(JSON.parse(text))
    expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)))
  })

  it('under every change of a character, and only then without an error', () => {
    const text = '{"a": [1.5e3, -20, "x\\u0041\\n", true], "bc": {"d": null, "e": false}}'
    const characters = ['"', '\\', ',', ':', '{', '}', '[', ']', '0', '.', 'e', '-', '+', 'u', 'n', ' ', '\n', '/', '']
    for (let at = 0; at < text.length; at++) {
      for (const character of characters) {
        const changed = text.slice(0, at) + character + text.slice(at + 1)
        const { value, issues } = read(changed)
        const expected = attempt(() => JSON.parse(changed))
        const errors = issues.filter(({ severity }) => severity === 'error')
        expect([changed, errors.length > 0]).toEqual([changed, expected === undefined])
        if (expected) expect(value).toEqual(expected.value)
      }
    }
  })
})

describe('what departs from JSON is named and read all the same', () => {
  const cases: readonly (readonly [string, string | Uint8Array, string, string, unknown])[] = [
    [
      'a comma before a bracket',
      '{\n "a": [1,],\n}',
      'JSON_TRAILING_COMMA',
      'Line 2, column 9: a comma stands before "]", here and at 1 other place.',
      { a: [1] },
    ],
    [
      'a comment',
      '// x\n{"a" /* y */ : /* z */ 1}',
      'JSON_COMMENT',
      'Line 1, column 1: a comment stands there, here and at 2 other places.',
      { a: 1 },
    ],
    [
      'a line end in a string',
      '{"a": "b\nc"}',
      'JSON_CONTROL_CHARACTER',
      'Line 1, column 9: a line end or the like stands inside a string.',
      { a: 'b\nc' },
    ],
    [
      'a key that is there twice',
      '{"a": 1, "a": 2}',
      'JSON_KEY_TWICE',
      'Line 1, column 10: the key "a" stands there once more.',
      { a: 2 },
    ],
    [
      'a number of many digits',
      '{"a": 12345678901234567890}',
      'JSON_NUMBER_INEXACT',
      'Line 1, column 7: a number stands there that is read as 12345678901234567000.',
      { a: 12345678901234567000 },
    ],
    [
      'a number that is too large',
      '[1e999]',
      'JSON_NUMBER_INEXACT',
      'Line 1, column 2: a number stands there that is read as Infinity.',
      [Number.POSITIVE_INFINITY],
    ],
    [
      'a byte order mark',
      '\ufeff{"a": 1}',
      'JSON_ENCODING',
      'It is UTF-8 with a byte order mark, which not every reader takes.',
      { a: 1 },
    ],
    [
      'UTF-16',
      Buffer.from('{"a": 1}', 'utf16le'),
      'JSON_ENCODING',
      'It is UTF-16LE, which not every reader takes.',
      { a: 1 },
    ],
  ]
  it.each(cases)('%s', (_, text, code, message, value) => {
    expect(read(text)).toMatchObject({ value, issues: [{ code, message, path: 'pass.json' }] })
  })

  it('all at once', () => {
    const { value, issues } = read('\ufeff{"a": "\t", /**/ "a": [1,], }')
    expect(value).toEqual({ a: [1] })
    expect(issues.map(({ code }) => code).sort()).toEqual([
      'JSON_COMMENT',
      'JSON_CONTROL_CHARACTER',
      'JSON_ENCODING',
      'JSON_KEY_TWICE',
      'JSON_TRAILING_COMMA',
    ])
  })
})

describe('what is no JSON is named by its place', () => {
  it.each([
    ['', 'line 1, column 1: the end stands where a value should be'],
    ['{"a": 1\n"b": 2}', 'line 2, column 1: "," or "}" is missing before a quotation mark'],
    ["{'a': 1}", 'line 1, column 2: "\'" stands where a key in quotes should be'],
    ['{a: 1}', 'line 1, column 2: "a" stands where a key in quotes should be'],
    ['{"a" 1}', 'line 1, column 6: ":" is missing before "1"'],
    ['{"a": }', 'line 1, column 7: "}" stands where a value should be'],
    ['[1 2]', 'line 1, column 4: "," or "]" is missing before "2"'],
    ['[,]', 'line 1, column 2: "," stands where a value should be'],
    ['[01]', 'line 1, column 3: "," or "]" is missing before "1"'],
    ['{} 😀', 'line 1, column 4: "😀" stands behind the end'],
    ['{"a": "b', 'line 1, column 7: a string that begins here does not end'],
    ['"\\x"', 'line 1, column 3: a backslash before "x" means nothing'],
    ['"\\', 'line 1, column 3: a backslash before the end means nothing'],
    ['{} /* x', 'line 1, column 4: "/" stands behind the end'],
    [`${'['.repeat(102)}${']'.repeat(102)}`, 'line 1, column 102: it is nested more than 100 times'],
  ])('%s', (text, message) => {
    expect(read(text)).toMatchObject({
      value: undefined,
      issues: [{ code: 'JSON_INVALID', message: `It is no JSON: ${message}.` }],
    })
  })

  it('when it is another encoding, or too large', () => {
    expect(read(Buffer.of(0x22, 0xff, 0x22)).issues[0]?.message).toBe('It is no JSON: it is no UTF-8.')
    expect(read(`"${'x'.repeat(256 * 1024)}"`).issues[0]?.message).toBe('It has 262146 bytes; at most 262144 are read.')
  })
})

function attempt<Value>(task: () => Value): { value: Value } | undefined {
  try {
    return { value: task() }
  } catch {
    return undefined
  }
}
