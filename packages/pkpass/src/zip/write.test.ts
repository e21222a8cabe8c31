import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { finishArchive, startArchive } from './write.ts'

describe('the start of an archive, byte by byte', () => {
  const start = startArchive([
    ['a.txt', Buffer.from('one')],
    ['de.lproj/ä', Buffer.from('')],
  ])

  it('has plain local headers with sizes, a fixed date and stored data', () => {
    expect(start.members.toString('hex')).toBe(
      [
        '504b0304 1400 0000 0000 0000 2100 f1866c7a 03000000 03000000 0500 0000',
        Buffer.from('a.txtone').toString('hex'),
        '504b0304 1400 0008 0000 0000 2100 00000000 00000000 00000000 0b00 0000',
        Buffer.from('de.lproj/ä').toString('hex'),
      ]
        .join('')
        .replaceAll(' ', ''),
    )
  })

  it('has a record of each member for the directory', () => {
    expect(start.directory.toString('hex')).toBe(
      [
        '504b0102 1400 1400 0000 0000 0000 2100 f1866c7a 03000000 03000000 0500 0000 0000 0000 0000 00000000 00000000',
        Buffer.from('a.txt').toString('hex'),
        '504b0102 1400 1400 0008 0000 0000 2100 00000000 00000000 00000000 0b00 0000 0000 0000 0000 00000000 26000000',
        Buffer.from('de.lproj/ä').toString('hex'),
      ]
        .join('')
        .replaceAll(' ', ''),
    )
  })
})

it('a whole archive is accepted by unzip', () => {
  const start = startArchive([
    ['a.txt', Buffer.from('one')],
    ['folder/b.txt', Buffer.alloc(70_000, 7)],
  ])
  const file = join(temporaryFolder(), 'archive.zip')
  writeFileSync(file, Buffer.concat([start.members, finishArchive(start, [['c.txt', Buffer.from('three')]])]))
  expect(execFileSync('unzip', ['-t', file]).toString()).toContain('No errors detected')
  expect(execFileSync('unzip', ['-Z1', file]).toString()).toBe('a.txt\nfolder/b.txt\nc.txt\n')
  expect(execFileSync('unzip', ['-p', file, 'c.txt']).toString()).toBe('three')
})
