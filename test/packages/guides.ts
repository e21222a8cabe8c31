import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const block = /^```ts\n([\s\S]*?)^```$/gm
const fileName = /^\/\/ ([\w-]+\.ts)\n/

/** The TypeScript of a README by the file that it is written to: the one its first line names, or one of its own. */
export function guidesIn(readme: string): ReadonlyMap<string, string> {
  const blocks = [...readme.matchAll(block)].map(([, code = '']) => code)
  return new Map(
    blocks.map((code, index) => [fileName.exec(code)?.[1] ?? `guide-${index + 1}.ts`, `${code}\nexport {}\n`]),
  )
}

/**
 * Writes the guides of a library to a place where they can be compiled, with what they take for granted: of one with
 * test/guides.d.ts. Where all the code of a README is one program, its own tests compile that.
 */
export function writeGuides(folder: string, place: string): void {
  const granted = join(folder, 'test/guides.d.ts')
  if (!existsSync(granted)) return
  copyFileSync(granted, join(place, 'guides.d.ts'))
  const guides = guidesIn(readFileSync(join(folder, 'README.md'), 'utf8'))
  for (const [name, code] of guides) writeFileSync(join(place, name), code)
}
