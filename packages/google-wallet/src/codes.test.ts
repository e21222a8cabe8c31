import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorCodes } from './error-codes.ts'
import { issueCodes } from './issue-codes.ts'

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')

/** The rows of the first table after a heading, as cells. */
function tableAfter(heading: string): string[][] {
  const lines = readme.slice(readme.indexOf(heading)).split('\n')
  const rows = lines.slice(lines.findIndex((line) => line.startsWith('| --- ')) + 1)
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => {
      return line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    })
}

function sourcesThat(isWanted: (name: string) => boolean): string {
  const names = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  const wanted = names.filter((name) => name.endsWith('.ts') && isWanted(name))
  return wanted.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n')
}

const source = sourcesThat((name) => !name.endsWith('.test.ts') && !name.endsWith('-codes.ts'))
const tests = sourcesThat((name) => name.endsWith('.test.ts'))

it('the README lists every issue with its severity and meaning, and no other', () => {
  const rows = Object.entries(issueCodes).map(([code, [severity, meaning]]) => [`\`${code}\``, severity, meaning])
  expect(tableAfter('## Issues')).toEqual(rows)
})

it('the README lists every error, whether it is retryable, and its meaning, and no other', () => {
  const rows = Object.entries(errorCodes).map(([code, [isRetryable, meaning]]) => {
    return [`\`${code}\``, isRetryable ? 'yes' : 'no', meaning]
  })
  expect(tableAfter('## Errors')).toEqual(rows)
})

describe.each([...Object.keys(issueCodes), ...Object.keys(errorCodes)])('%s', (code) => {
  it('is given by the source', () => {
    expect(source).toContain(`'${code}'`)
  })

  it('has a test', () => {
    expect(tests).toMatch(new RegExp(`\\b${code}\\b`))
  })
})
