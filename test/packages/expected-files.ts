import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { manifestOf } from '../../scripts/pack.ts'

/** What a library is to hold: its manifest, README and licence, a program for each entry, types for each source file. */
export function expectedFiles(folder: string): string[] {
  const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/(^|\/)testing(\/|\.ts$)/.test(name),
  )
  const programs = Object.values(manifestOf(folder).exports).map((entry) => entry.default.replace('./', ''))
  return [
    'LICENSE',
    'README.md',
    'package.json',
    ...programs,
    // What several entries use.
    ...(programs.length > 1 ? ['dist/shared.js'] : []),
    ...sources.map((name) => `dist/${name.replace(/\.ts$/, '.d.ts')}`),
  ].sort()
}
