import { readDescription } from './description.ts'
import { schemasText } from './schemas.ts'
import { typesText } from './types.ts'

/** What is generated: each file with its text. */
export function generatedFiles(): { readonly file: URL; readonly text: string }[] {
  const description = readDescription()
  return [
    { file: new URL('../src/generated/types.ts', import.meta.url), text: typesText(description) },
    { file: new URL('../src/generated/schemas.ts', import.meta.url), text: schemasText(description) },
  ]
}
