import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { generatedFiles } from './files.ts'

it.each(generatedFiles())('$file.pathname is what `npm run docs` makes of the description', ({ file, text }) => {
  expect(readFileSync(file, 'utf8')).toBe(text)
})
