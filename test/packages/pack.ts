import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A library of this repository, as npm would publish it. */
export interface PackedPackage {
  readonly folder: string
  readonly tarball: string
  /** The paths in it. */
  readonly files: readonly string[]
}

/** The folders of all libraries. */
export const packageFolders: readonly string[] = readdirSync(join(root, 'packages')).map((name) =>
  join(root, 'packages', name),
)

export function manifestOf(folder: string): { name: string; exports: Record<string, Record<string, string>> } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** Packs what a clean checkout builds: an earlier build may have left files of sources that are no more. */
export function pack(folder: string, destination: string): PackedPackage {
  const built = mkdtempSync(join(destination, 'built-'))
  for (const name of ['package.json', 'README.md', 'LICENSE']) copyFileSync(join(folder, name), join(built, name))
  const output = ['--outDir', join(built, 'dist'), '--tsBuildInfoFile', join(built, 'dist/.tsbuildinfo')]
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder, ...output], { stdio: 'pipe' })
  const report = npm(['pack', '--json', '--pack-destination', destination], built)
  // By name in newer versions of npm, in a list in older ones.
  const [packed] = Object.values(JSON.parse(report)) as { filename: string; files: { path: string }[] }[]
  return { folder, tarball: join(destination, packed!.filename), files: packed!.files.map(({ path }) => path) }
}

/** A folder of its own in which the package is installed as its users install it, and nothing else is. */
export function installIn(place: string, { tarball }: PackedPackage): void {
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  npm(['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball], place)
}

/** Makes a package of ours available there, as if the user had installed it too. */
export function lend(place: string, ...names: readonly string[]): void {
  for (const name of names) {
    const target = join(place, 'node_modules', name)
    mkdirSync(join(target, '..'), { recursive: true })
    if (existsSync(target)) rmSync(target, { recursive: true })
    symlinkSync(join(root, 'node_modules', name), target)
  }
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
