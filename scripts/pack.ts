/**
 * `npm run pack -- FOLDER`: the libraries as npm publishes them, built from their sources alone. The modules of a
 * library are joined, since loading each costs a program that starts more time than running all of them.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What a library's package.json says, as far as it matters here. */
export interface LibraryManifest {
  readonly name: string
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string }>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, unknown>>
}

export interface PackedLibrary {
  readonly tarball: string
  /** The paths in it. */
  readonly files: readonly string[]
}

/** The folders of all libraries. */
export const libraryFolders: readonly string[] = readdirSync(join(root, 'packages')).map((name) =>
  join(root, 'packages', name),
)

export function manifestOf(folder: string): LibraryManifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

export async function packLibrary(folder: string, destination: string): Promise<PackedLibrary> {
  const scratch = mkdtempSync(join(tmpdir(), 'billfold-pack-'))
  try {
    const [modules, library] = [join(scratch, 'modules'), join(scratch, 'library')]
    mkdirSync(library)
    for (const name of ['package.json', 'README.md', 'LICENSE']) copyFileSync(join(folder, name), join(library, name))
    compile(folder, modules, join(library, 'dist'))
    await joinModules(folder, modules, join(library, 'dist'))
    const report = execFileSync('npm', ['pack', '--json', '--pack-destination', resolve(destination)], {
      cwd: library,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    // By name in newer versions of npm, in a list in older ones.
    const [packed] = Object.values(JSON.parse(report)) as { filename: string; files: { path: string }[] }[]
    return { tarball: join(destination, packed!.filename), files: packed!.files.map(({ path }) => path) }
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

/** What an earlier build left, perhaps of sources that are no more, is not looked at. */
function compile(folder: string, modules: string, types: string): void {
  const output = ['--outDir', modules, '--declarationDir', types, '--tsBuildInfoFile', `${modules}/.tsbuildinfo`]
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder, ...output], { stdio: 'pipe' })
}

async function joinModules(folder: string, modules: string, dist: string): Promise<void> {
  const { exports, peerDependencies = {} } = manifestOf(folder)
  const entries = Object.values(exports).map((entry) => join(modules, entry.default.replace(/^\.\/dist\//, '')))
  const bundle = await rolldown({
    cwd: modules,
    input: entries,
    external: [/^node:/, ...Object.keys(peerDependencies)],
  })
  const codeSplitting = { groups: [{ name: 'shared', minShareCount: 2 }] }
  await bundle.write({ dir: dist, format: 'esm', chunkFileNames: '[name].js', codeSplitting })
  await bundle.close()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [destination = '.'] = process.argv.slice(2)
  mkdirSync(destination, { recursive: true })
  for (const folder of libraryFolders) console.log((await packLibrary(folder, destination)).tarball)
}
