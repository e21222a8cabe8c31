import { execFileSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { version } from './version.ts'

it('npx finds the program in a checkout that is installed and built', () => {
  const program = fileURLToPath(new URL('../../../node_modules/.bin/billfold', import.meta.url))
  // As npx does, which puts the checkout's own Node first.
  const env = { PATH: `${dirname(program)}:${process.env.PATH}` }
  expect(execFileSync(program, ['--version'], { env, encoding: 'utf8' })).toBe(`${version}\n`)
})
