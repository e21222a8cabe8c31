import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type ApnsReason, apnsReasons, localReasons } from './reasons.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

it.each(Object.entries<ApnsReason>(apnsReasons))('the README has a row for %s', (reason, { status, outcome }) => {
  expect(readme).toContain(`| ${status} | \`${reason}\` | \`${outcome}\` |`)
})

it.each(Object.keys(localReasons))('the README explains the local reason %s', (reason) => {
  expect(readme).toContain(`| \`${reason}\` |`)
})

it('the reasons that only a person can mend say what to do or to look at', () => {
  for (const { outcome, explanation } of Object.values<ApnsReason>(apnsReasons)) {
    if (outcome === 'misconfigured') expect(explanation.length).toBeGreaterThan(30)
  }
})
