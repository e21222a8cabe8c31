import { describe, expect, it } from 'vitest'
import { coerce, numberOf, type ResultType } from './coerce.ts'

const links = ['https://example.org/a?b=c#d', 'tel:+49-30-123', 'mailto:ada@example.org?subject=x']
const noLinks = [
  'http://example.org/',
  'javascript:alert(1)',
  ' data:text/html,x',
  'https:',
  'https://ada@example.org/',
  'https://example.org\\@evil.example/',
  'tel:call me',
  'mailto:nobody',
  'example.org',
]

describe('a result takes the type of its place', () => {
  it.each<[ResultType, string, unknown]>([
    ['text', ' 12 ', ' 12 '],
    ['text', '', ''],
    ['message', '%@', '%@'],
    ['number', ' 12 ', 12],
    ['number', '-0.5', -0.5],
    ['number', '1e3', 1000],
    ['boolean', 'true', true],
    ['boolean', ' false\n', false],
    ['word', ' #112233 ', '#112233'],
    ...links.map((link): [ResultType, string, string] => ['url', link, link]),
  ])('%s: %j becomes %j', (type, result, value) => {
    expect(coerce(result, type)).toEqual({ value })
  })

  it.each<ResultType>(['number', 'boolean', 'word', 'url'])('%s: an empty result is absent', (type) => {
    expect(coerce(' \n', type)).toEqual({ value: undefined })
  })

  it.each<[ResultType, string]>([
    ['number', '12abc'],
    ['number', '12,5'],
    ['number', '0x10'],
    ['number', 'Infinity'],
    ['number', 'NaN'],
    ['number', '1e999'],
    ['boolean', 'yes'],
    ['boolean', '1'],
    ...noLinks.map((link): [ResultType, string] => ['url', link]),
  ])('%s: %j does not fit', (type, result) => {
    expect(coerce(result, type)).toHaveProperty('wanted')
  })
})

describe('links in HTML', () => {
  it.each(links)('%s is let through', (link) => {
    const html = `See <a href="${link}">this</a>, <a href='${link}'>this</a>`
    expect(coerce(html, 'html')).toEqual({ value: html })
  })

  it.each(noLinks)('%s is refused', (link) => {
    expect(coerce(`<a href="https://example.org/">x</a><a HREF = '${link}'>y</a>`, 'html')).toHaveProperty('wanted')
  })

  it('without quotes are looked at as well', () => {
    expect(coerce('<a href=javascript:x>y</a>', 'html')).toHaveProperty('wanted')
  })
})

describe('numbers from outside', () => {
  it('are finite, or none', () => {
    expect([12, '12', Number.NaN, Number.POSITIVE_INFINITY, true, ''].map(numberOf)).toEqual([
      12,
      12,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})
