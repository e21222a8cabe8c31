// Writes the types and tables of the API; `npm run docs` runs it.
import { writeFileSync } from 'node:fs'
import { generatedFiles } from './files.ts'

for (const { file, text } of generatedFiles()) writeFileSync(file, text)
