import { describe, expect, it } from 'vitest'
import { summarise } from '../testing/fixtures.ts'
import { buildZip, type OddEnd, type OddMember } from '../testing/zip-builder.ts'
import { readZip } from './read.ts'
import { finishArchive, startArchive } from './write.ts'

const limits = { maxBytes: 100_000, maxFiles: 10 }
const good: OddMember = { name: 'good.txt', content: 'fine' }
const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString()

describe('reads', () => {
  const readable: readonly (readonly [string, OddMember])[] = [
    ['stored members', { name: 'a.txt', content: 'hello' }],
    ['deflated members', { name: 'a.txt', content: 'hello', method: 8 }],
    ['members with a data descriptor', { name: 'a.txt', content: 'hello', method: 8, hasDataDescriptor: true }],
    ['members with a comment', { name: 'a.txt', content: 'hello', comment: 'said' }],
    ['members in folders', { name: 'de.lproj/a.txt', content: 'hello' }],
    ['names in UTF-8', { name: 'größe.txt', content: 'hello', flags: 0x800 }],
    [
      'executables made on Unix',
      { name: 'a.txt', content: 'hello', madeBy: 3, externalAttributes: (0o100755 << 16) >>> 0 },
    ],
  ]
  it.each(readable)('%s', (_, member) => {
    const { files, issues } = readZip(buildZip([member, good]), limits)
    expect(issues).toEqual([])
    expect(textOf(files.get(String(member.name)))).toBe('hello')
    expect(textOf(files.get('good.txt'))).toBe('fine')
  })

  it('folders as nothing', () => {
    const { files, issues } = readZip(buildZip([{ name: 'de.lproj/' }, good]), limits)
    expect(issues).toEqual([])
    expect([...files.keys()]).toEqual(['good.txt'])
  })

  it('empty members, stored and deflated', () => {
    const { files, issues } = readZip(buildZip([{ name: 'a' }, { name: 'b', method: 8 }]), limits)
    expect(issues).toEqual([])
    expect([...files.values()].map(({ length }) => length)).toEqual([0, 0])
  })

  it('archives with a comment, even one that looks like an end', () => {
    const { files, issues } = readZip(buildZip([good], { comment: 'PK\x05\x06 and so on, for some 22 bytes' }), limits)
    expect(issues).toEqual([])
    expect(files.size).toBe(1)
  })

  it('what the writer writes', () => {
    const start = startArchive([['größe.png', Buffer.from('static')]])
    const archive = Buffer.concat([start.members, finishArchive(start, [['pass.json', Buffer.from('{}')]])])
    const { files, issues } = readZip(archive, limits)
    expect(issues).toEqual([])
    expect([...files].map(([name, bytes]) => [name, textOf(bytes)])).toEqual([
      ['größe.png', 'static'],
      ['pass.json', '{}'],
    ])
  })

  it('archives that are a part of a larger buffer', () => {
    const archive = buildZip([good])
    const { files } = readZip(Buffer.concat([Buffer.alloc(13), archive]).subarray(13), limits)
    expect(textOf(files.get('good.txt'))).toBe('fine')
  })
})

describe('refuses a member and reads the others', () => {
  const zeros = Buffer.alloc(50_000)
  const refused: readonly (readonly [string, OddMember, string])[] = [
    ['that climbs out', { name: '../evil.txt' }, 'ZIP_NAME_UNSAFE ../evil.txt'],
    ['that climbs out from a folder', { name: 'a/../../evil.txt' }, 'ZIP_NAME_UNSAFE a/../../evil.txt'],
    ['with an absolute name', { name: '/etc/passwd' }, 'ZIP_NAME_UNSAFE /etc/passwd'],
    ['with a drive', { name: 'C:evil.txt' }, 'ZIP_NAME_UNSAFE C:evil.txt'],
    ['with a backslash', { name: '..\\evil.txt' }, 'ZIP_NAME_UNSAFE ..\\evil.txt'],
    ['with a zero byte', { name: 'evil\0.txt' }, 'ZIP_NAME_UNSAFE evil\0.txt'],
    ['without a name', { name: '' }, 'ZIP_NAME_UNSAFE '],
    ['with a name that is no UTF-8', { name: Buffer.of(0x61, 0xff) }, 'ZIP_NAME_UNSAFE a\ufffd'],
    [
      'that is a symbolic link',
      { name: 'link', content: '/etc', madeBy: 3, externalAttributes: (0o120777 << 16) >>> 0 },
      'ZIP_UNSUPPORTED link',
    ],
    ['that is encrypted', { name: 'a', content: 'x', flags: 1 }, 'ZIP_UNSUPPORTED a'],
    ['that is strongly encrypted', { name: 'a', content: 'x', flags: 0x40 }, 'ZIP_UNSUPPORTED a'],
    ['compressed by another method', { name: 'a', content: 'x', method: 12 }, 'ZIP_UNSUPPORTED a'],
    ['with a wrong checksum', { name: 'a', content: 'x', crc: 1 }, 'ZIP_INVALID a'],
    ['with a wrong checksum, deflated', { name: 'a', content: 'x', method: 8, crc: 1 }, 'ZIP_INVALID a'],
    ['larger than it says', { name: 'a', content: zeros, method: 8, sizeBytes: 10 }, 'ZIP_INVALID a'],
    ['smaller than it says', { name: 'a', content: 'x', method: 8, sizeBytes: 10 }, 'ZIP_INVALID a'],
    ['stored with another size', { name: 'a', content: 'xy', sizeBytes: 1 }, 'ZIP_INVALID a'],
    ['whose data are no deflate stream', { name: 'a', content: 'x', method: 8, compressedBytes: 1 }, 'ZIP_INVALID a'],
    ['with another name of its own', { name: 'a', localName: 'b' }, 'ZIP_INVALID a'],
    ['with another size in its own header', { name: 'a', content: 'x', localSizeBytes: 2 }, 'ZIP_INVALID a'],
    ['with another method in its own header', { name: 'a', content: 'x', localMethod: 8 }, 'ZIP_INVALID a'],
  ]
  it.each(refused)('%s', (_, member, expected) => {
    const { files, issues } = readZip(buildZip([member, good]), limits)
    expect(summarise(issues)).toEqual([expected])
    expect([...files.keys()]).toEqual(['good.txt'])
  })

  it('whose name was there already', () => {
    const { files, issues } = readZip(buildZip([good, { name: 'good.txt', content: 'other' }]), limits)
    expect(summarise(issues)).toEqual(['ZIP_NAME_DUPLICATE good.txt'])
    expect(textOf(files.get('good.txt'))).toBe('fine')
  })

  it('whose name was there already, with content that could not be read', () => {
    const { files, issues } = readZip(buildZip([{ ...good, crc: 1 }, good]), limits)
    expect(summarise(issues)).toEqual(['ZIP_INVALID good.txt', 'ZIP_NAME_DUPLICATE good.txt'])
    expect(files.size).toBe(0)
  })
})

describe('refuses an archive', () => {
  const many = Array.from({ length: 11 }, (_, i) => ({ name: `${i}` }))
  const bomb = { content: Buffer.alloc(60_000), method: 8 }
  const refused: readonly (readonly [string, readonly OddMember[], OddEnd, string])[] = [
    ['with more members than allowed', many, {}, 'ZIP_TOO_LARGE archive'],
    ['with a member that inflates too far', [{ name: 'a', ...bomb, sizeBytes: 200_000 }], {}, 'ZIP_TOO_LARGE archive'],
    [
      'with members that inflate too far together',
      [
        { name: 'a', ...bomb },
        { name: 'b', ...bomb },
      ],
      {},
      'ZIP_TOO_LARGE archive',
    ],
    [
      'that is larger than allowed itself',
      [{ name: 'a', content: Buffer.alloc(100_001) }],
      {},
      'ZIP_TOO_LARGE archive',
    ],
    ['with members that share their data', [good, { name: 'b', offset: 0 }], {}, 'ZIP_INVALID b'],
    ['with a member outside', [{ name: 'a', offset: 90_000 }], {}, 'ZIP_INVALID a'],
    [
      'with a member whose end is missing',
      [{ name: 'a', compressedBytes: 90_000, sizeBytes: 90_000 }],
      {},
      'ZIP_INVALID a',
    ],
    ['with fewer members than it says', [good], { count: 2 }, 'ZIP_INVALID archive'],
    ['with more members than it says', [good, { name: 'b' }], { count: 1 }, 'ZIP_INVALID archive'],
    ['whose directory is elsewhere', [good], { directoryOffset: 3 }, 'ZIP_INVALID archive'],
    ['in several parts', [good], { disk: 1 }, 'ZIP_UNSUPPORTED archive'],
    ['that is zip64 by its count', [good], { count: 0xffff }, 'ZIP_UNSUPPORTED archive'],
    ['that is zip64 by its directory', [good], { directoryOffset: 0xffffffff }, 'ZIP_UNSUPPORTED archive'],
    ['that is zip64 by a member', [{ name: 'a', sizeBytes: 0xffffffff }], {}, 'ZIP_UNSUPPORTED a'],
  ]
  it.each(refused)('%s', (_, members, end, expected) => {
    const { files, issues } = readZip(buildZip(members, end), limits)
    expect(summarise(issues)).toEqual([expected])
    expect(files.size).toBe(0)
  })

  it.each([
    ['that is empty', Buffer.alloc(0), 'The file is empty.'],
    [
      'that is something else',
      Buffer.from('<!doctype html>\n<title>Not found</title>'),
      'This is no zip archive: it begins with "<!doctype html>·".',
    ],
    ['without its end', buildZip([good]).subarray(0, -25), 'Its end is missing: it was cut off.'],
    [
      'with bytes after its end',
      Buffer.concat([buildZip([good]), Buffer.from('x')]),
      'Something stands behind its end.',
    ],
  ])('%s', (_, bytes, message) => {
    expect(readZip(bytes, limits).issues).toMatchObject([{ code: 'ZIP_INVALID', path: 'archive', message }])
  })
})

it('never throws, whatever byte of an archive is changed', () => {
  const archive = buildZip([{ name: 'a.txt', content: 'hello', method: 8 }, good])
  for (let at = 0; at < archive.length; at++) {
    for (const value of [0, 1, 0x7f, 0xff]) {
      const changed = Buffer.from(archive)
      changed[at] = value
      const { files } = readZip(changed, limits)
      expect(files.size).toBeLessThanOrEqual(2)
    }
  }
})
