import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { oldestNode, requireNode } from './node-version.ts'

it.each(['22.19.0', '22.20.1', '24.0.0', '26.1.0'])('Node.js %s is new enough', (version) => {
  expect(() => requireNode(version)).not.toThrow()
})

it.each(['18.20.8', '20.20.2', '22.9.0', '22.18.5'])('Node.js %s is refused in words, with what to do', (version) => {
  const message = `This is Node.js ${version}; Billfold needs 22.19 or later.`
  const hint = expect.stringContaining('Install Node.js 24')
  expect(() => requireNode(version)).toThrow(expect.objectContaining({ code: 'node_too_old', message, hint }))
})

it('package.json says the same', () => {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(engines.node).toBe(`>=${oldestNode}`)
})
