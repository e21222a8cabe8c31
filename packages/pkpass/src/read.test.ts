import { describe, expect, it } from 'vitest'
import { openPackage, readPass } from './read.ts'
import { compileTemplate } from './template.ts'
import { developmentAuthority } from './testing/development-authority.ts'
import { coffeeCard, iconFiles, issuesOf, summarise } from './testing/fixtures.ts'
import { buildZip, type OddMember } from './testing/zip-builder.ts'

const members: readonly OddMember[] = [
  { name: 'pass.json', content: '{"serialNumber":"1"}' },
  { name: 'manifest.json', content: '{"pass.json":"0123"}' },
  { name: 'signature', content: 'signed' },
]
const without = (name: string) => members.filter((member) => member.name !== name)
const withContent = (name: string, content: string | Uint8Array) => [...without(name), { name, content }]

describe('reading a pass', () => {
  it('gives back what was built', async () => {
    const template = compileTemplate({
      identity: developmentAuthority().identity(),
      pass: coffeeCard,
      files: iconFiles,
    })
    const built = await template.issue({ serialNumber: 'read-1' })
    const { pass, files, manifest, manifestDigest } = readPass(built.bytes())
    expect(pass).toMatchObject({ ...coffeeCard, serialNumber: 'read-1' })
    expect([...files.keys()]).toEqual([...Object.keys(iconFiles), 'pass.json', 'manifest.json', 'signature'])
    expect(Object.keys(manifest)).toEqual([...Object.keys(iconFiles), 'pass.json'])
    expect(manifestDigest).toBe(built.manifestDigest)
  })

  it('takes deflated archives, as other tools write them', () => {
    const { pass, manifest, signature } = readPass(buildZip(members.map((member) => ({ ...member, method: 8 }))))
    expect(pass).toEqual({ serialNumber: '1' })
    expect(manifest).toEqual({ 'pass.json': '0123' })
    expect(Buffer.from(signature).toString()).toBe('signed')
  })
})

describe('a package is refused', () => {
  const refusals: readonly (readonly [string, readonly OddMember[], string[]])[] = [
    ['without pass.json', without('pass.json'), ['MEMBER_MISSING pass.json']],
    ['without manifest.json', without('manifest.json'), ['MEMBER_MISSING manifest.json']],
    ['without signature', without('signature'), ['MEMBER_MISSING signature']],
    ['with a pass.json that is no JSON', withContent('pass.json', '{"a":1'), ['JSON_INVALID pass.json']],
    [
      'with a pass.json that is no UTF-8',
      withContent('pass.json', Buffer.of(0x22, 0xff, 0x22)),
      ['JSON_INVALID pass.json'],
    ],
    ['with a pass.json that is a list', withContent('pass.json', '[]'), ['JSON_INVALID pass.json']],
    ['with a manifest.json of other things', withContent('manifest.json', '{"a":1}'), ['JSON_INVALID manifest.json']],
    ['with a comma too many', withContent('pass.json', '{"a":1,}'), ['JSON_TRAILING_COMMA pass.json']],
    ['with a comment', withContent('pass.json', '{} // mine'), ['JSON_COMMENT pass.json']],
    [
      'with all problems at once',
      [{ name: '../x' }, { name: 'pass.json', content: '' }, { name: 'manifest.json', crc: 1 }],
      ['ZIP_NAME_UNSAFE ../x', 'ZIP_INVALID manifest.json', 'MEMBER_MISSING signature', 'JSON_INVALID pass.json'],
    ],
  ]
  it.each(refusals)('%s', async (_, content, expected) => {
    expect(summarise(await issuesOf(() => readPass(buildZip(content))))).toEqual(expected)
  })

  it('above the limits given', async () => {
    const bytes = buildZip(members)
    expect(summarise(await issuesOf(() => readPass(bytes, { maxBytes: 100 })))).toContain('ZIP_TOO_LARGE archive')
    expect(summarise(await issuesOf(() => readPass(bytes, { maxFiles: 2 })))).toContain('ZIP_TOO_LARGE archive')
  })

  it('above the limits that hold if none are given', async () => {
    const many = [...members, ...Array.from({ length: 1000 }, (_, i) => ({ name: `${i}` }))]
    expect(summarise(await issuesOf(() => readPass(buildZip(many))))).toContain('ZIP_TOO_LARGE archive')
    const none = { maxFiles: undefined } as unknown as { maxFiles: number }
    expect(summarise(await issuesOf(() => readPass(buildZip(many), none)))).toContain('ZIP_TOO_LARGE archive')
  })
})

describe('a broken package is opened all the same', () => {
  it.each([
    ['a comma too many', '{"serialNumber":"1",}', 'JSON_TRAILING_COMMA'],
    ['a byte order mark', '\ufeff{"serialNumber":"1"}', 'JSON_ENCODING'],
    ['a comment', '/* mine */{"serialNumber":"1"}', 'JSON_COMMENT'],
  ])('with %s in pass.json', (_, content, code) => {
    const { pass, issues } = openPackage(buildZip(withContent('pass.json', content)))
    expect(pass).toEqual({ serialNumber: '1' })
    expect(summarise(issues)).toEqual([`${code} pass.json`])
  })

  it('a warning alone does not keep it from being read', () => {
    const bytes = buildZip(withContent('pass.json', '\ufeff{"serialNumber":"1"}'))
    expect(readPass(bytes).pass).toEqual({ serialNumber: '1' })
  })

  it('with its files in a folder', () => {
    const nested = members.map((member) => ({ ...member, name: `Card.pass/${member.name}` }))
    const { files, pass, manifest, issues } = openPackage(buildZip([...nested, { name: '__MACOSX/._Card.pass' }]))
    expect(issues).toMatchObject([
      { code: 'PACKAGE_IN_FOLDER', path: 'Card.pass', fix: 'Zip the contents of the folder, not the folder.' },
    ])
    expect([...files.keys()]).toEqual(['pass.json', 'manifest.json', 'signature'])
    expect([pass, manifest]).toEqual([{ serialNumber: '1' }, { 'pass.json': '0123' }])
  })

  it('but not with a pass.json that is only somewhere', () => {
    const elsewhere = without('pass.json').concat({ name: 'de.lproj/pass.json', content: '{}' })
    expect(summarise(openPackage(buildZip(elsewhere)).issues)).toEqual(['MEMBER_MISSING pass.json'])
  })

  it('without anything that can be read', () => {
    const { files, pass, manifest, issues } = openPackage(Buffer.from('<html>'))
    expect([files.size, pass, manifest]).toEqual([0, undefined, undefined])
    expect(summarise(issues)).toEqual(['ZIP_INVALID archive'])
  })

  it('and more texts than a pass can say are not read', () => {
    const language = (name: string) => ({ name: `${name}.lproj/pass.strings`, content: 'x'.repeat(200 * 1024) })
    const languages = Array.from({ length: 22 }, (_, i) => language(`x${String.fromCharCode(97 + i)}`))
    const { files, unread, issues } = openPackage(buildZip([...members, ...languages]))
    expect(summarise(issues)).toEqual(['STRINGS_INVALID xu.lproj/pass.strings'])
    expect([...unread]).toEqual(['xu.lproj/pass.strings', 'xv.lproj/pass.strings'])
    expect(files.has('xt.lproj/pass.strings')).toBe(true)
    expect(openPackage(buildZip([...members, ...languages.slice(2)])).issues).toEqual([])
  })

  it('and what is there but cannot be read is not called missing', () => {
    const { unread, issues } = openPackage(buildZip(members.map((member) => ({ ...member, crc: 1 }))))
    expect([...unread].sort()).toEqual(['manifest.json', 'pass.json', 'signature'])
    expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['ZIP_INVALID']))
  })
})
