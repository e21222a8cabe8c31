import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPassFolder } from './node.ts'
import { issuesOf, png, summarise } from './testing/fixtures.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

describe('a pass folder', () => {
  it('is read with its language folders', async () => {
    const folder = folderWith({
      'pass.json': '{"description":"Card"}',
      'icon.png': png,
      'de.lproj/pass.strings': '"a"="b";',
    })
    const { pass, files } = await readPassFolder(folder)
    expect(pass).toEqual({ description: 'Card' })
    expect(Object.keys(files).sort()).toEqual(['de.lproj/pass.strings', 'icon.png'])
    expect(Buffer.from(files['icon.png']!).equals(png)).toBe(true)
  })

  it('is read without what the system and earlier builds left', async () => {
    const stray = {
      '.DS_Store': '',
      'de.lproj/.DS_Store': '',
      '__MACOSX/._icon.png': '',
      'manifest.json': '',
      signature: '',
    }
    const { files } = await readPassFolder(folderWith({ 'pass.json': '{}', ...stray }))
    expect(files).toEqual({})
  })
})

describe('a pass folder is refused', () => {
  const refusals: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['without pass.json', { 'icon.png': '' }, 'MEMBER_MISSING pass.json'],
    ['with a pass.json that is no JSON', { 'pass.json': '{' }, 'JSON_INVALID pass.json'],
    ['with a pass.json that is a list', { 'pass.json': '[]' }, 'JSON_INVALID pass.json'],
  ]
  it.each(refusals)('%s', async (_, files, expected) => {
    expect(summarise(await issuesOf(() => readPassFolder(folderWith(files))))).toEqual([expected])
  })

  it('with symbolic links, wherever they lead', async () => {
    const folder = folderWith({ 'pass.json': '{}' })
    symlinkSync('/etc', join(folder, 'en.lproj'))
    symlinkSync(join(folder, 'pass.json'), join(folder, 'icon.png'))
    const issues = await issuesOf(() => readPassFolder(folder))
    expect(summarise(issues).sort()).toEqual(['FILE_NOT_REGULAR en.lproj', 'FILE_NOT_REGULAR icon.png'])
  })

  it('that does not exist', async () => {
    const folder = join(temporaryFolder(), 'none')
    expect(summarise(await issuesOf(() => readPassFolder(folder)))).toEqual([`FOLDER_UNREADABLE ${folder}`])
  })
})
