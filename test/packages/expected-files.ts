import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What a package is to hold: its manifest, README and licence, and of each source file the program and its types. */
export function expectedFiles(folder: string): string[] {
  const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/(^|\/)testing(\/|\.ts$)/.test(name),
  )
  const built = sources.flatMap((name) => {
    const base = `dist/${name.slice(0, -'.ts'.length)}`
    return [`${base}.js`, `${base}.d.ts`]
  })
  return ['LICENSE', 'README.md', 'package.json', ...built].sort()
}
