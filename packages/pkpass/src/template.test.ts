import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readPass } from './read.ts'
import { compileTemplate } from './template.ts'
import { expectAcceptedByOthers } from './testing/accepted-by-others.ts'
import { developmentAuthority } from './testing/development-authority.ts'
import { coffeeCard, iconFiles, issuesOf, onlyIssueOf, png, summarise } from './testing/fixtures.ts'
import { pngOf } from './testing/png.ts'

const authority = developmentAuthority()
const identity = authority.identity()
const signingTime = new Date(identity.notBefore.getTime() + 60_000)
const compile = (input: Partial<Parameters<typeof compileTemplate>[0]> = {}) =>
  compileTemplate({ identity, pass: coffeeCard, files: iconFiles, ...input })

describe('a pass', () => {
  it.each(['rsa', 'ec'] as const)('signed with %s is accepted by unzip and OpenSSL', async (key) => {
    const files = {
      ...iconFiles,
      'logo.png': png,
      'de.lproj/pass.strings': Buffer.from('"a" = "b";\n'),
    }
    const template = compile({ identity: authority.identity({ key }), files })
    for (const serialNumber of ['a', 'b']) expectAcceptedByOthers((await template.issue({ serialNumber })).bytes())
  })

  it('takes its identifiers and format version from the identity', async () => {
    const { pass } = readPass((await compile().issue({})).bytes())
    expect(pass).toMatchObject({
      formatVersion: 1,
      passTypeIdentifier: 'pass.example.coffee',
      teamIdentifier: 'ABCDE12345',
    })
  })

  it('replaces top-level keys of its template and drops those that are undefined', async () => {
    const template = compile({ pass: { ...coffeeCard, logoText: 'Coffee', voided: false } })
    const { pass } = readPass(
      (await template.issue({ serialNumber: 'other', voided: true, logoText: undefined })).bytes(),
    )
    expect(pass).toMatchObject({ serialNumber: 'other', voided: true, description: 'Coffee card' })
    expect(pass).not.toHaveProperty('logoText')
  })

  it('lets unknown keys through', async () => {
    const { pass } = readPass((await compile().issue({ fromTheFuture: { a: [1] } })).bytes())
    expect(pass.fromTheFuture).toEqual({ a: [1] })
  })

  it('of the same content and time is the same, byte for byte', async () => {
    const [first, again, later] = await Promise.all([
      compile().issue({}, { signingTime }),
      compile({ files: Object.fromEntries(Object.entries(iconFiles).reverse()) }).issue({}, { signingTime }),
      compile().issue({}, { signingTime: new Date(signingTime.getTime() + 1000) }),
    ])
    expect(Buffer.compare(first.bytes(), again.bytes())).toBe(0)
    expect(Buffer.compare(first.bytes(), later.bytes())).not.toBe(0)
  })

  it('has a digest of its manifest, which is the same whenever the content is', async () => {
    const template = compile()
    const [first, later, other] = await Promise.all([
      template.issue({}, { signingTime }),
      template.issue({}, { signingTime: new Date(signingTime.getTime() + 5000) }),
      template.issue({ description: 'Other' }, { signingTime }),
    ])
    const { files, manifestDigest } = readPass(first.bytes())
    expect(first.manifestDigest).toBe(createHash('sha256').update(files.get('manifest.json')!).digest('hex'))
    expect(manifestDigest).toBe(first.manifestDigest)
    expect(later.manifestDigest).toBe(first.manifestDigest)
    expect(other.manifestDigest).not.toBe(first.manifestDigest)
  })

  it('shares the bytes of its files with other passes of the template', async () => {
    const template = compile()
    const [a, b] = await Promise.all([template.issue({}), template.issue({ serialNumber: 'b' })])
    expect(a.chunks[0]).toBe(b.chunks[0])
  })

  it('is right when many are built at once', async () => {
    const template = compile()
    const passes = await Promise.all(Array.from({ length: 100 }, (_, i) => template.issue({ serialNumber: `s${i}` })))
    expect(passes.map((pass) => readPass(pass.bytes()).pass.serialNumber)).toEqual(passes.map((_, i) => `s${i}`))
    expectAcceptedByOthers(passes[57]!.bytes())
  })
})

describe('a template', () => {
  it('begins with the files in order of their names, byte by byte', async () => {
    const files = { 'icon.png': png, 'a.txt': Buffer.from('text') }
    const [start] = (await compile({ files }).issue({})).chunks
    const header = (crc: string, size: string, name: string) =>
      `504b030414000000000000002100${crc}${size}${size}${name}`
    expect(Buffer.from(start!).toString('hex')).toBe(
      header('c7a78b3b', '04000000', '05000000') + // a.txt
        Buffer.from('a.txttext').toString('hex') +
        header('a41bff9f', '46000000', '08000000') + // icon.png
        Buffer.from('icon.png').toString('hex') +
        png.toString('hex'),
    )
  })

  it('is not changed by what happens to its input afterwards', async () => {
    const primaryFields = [{ key: 'stamps', value: 3 }]
    const files = { 'icon.png': Buffer.from(png) }
    const template = compile({ pass: { ...coffeeCard, storeCard: { primaryFields } }, files })
    primaryFields[0]!.value = 4
    files['icon.png'].fill(0)
    const contents = readPass((await template.issue({})).bytes())
    expect(contents.pass.storeCard?.primaryFields).toEqual([{ key: 'stamps', value: 3 }])
    expect(Buffer.from(contents.files.get('icon.png')!).equals(png)).toBe(true)
  })

  it('may lack what each pass brings', async () => {
    const template = compile({ pass: { webServiceURL: 'https://example.com', organizationName: 'Example Coffee' } })
    const own = { serialNumber: '1', authenticationToken: '0123456789abcdef', description: 'Card', coupon: {} }
    expect((await template.issue(own)).serialNumber).toBe('1')
  })

  it('has its warnings', () => {
    const template = compile({ pass: { ...coffeeCard, fromTheFuture: 1 }, files: { 'icon@2x.png': pngOf(76, 76) } })
    expect(summarise(template.warnings)).toEqual(['ICON_SCALE_MISSING icon@3x.png', 'KEY_UNKNOWN fromTheFuture'])
  })

  it('takes an icon that is there in languages only', () => {
    expect(
      compile({ files: { 'de.lproj/icon@2x.png': pngOf(76, 76), 'de.lproj/icon@3x.png': pngOf(114, 114) } }).warnings,
    ).toEqual([])
  })

  const files: readonly (readonly [string, Readonly<Record<string, Uint8Array>>, string])[] = [
    ['pass.json', { 'pass.json': png }, 'FILE_NAME_RESERVED pass.json'],
    ['manifest.json', { 'manifest.json': png }, 'FILE_NAME_RESERVED manifest.json'],
    ['a signature', { signature: png }, 'FILE_NAME_RESERVED signature'],
    ['a path that climbs out', { '../icon.png': png }, 'FILE_NAME_UNSAFE ../icon.png'],
    ['an absolute path', { '/icon.png': png }, 'FILE_NAME_UNSAFE /icon.png'],
    ['a backslash', { 'de.lproj\\logo.png': png }, 'FILE_NAME_UNSAFE de.lproj\\logo.png'],
    ['a folder', { 'de.lproj/': new Uint8Array() }, 'FILE_NAME_UNSAFE de.lproj/'],
    ['a very long name', { [`${'x'.repeat(256)}.png`]: png }, `FILE_NAME_UNSAFE ${'x'.repeat(256)}.png`],
    ['.DS_Store', { 'de.lproj/.DS_Store': png }, 'FILE_STRAY de.lproj/.DS_Store'],
    ['__MACOSX', { '__MACOSX/._icon.png': png }, 'FILE_STRAY __MACOSX/._icon.png'],
    ['a JPEG named .png', { 'logo.png': Buffer.from('ffd8ffe000104a464946', 'hex') }, 'IMAGE_NOT_PNG logo.png'],
    ['an empty image', { 'logo.png': new Uint8Array() }, 'IMAGE_NOT_PNG logo.png'],
    ['a JPEG', { 'logo.jpg': png }, 'IMAGE_NOT_PNG logo.jpg'],
    ['more than 64 MiB', { 'big.bin': new Uint8Array(64 * 1024 * 1024) }, 'PASS_TOO_LARGE files'],
  ]
  it.each(files)('refuses %s', async (_, added, expected) => {
    const issues = await issuesOf(() => compile({ files: { ...iconFiles, ...added } }))
    expect(summarise(issues.filter(({ severity }) => severity === 'error'))).toEqual([expected])
  })

  it('takes files whose names only contain reserved ones', () => {
    const named = { 'my-signature.png': png, 'manifest.json.txt': png, 'de.lproj/pass.json': png }
    expect(compile({ files: { ...iconFiles, ...named } }).warnings).toEqual([])
  })

  it('refuses a lack of icons', async () => {
    expect(summarise(await issuesOf(() => compile({ files: { 'myicon.png': png } })))).toEqual([
      'ICON_MISSING icon.png',
    ])
  })

  it('refuses what JSON cannot express', async () => {
    expect(await onlyIssueOf(() => compile({ pass: { ...coffeeCard, userInfo: 1n } }))).toMatchObject({
      code: 'NOT_JSON',
    })
  })

  it('refuses with all problems at once', async () => {
    const pass = { ...coffeeCard, teamIdentifier: 'ZZZZZ99999', labelColor: 'red' }
    const issues = await issuesOf(() => compile({ pass, files: { 'logo.jpg': png } }))
    expect(summarise(issues).sort()).toEqual([
      'COLOR_INVALID labelColor',
      'ICON_MISSING icon.png',
      'IMAGE_NOT_PNG logo.jpg',
      'TEAM_MISMATCH teamIdentifier',
    ])
  })
})

describe('a pass is refused', () => {
  it('with all problems of its content', async () => {
    const own = { serialNumber: '', expirationDate: 'tomorrow', passTypeIdentifier: 'pass.example.tea' }
    expect(summarise(await issuesOf(() => compile().issue(own))).sort()).toEqual([
      'DATE_INVALID expirationDate',
      'PASS_TYPE_MISMATCH passTypeIdentifier',
      'VALUE_EMPTY serialNumber',
    ])
  })

  it('with a form to enrol by that Wallet cannot read', async () => {
    const form = (text: string) => ({ files: { ...iconFiles, 'personalization.json': Buffer.from(text) } })
    const errorsOf = async (task: () => unknown) =>
      summarise((await issuesOf(task)).filter(({ severity }) => severity === 'error'))
    expect(await errorsOf(() => compile(form('{')))).toEqual(['JSON_INVALID personalization.json'])
    expect(await errorsOf(() => compile(form('{"description":5}')).issue({}))).toEqual([
      'TYPE_WRONG personalization.json.description',
      'KEY_MISSING personalization.json.requiredPersonalizationFields',
    ])
  })

  it.each([
    ['before', -2 * 86_400_000, 'CERTIFICATE_NOT_YET_VALID'],
    ['after', 400 * 86_400_000, 'CERTIFICATE_EXPIRED'],
  ])('%s its certificate is valid', async (_, offsetMs, code) => {
    const at = new Date(Date.now() + offsetMs)
    const issues = await issuesOf(() => compile().issue({}, { signingTime: at }))
    expect(summarise(issues)).toContain(`${code} certificate`)
  })

  it('with something that JSON cannot express', async () => {
    expect(await onlyIssueOf(() => compile().issue({ userInfo: 1n }))).toMatchObject({
      code: 'NOT_JSON',
      path: 'pass.json',
    })
  })
})
