import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { SimulatorError, simulatorErrorCodes } from './errors.ts'

it('every code is documented in the README, and every documented code exists', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const documented = [...readme.matchAll(/^\| `([a-z_]+)` +\| (.*?) +\|$/gm)].map(([, code, meaning]) => [
    code,
    meaning,
  ])
  expect(Object.fromEntries(documented)).toEqual(simulatorErrorCodes)
})

it('a message lets nothing through that steers a terminal', () => {
  const error = new SimulatorError('link_failed', 'It says \u001b[31mhello\u001b[0m\u0007.', { fix: 'None.' })
  expect(error.message).toBe('It says hello .')
})
