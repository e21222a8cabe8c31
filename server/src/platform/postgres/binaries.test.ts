import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findBinaries } from './binaries.ts'
import { embeddedBinFolder, restoreSymlinks } from './embedded.ts'

const { username, uid, gid } = userInfo()
const ourselves = { name: username, uid, gid }
const embedded = await embeddedBinFolder()

describe('the programs of PostgreSQL', () => {
  if (embedded)
    test('come from the npm package first', async () => {
      const binaries = await findBinaries(undefined, ourselves)
      expect(binaries).toEqual({ folder: embedded, major: 18, closed: [] })
    })

  test('are those of the version that wrote the database', async () => {
    const { major } = await findBinaries(undefined, ourselves)
    expect((await findBinaries(String(major), ourselves)).major).toBe(major)
  })

  const system = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql').find((v) => Number(v) >= 15)
    : ''
  if (system)
    test('may be those of the machine, when that version wrote the database', async () => {
      const { folder, major } = await findBinaries(system, ourselves)
      expect({ folder, major }).toEqual({ folder: `/usr/lib/postgresql/${system}/bin`, major: Number(system) })
    })

  test('are refused when none fits the version that wrote the database, and the refusal says which is needed', async () => {
    const refusal = await findBinaries('9.6', ourselves).catch((error) => error)
    expect(refusal).toMatchObject({ name: 'StartupError', code: 'postgres_major_mismatch' })
    expect(refusal.message).toMatch(/written by PostgreSQL 9\.6.* has PostgreSQL \d+ in \//)
    expect(refusal.hint).toContain('apt-get install postgresql-9.6')
  })

  test('get the symbolic links that npm cannot carry, also where install scripts are forbidden', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'billfold-embedded-'))
    try {
      await mkdir(join(folder, 'native', 'lib'), { recursive: true })
      const links = [
        { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
        { source: 'native/lib/libpq.so.5.18', target: 'native/libpq.so' },
      ]
      await writeFile(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links))
      await writeFile(join(folder, links[0]!.source), 'the library')
      for (let round = 0; round < 2; round++) await restoreSymlinks(folder)
      for (const { target } of links) expect(await readFile(join(folder, target), 'utf8')).toBe('the library')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
