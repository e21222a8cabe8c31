import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { issueCodes } from './issue-codes.ts'

const codes = Object.keys(issueCodes)
const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')

function sourcesThat(isWanted: (name: string) => boolean): string {
  const names = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  const wanted = names.filter((name) => name.endsWith('.ts') && isWanted(name))
  return wanted.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n')
}

it('the README lists every code with its severity and meaning, and no other', () => {
  const rows = readme.split('\n').flatMap((line) => {
    const [code, severity, meaning] = line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1)
    return /^[A-Z0-9_]+$/.test(code ?? '') ? [[code, [severity, meaning]]] : []
  })
  expect(rows).toEqual(Object.entries(issueCodes))
})

it('every code is given by the source', () => {
  const source = sourcesThat((name) => !name.endsWith('.test.ts') && name !== 'issue-codes.ts')
  expect(codes.filter((code) => !source.includes(`'${code}'`))).toEqual([])
})

it('every code has a test', () => {
  const tests = sourcesThat((name) => name.endsWith('.test.ts'))
  expect(codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(tests))).toEqual([])
})
