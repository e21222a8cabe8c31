import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundlePasses, readBundle } from './bundle.ts'
import { openPackage } from './read.ts'
import { compileTemplate } from './template.ts'
import { developmentAuthority } from './testing/development-authority.ts'
import { coffeeCard, iconFiles, issuesOf, summarise } from './testing/fixtures.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'
import { buildZip } from './testing/zip-builder.ts'

const template = compileTemplate({ identity: developmentAuthority().identity(), pass: coffeeCard, files: iconFiles })
const passes = await Promise.all(
  Array.from({ length: 11 }, async (_, i) => (await template.issue({ serialNumber: `card-${i}` })).bytes()),
)

describe('a bundle', () => {
  it('holds up to ten passes as they are', () => {
    const bundle = bundlePasses(passes.slice(0, 10))
    expect(bundle.count).toBe(10)
    const { passes: read, issues } = readBundle(bundle.bytes())
    expect(issues).toEqual([])
    expect([...read.values()]).toEqual(passes.slice(0, 10).map((bytes) => Buffer.from(bytes)))
  })

  it('is named when it is read as a pass', () => {
    const { issues } = openPackage(bundlePasses(passes.slice(0, 2)).bytes())
    expect(issues).toMatchObject([{ code: 'PACKAGE_IS_BUNDLE', message: 'It is a bundle of 2 passes.' }])
    const { issues: ofOne } = openPackage(buildZip([{ name: 'A.PKPASS' }, { name: '__MACOSX/._A.PKPASS' }]))
    expect(ofOne).toMatchObject([{ code: 'PACKAGE_IS_BUNDLE', message: 'It is a bundle of 1 pass.' }])
  })

  it('is accepted by unzip', () => {
    const file = join(temporaryFolder(), 'all.pkpasses')
    writeFileSync(file, bundlePasses(passes.slice(0, 2)).bytes())
    expect(execFileSync('unzip', ['-t', file]).toString()).toContain('No errors detected')
    expect(execFileSync('unzip', ['-Z1', file]).toString()).toBe('1.pkpass\n2.pkpass\n')
  })

  it('is served with its own type and name', async () => {
    const response = bundlePasses(passes.slice(0, 2)).toResponse({ fileName: 'Family' })
    expect(response.headers.get('Content-Type')).toBe('application/vnd.apple.pkpasses')
    expect(response.headers.get('Content-Disposition')).toBe('attachment; filename="Family.pkpasses"')
    expect(readBundle(new Uint8Array(await response.arrayBuffer())).passes.size).toBe(2)
    expect(bundlePasses(passes.slice(0, 1)).toResponse().headers.get('Content-Disposition')).toContain(
      '"passes.pkpasses"',
    )
  })
})

describe('a bundle is refused', () => {
  const padded = (serialNumber: string) =>
    buildZip([
      { name: 'pass.json', content: JSON.stringify({ serialNumber }) },
      { name: 'manifest.json', content: '{}' },
      { name: 'signature', content: 'signed' },
      { name: 'logo.png', content: Buffer.alloc(60_000_000) },
    ])
  it.each([
    ['of nothing', () => [], ['BUNDLE_EMPTY passes']],
    ['of eleven passes', () => passes, ['BUNDLE_TOO_LARGE passes']],
    ['of more than 150 MB', () => ['a', 'b', 'c'].map(padded), ['BUNDLE_TOO_LARGE passes']],
    ['with the same pass twice', () => [passes[0]!, passes[1]!, passes[0]!], ['BUNDLE_PASS_TWICE passes[2]']],
    ['with something else than a pass', () => [passes[0]!, Buffer.from('<html>')], ['ZIP_INVALID passes[1] archive']],
  ])('%s', async (_, given, expected) => {
    expect(summarise(await issuesOf(() => bundlePasses(given())))).toEqual(expected)
  })
})

describe('reading a bundle reports', () => {
  it('what is no pass in it', () => {
    const { passes: read, issues } = readBundle(buildZip([{ name: 'a.pkpass', content: 'x' }, { name: 'b.txt' }]))
    expect([...read.keys()]).toEqual(['a.pkpass'])
    expect(summarise(issues)).toEqual(['BUNDLE_MEMBER_STRANGE b.txt'])
  })

  it('that there is nothing in it, or too much', () => {
    expect(summarise(readBundle(buildZip([])).issues)).toEqual(['BUNDLE_EMPTY passes'])
    const many = Array.from({ length: 11 }, (_, i) => ({ name: `${i}.pkpass` }))
    expect(summarise(readBundle(buildZip(many)).issues)).toEqual(['ZIP_TOO_LARGE archive'])
  })

  it('that it is no archive', () => {
    expect(summarise(readBundle(Buffer.from('x')).issues)).toEqual(['ZIP_INVALID archive'])
  })
})
