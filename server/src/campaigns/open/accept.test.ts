import { expect, test } from 'vitest'
import { accepts, prefersHtml } from './accept.ts'

test.each([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['application/xhtml+xml', true],
  ['TEXT/HTML', true],
  ['text/html;q=0.9, application/json;q=0.5', true],
  ['text/html;q=0.5, application/problem+json', false],
  ['text/html;q=0', false],
  ['text/html;q=nonsense', false],
  ['application/json', false],
  ['*/*', false],
  ['', false],
  [undefined, false],
])('a page is preferred by Accept: %s – %s', (accept, preferred) => {
  expect(prefersHtml(accept)).toBe(preferred)
})

test.each([
  ['application/vnd.apple.pkpass', true],
  ['text/html, application/vnd.apple.pkpass;q=0.3', true],
  ['application/vnd.apple.pkpass;q=0', false],
  ['*/*', false],
  [undefined, false],
])('a pass is asked for by Accept: %s – %s', (accept, asked) => {
  expect(accepts(accept, 'application/vnd.apple.pkpass')).toBe(asked)
})
