import { describe, expect, it } from 'vitest'
import { readPass } from '../read.ts'
import { compileTemplate } from '../template.ts'
import { developmentAuthority } from '../testing/development-authority.ts'
import { coffeeCard, iconFiles, png, summarise } from '../testing/fixtures.ts'
import { enrolment, posterCard, posterTicket } from '../testing/full-passes.ts'
import { pngOf } from '../testing/png.ts'
import { buildZip } from '../testing/zip-builder.ts'
import { verifyPass } from '../verify/verify-pass.ts'
import { lintFiles, lintJson, lintPackage } from './lint-package.ts'

const authority = developmentAuthority()
const identity = authority.identity()
const other = authority.identity({ subject: '/UID=pass.example.tea/OU=OTHER12345/CN=Pass Type ID: x' })
// When both are valid, whichever was made last.
const at = new Date(Math.max(identity.notBefore.getTime(), other.notBefore.getTime()) + 60_000)
const files = { 'icon.png': pngOf(38, 38), 'icon@2x.png': pngOf(76, 76), 'icon@3x.png': pngOf(114, 114) }
const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const build = async (pass = coffeeCard, more = {}) =>
  (await compileTemplate({ identity, pass, files: { ...files, ...more } }).issue({}, { signingTime: at })).bytes()

describe('a package', () => {
  it('without a fault has no finding, whoever signed it', async () => {
    const { issues, pass, schemes } = lintPackage(await build(), { at })
    expect(summarise(issues)).toEqual([])
    expect(pass).toMatchObject({ serialNumber: 'card-1', teamIdentifier: identity.teamIdentifier })
    expect(schemes).toEqual([])
  })

  it('is held against the certificate that is embedded, its images and languages', async () => {
    const bytes = await build(
      { ...coffeeCard, expirationDate: '2020-01-01T00:00Z' },
      { 'strip.png': png, 'footer.png': png, 'es.lproj/pass.strings': Buffer.from('"Stamps" = "Sellos";\n') },
    )
    const wrong = await compileTemplate({ identity: other, pass: coffeeCard, files }).issue({}, { signingTime: at })
    expect(summarise(lintPackage(bytes, { at }).issues)).toEqual([
      'LOCALE_ALONE es.lproj',
      'PASS_EXPIRED expirationDate',
      'IMAGE_NOT_SHOWN footer.png',
      'IMAGE_SIZE_ODD strip.png',
      'IMAGE_SCALE_MISSING strip@2x.png',
    ])
    expect(lintPackage(wrong.bytes(), { at }).issues).toEqual([])
  })

  it('has its personalization.json looked at', async () => {
    const form = (value: unknown) => ({ 'personalization.json': json(value) })
    const { issues } = lintPackage(await build(coffeeCard, form(enrolment)), { at })
    expect(summarise(issues)).toEqual([
      'PERSONALIZATION_INCOMPLETE nfc',
      'PERSONALIZATION_INCOMPLETE webServiceURL',
      'PERSONALIZATION_INCOMPLETE personalizationLogo.png',
      'NFC_NOT_CERTIFIED personalization.json',
    ])
    const broken = {
      ...files,
      'artwork@2x.png': pngOf(716, 896),
      'artwork@3x.png': pngOf(1074, 1344),
      'primaryLogo@2x.png': pngOf(252, 60),
      'primaryLogo@3x.png': pngOf(378, 90),
      'personalization.json': Buffer.from('{"description": '),
    }
    expect(summarise(lintFiles(posterCard, broken, { at }).issues)).toEqual(['JSON_INVALID personalization.json'])
  })

  it('without a signature is linted as well, as a template is', () => {
    const members = Object.entries({ ...files, 'pass.json': json({ ...coffeeCard, voided: 'no' }) })
    const zip = buildZip(members.map(([name, content]) => ({ name, content })))
    expect(summarise(lintPackage(zip, { at }).issues)).toEqual([
      'TYPE_WRONG voided',
      'KEY_MISSING formatVersion',
      'KEY_MISSING passTypeIdentifier',
      'KEY_MISSING teamIdentifier',
    ])
  })

  it('is what was signed, whoever signed it', async () => {
    const { files: members } = readPass(await build())
    const zipOf = (changes: Readonly<Record<string, string | undefined>>) =>
      buildZip(
        Object.entries({ ...Object.fromEntries(members), ...changes }).flatMap(([name, content]) =>
          content === undefined ? [] : [{ name, content }],
        ),
      )
    const found = (changes: Readonly<Record<string, string | undefined>>) =>
      summarise(lintPackage(zipOf(changes), { at }).issues)
    const pass = Buffer.from(members.get('pass.json')!).toString()
    expect(found({})).toEqual([])
    expect(found({ 'pass.json': pass.replace('card-1', 'card-2') })).toEqual(['MANIFEST_DIGEST_MISMATCH pass.json'])
    expect(found({ 'extra.txt': 'x' })).toEqual(['FILE_NOT_IN_MANIFEST extra.txt'])
    expect(found({ 'icon@3x.png': undefined })).toEqual([
      'MANIFEST_FILE_MISSING icon@3x.png',
      'ICON_SCALE_MISSING icon@3x.png',
    ])
    expect(found({ signature: undefined })).toEqual(['MEMBER_MISSING signature'])
    expect(found({ 'manifest.json': undefined })).toEqual(['MEMBER_MISSING manifest.json'])
    expect(found({ signature: 'hello' })).toEqual(['SIGNATURE_UNREADABLE signature'])
  })

  it('gets a thousand findings and no more, however many faults it has', () => {
    const listed = JSON.stringify(Object.fromEntries(Array.from({ length: 9000 }, (_, i) => [i, ''])))
    const ofManifest = buildZip([
      { name: 'pass.json', content: '{}' },
      { name: 'manifest.json', content: listed },
      { name: 'signature', content: 'x' },
    ])
    const fields = Array.from({ length: 1000 }, (_, i) => ({ key: `${i}`, value: 1, changeMessage: `m${i}` }))
    const languages = Array.from({ length: 300 }, (_, i) => ({
      name: `a${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}.lproj/pass.strings`,
      content: '"a" = "b";',
    }))
    const pass = { name: 'pass.json', content: JSON.stringify({ generic: { backFields: fields } }) }
    for (const bytes of [ofManifest, buildZip([pass, ...languages])]) {
      const { issues } = lintPackage(bytes, { at })
      expect(issues).toHaveLength(1001)
      expect(issues.at(-1)).toMatchObject({ code: 'TOO_MANY_ISSUES' })
      expect(verifyPass(bytes, { at }).issues).toHaveLength(1001)
    }
  })

  it.each([[Buffer.from('{}')], [Buffer.alloc(0)]])('that is none is told to be none: %o', (bytes) => {
    const { issues, pass, schemes } = lintPackage(bytes, { at })
    expect(summarise(issues)).toEqual(['ZIP_INVALID archive'])
    expect([pass, schemes]).toEqual([undefined, []])
  })

  it('says the same of the content when it is verified', async () => {
    const bytes = await build({ ...coffeeCard, labelColor: '#fff', groupingIdentifier: 'x' })
    const { issues } = verifyPass(bytes, { at, roots: [authority.root.certificate] })
    expect(issues).toEqual(lintPackage(bytes, { at }).issues)
    expect(summarise(issues)).toEqual(['COLOR_UNDOCUMENTED labelColor', 'KEY_WITHOUT_EFFECT groupingIdentifier'])
  })
})

describe('a pass.json alone', () => {
  const complete = { ...coffeeCard, formatVersion: 1, passTypeIdentifier: 'pass.a', teamIdentifier: 'TEAM' }

  it('is linted without a word about files', () => {
    expect(lintJson(json(complete), { at })).toEqual({ pass: complete, files: new Map(), issues: [], schemes: [] })
  })

  it('may be broken, and is linted as far as it can be read', () => {
    const text = JSON.stringify({ ...complete, voided: 5 }).replace(/}$/, ',}')
    expect(summarise(lintJson(Buffer.from(text), { at }).issues)).toEqual([
      'JSON_TRAILING_COMMA pass.json',
      'TYPE_WRONG voided',
    ])
    expect(summarise(lintJson(Buffer.from('{"a'), { at }).issues)).toEqual(['JSON_INVALID pass.json'])
    expect(summarise(lintJson(json([]), { at }).issues)).toEqual(['TYPE_WRONG pass.json'])
  })
})

it('the files of a folder are linted with their pass.json', () => {
  const { issues, schemes } = lintFiles(posterTicket, iconFiles, { at })
  expect(schemes).toMatchObject([{ scheme: 'posterEventTicket', verdict: 'uncertain' }])
  expect(summarise(issues)).toContain('SCHEME_REQUIREMENT_MISSING artwork.png')
})
