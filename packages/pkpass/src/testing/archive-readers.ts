import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './temporary-folder.ts'

/** How programs that read archives are asked to test one and to unpack it into the folder in which they run. */
const programs: Readonly<Record<string, { test: readonly string[]; unpack: readonly string[] }>> = {
  unzip: { test: ['-t'], unpack: ['-q'] },
  '7z': { test: ['t'], unpack: ['x'] },
  bsdtar: { test: ['-tf'], unpack: ['-xf'] },
  jar: { test: ['tf'], unpack: ['xf'] },
}

/** Those that this machine has. */
export const archiveReaders: readonly string[] = Object.keys(programs).filter(
  (program) => spawnSync(program, ['--help']).error === undefined,
)

/** The files that a program finds in an archive, by their paths. Throws if it does not accept the archive. */
export function unpackWith(program: string, archive: Uint8Array): Map<string, Buffer> {
  const { test, unpack } = programs[program]!
  const place = temporaryFolder()
  const [file, cwd] = [join(place, 'archive.zip'), join(place, 'contents')]
  writeFileSync(file, archive)
  mkdirSync(cwd)
  const run = (args: readonly string[]) => execFileSync(program, [...args, file], { cwd, stdio: 'pipe' })
  run(test)
  run(unpack)
  const entries = readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [path.slice(cwd.length + 1), readFileSync(path)]
    }),
  )
}
