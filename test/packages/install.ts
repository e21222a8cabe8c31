import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Makes a folder of its own in which a library is installed as its users install it, and nothing else is. */
export function installIn(place: string, tarball: string): void {
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const options = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts']
  execFileSync('npm', ['install', ...options, tarball], { cwd: place, stdio: 'pipe' })
}

/** Makes packages of ours available there, as if the user had installed them too. */
export function lend(place: string, ...names: readonly string[]): void {
  for (const name of names) {
    const target = join(place, 'node_modules', name)
    mkdirSync(dirname(target), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), target)
  }
}
