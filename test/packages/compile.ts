import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.ts'

/** How a user's project may resolve modules (TypeScript, *Module Resolution*). */
export const resolutions = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
} as const

/** What TypeScript complains of in a folder, the declarations of the packages included. */
export function compile(place: string, resolution: keyof typeof resolutions): string {
  const compilerOptions = {
    ...resolutions[resolution],
    target: 'es2024',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    skipLibCheck: false,
    noEmit: true,
    types: ['node'],
  }
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  return spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: place, encoding: 'utf8' }).stdout
}
