import { describe, expect, it } from 'vitest'
import { mayCrawl } from './robots.ts'

const path = '/google/v1/callback/abc?x=1'

describe('Googlebot may', () => {
  it.each([
    ['without rules', ''],
    ['with rules for others', 'User-agent: Bingbot\nDisallow: /'],
    ['with rules for other paths', 'User-agent: *\nDisallow: /api/'],
    ['with an empty rule', 'User-agent: *\nDisallow:'],
    ['with a longer rule that allows', 'User-agent: *\nDisallow: /\nAllow: /google/'],
    ['with rules as long, of which one allows', 'User-agent: *\nDisallow: /google\nAllow: /google'],
    ['with a group of its own beside one for all', 'User-agent: *\nDisallow: /\n\nUser-agent: googlebot\nDisallow: /x'],
    ['with a rule for the end of a path', 'User-agent: *\nDisallow: /google$'],
    ['with dots that are dots', 'User-agent: *\nDisallow: /google.v1'],
    ['with comments', '# User-agent: *\nUser-agent: * # all\nDisallow: /api # not here'],
  ])('%s', (_, robots) => {
    expect(mayCrawl(robots, path)).toBe(true)
  })
})

describe('Googlebot may not', () => {
  it.each([
    ['when nobody may', 'User-agent: *\nDisallow: /'],
    ['when it may not', 'User-agent: Googlebot\nDisallow: /google/'],
    ['as one of several', 'User-agent: Bingbot\nUser-agent: Googlebot\nDisallow: /'],
    ['by a pattern', 'User-agent: *\nDisallow: /*/callback/'],
    ['by a longer rule than one that allows', 'User-agent: *\nAllow: /google\nDisallow: /google/v1/callback'],
    ['by the second of its groups', 'User-agent: Googlebot\nDisallow: /a\n\nUser-agent: Googlebot\nDisallow: /google'],
    ['in any case and with CRLF', 'USER-AGENT: GOOGLEBOT\r\ndisallow: /google\r\n'],
  ])('%s', (_, robots) => {
    expect(mayCrawl(robots, path)).toBe(false)
  })
})
