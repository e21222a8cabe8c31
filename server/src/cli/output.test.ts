import { describe, expect, it } from 'vitest'
import { count, facts, placeLine, plain, printable, styleFor, table } from './output.ts'

const colorless = styleFor({ write: () => {} }, {})

describe('a table', () => {
  it('has columns as wide as their widest cell and no blanks at line ends', () => {
    const rows = [
      ['cam_1', 'Coffee', 1],
      ['cam_22', 'Ice', null],
    ]
    expect(table(['CAMPAIGN', 'NAME', 'REVISION'], rows, colorless)).toBe(
      ['CAMPAIGN  NAME    REVISION', 'cam_1     Coffee  1', 'cam_22    Ice     –'].join('\n'),
    )
  })

  it('keeps a name that holds line ends and escape sequences on its line, without them', () => {
    const name = 'Evil\n\u001b[2J\u001b]0;title\u0007 Ca\u202efé'
    expect(table(['NAME'], [[name]], colorless)).toBe('NAME\nEvil Ca fé')
  })
})

describe('facts', () => {
  it('stand under each other, and those that are not known have no line', () => {
    const entries = [
      ['Pass', 'pas_1'],
      ['Voided', undefined],
      ['Installed', null],
      ['News', ''],
    ] as const
    expect(facts(entries, colorless)).toBe(['Pass       pas_1', 'Installed  –', 'News'].join('\n'))
  })
})

describe('text of somebody else', () => {
  it('loses what steers a terminal', () => {
    expect(printable('a\u001b[31mb\u0007c\nd')).toBe('ab c\nd')
    expect(plain('a \n b\r\nc')).toBe('a b c')
  })
})

describe('a place that is wrong', () => {
  it('is one line: where, what, how to mend it', () => {
    const place = { path: '/contact/x', message: 'is no token', fix: 'Remove it.' }
    expect(placeLine(place, colorless)).toBe('  /contact/x – is no token – Remove it.')
    expect(placeLine({ ...place, path: '' }, colorless)).toBe('  is no token – Remove it.')
    expect(placeLine({ path: '/a', message: 'is lost' }, colorless)).toBe('  /a – is lost')
  })
})

describe('colours', () => {
  it.each([
    ['on a terminal', { isTTY: true }, {}, true],
    ['not with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['also with an empty NO_COLOR, which is none', { isTTY: true }, { NO_COLOR: '' }, true],
    ['not into a file', { isTTY: false }, {}, false],
  ])('%s', (_, output, env, colored) => {
    const style = styleFor({ ...output, write: () => {} }, env)
    expect(style.color).toBe(colored)
    expect(style.red('x')).toBe(colored ? '\u001b[31mx\u001b[39m' : 'x')
  })
})

it('a number goes with one or many', () => {
  expect([count(1, 'pass', 'passes'), count(2, 'pass', 'passes'), count(0, 'day')]).toEqual([
    '1 pass',
    '2 passes',
    '0 days',
  ])
})
