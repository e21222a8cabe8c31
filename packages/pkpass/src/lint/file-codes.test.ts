import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Files } from '../files.ts'
import { type IssueCode, issueCodes } from '../issue-codes.ts'
import type { PassJson } from '../pass-json/types.ts'
import { developmentAuthority } from '../testing/development-authority.ts'
import { coffeeCard, iconFiles, nfcKey } from '../testing/fixtures.ts'
import { pngOf } from '../testing/png.ts'
import { manifestOf, signByOpenssl } from '../testing/signed-package.ts'
import { buildZip, type OddEnd, type OddMember } from '../testing/zip-builder.ts'
import { lintFiles, lintPackage } from './lint-package.ts'

const authority = developmentAuthority()
const { passTypeIdentifier, teamIdentifier } = authority.identity()
const at = new Date(Date.now() + 60_000)
const card: PassJson = { ...coffeeCard, formatVersion: 1, passTypeIdentifier, teamIdentifier }
const text = (content: string) => Buffer.from(content)
const strings = (content: string): Files => ({ 'en.lproj/pass.strings': text(content) })
const logo = (folder = '', scales = [1, 2, 3]): Files =>
  Object.fromEntries(
    scales.map((scale) => [`${folder}logo${scale === 1 ? '' : `@${scale}x`}.png`, pngOf(160 * scale, 50 * scale)]),
  )

interface FileCase {
  readonly at: string
  /** Beside the icons; undefined takes one of them away. */
  readonly fails: Readonly<Record<string, Uint8Array | undefined>>
  readonly passes: Files
}

/** Of each code files of a store card that have the issue at the place, and the same files without their fault. */
const fileCases: Readonly<Record<string, FileCase>> = {
  ICON_MISSING: {
    at: 'icon.png',
    fails: { 'icon.png': undefined, 'icon@2x.png': undefined, 'icon@3x.png': undefined },
    passes: {},
  },
  ICON_SCALE_MISSING: { at: 'icon@3x.png', fails: { 'icon@3x.png': undefined }, passes: {} },
  IMAGE_SCALE_MISSING: { at: 'logo@3x.png', fails: logo('', [1, 2]), passes: logo('', [2, 3]) },
  IMAGE_NOT_PNG: { at: 'logo.png', fails: { ...logo(), 'logo.png': text('GIF89a') }, passes: logo() },
  IMAGE_SIZE_ODD: { at: 'logo.png', fails: { ...logo(), 'logo.png': pngOf(9, 9) }, passes: logo() },
  IMAGE_NOT_SHOWN: { at: 'footer.png', fails: { 'footer.png': pngOf(286, 15) }, passes: logo() },
  STRINGS_INVALID: {
    at: 'en.lproj/pass.strings',
    fails: strings('"Stamps" "Stamps";'),
    passes: strings('"Stamps" = "Stamps";'),
  },
  STRINGS_NOT_READ: { at: 'en.lproj/pass.strings', fails: strings('bplist00…'), passes: strings('') },
  STRINGS_BYTE_ORDER_MARK: {
    at: 'en.lproj/pass.strings',
    fails: strings('\ufeff"a" = "b";'),
    passes: { 'en.lproj/pass.strings': Buffer.from('\ufeff"a" = "b";', 'utf16le') },
  },
  STRINGS_KEY_TWICE: {
    at: 'en.lproj/pass.strings',
    fails: strings('"a" = "b"; "a" = "c";'),
    passes: strings('"a" = "b"; "a" = "b";'),
  },
  STRINGS_ESCAPE_UNKNOWN: {
    at: 'en.lproj/pass.strings',
    fails: strings(String.raw`"a" = "\u00e9";`),
    passes: strings(String.raw`"a" = "\U00e9";`),
  },
  STRINGS_KEY_MISSING: {
    at: 'de.lproj/pass.strings',
    fails: { ...strings('"a" = "b"; "c" = "d";'), 'de.lproj/pass.strings': text('"a" = "b";') },
    passes: { ...strings('"a" = "b";'), 'de.lproj/pass.strings': text('"a" = "c";') },
  },
  STRINGS_MISSING: {
    at: 'de.lproj/pass.strings',
    fails: { ...strings('"a" = "b";'), ...logo('de.lproj/') },
    passes: logo('de.lproj/'),
  },
  LOCALE_UNKNOWN: {
    at: 'german!.lproj',
    fails: { ...strings('"a" = "b";'), 'german!.lproj/pass.strings': text('"a" = "b";') },
    passes: { ...strings('"a" = "b";'), 'zh-Hans.lproj/pass.strings': text('"a" = "b";') },
  },
  LOCALE_ALONE: {
    at: 'es.lproj',
    fails: { 'es.lproj/pass.strings': text('"Stamps" = "Sellos";') },
    passes: { ...strings('"Stamps" = "Stamps";'), 'es.lproj/pass.strings': text('"Stamps" = "Sellos";') },
  },
  IMAGE_NOT_IN_LANGUAGE: {
    at: 'en.lproj',
    fails: { ...strings('"a" = "b";'), 'de.lproj/pass.strings': text('"a" = "c";'), ...logo('de.lproj/') },
    passes: { ...strings('"a" = "b";'), 'de.lproj/pass.strings': text('"a" = "c";'), ...logo() },
  },
  IMAGE_HIDES_LOCALIZED: {
    at: 'logo.png',
    fails: { ...logo(), ...logo('de.lproj/') },
    passes: { ...logo('en.lproj/'), ...logo('de.lproj/') },
  },
  IMAGE_SCALES_UNEQUAL: {
    at: 'de.lproj/logo@3x.png',
    fails: { ...logo('en.lproj/'), ...logo('de.lproj/', [1, 2]) },
    passes: { ...logo('en.lproj/'), ...logo('de.lproj/') },
  },
  CHANGE_MESSAGE_WITHOUT_VALUE: {
    at: 'en.lproj/pass.strings',
    fails: strings('"You have %@ stamps" = "More stamps";'),
    passes: strings('"You have %@ stamps" = "%@ stamps are yours";'),
  },
}

const cardFiles: Files = { ...iconFiles, 'pass.json': text(JSON.stringify(card)) }
const manifest = manifestOf(cardFiles)
const signature = signByOpenssl(manifest)
const members: readonly OddMember[] = Object.entries({
  ...cardFiles,
  'manifest.json': text(manifest),
  signature,
}).map(([name, content]) => ({ name, content }))
const change = (name: string, more: Partial<OddMember>) =>
  members.map((member) => (member.name === name ? { ...member, ...more } : member))
const without = (name: string) => members.filter((member) => member.name !== name)
const signed = (files: Files, options: Parameters<typeof signByOpenssl>[1] = {}): readonly OddMember[] => {
  const manifest = manifestOf(files)
  const all = { ...files, 'manifest.json': text(manifest), signature: signByOpenssl(manifest, options) }
  return Object.entries(all).map(([name, content]) => ({ name, content }))
}
const json = (content: string) => signed({ ...iconFiles, 'pass.json': text(content) })
const whole = JSON.stringify(card)
const withNfc = signed({
  ...iconFiles,
  'pass.json': text(JSON.stringify({ ...card, nfc: { message: 'm', encryptionPublicKey: nfcKey } })),
})

/** The same of archives; the one without a fault is that of all cases. */
const archiveCases: Readonly<Record<string, readonly [at: string, fails: readonly OddMember[], end?: OddEnd]>> = {
  ZIP_INVALID: ['icon.png', change('icon.png', { crc: 1 })],
  ZIP_UNSUPPORTED: ['archive', members, { count: 0xffff }],
  ZIP_TOO_LARGE: ['archive', [...members, { name: 'big', sizeBytes: 65 * 1024 * 1024 }]],
  ZIP_NAME_UNSAFE: ['../x', [...members, { name: '../x' }]],
  ZIP_NAME_DUPLICATE: ['pass.json', [...members, { name: 'pass.json', content: '{}' }]],
  MEMBER_MISSING: ['signature', without('signature')],
  PACKAGE_IN_FOLDER: ['Card.pass', members.map((member) => ({ ...member, name: `Card.pass/${member.name}` }))],
  PACKAGE_IS_BUNDLE: ['archive', [{ name: 'a.pkpass' }, { name: 'b.pkpass' }]],
  FILE_STRAY: ['.DS_Store', [...members, { name: '.DS_Store' }]],
  JSON_INVALID: ['pass.json', json(whole.slice(0, -1))],
  JSON_ENCODING: ['pass.json', json(`\ufeff${whole}`)],
  JSON_TRAILING_COMMA: ['pass.json', json(whole.replace(/}$/, ',}'))],
  JSON_COMMENT: ['pass.json', json(`${whole} // mine`)],
  JSON_CONTROL_CHARACTER: ['pass.json', json(whole.replace('Coffee card', 'Coffee\ncard'))],
  JSON_NUMBER_INEXACT: ['pass.json', json(whole.replace('"value":3', '"value":12345678901234567890'))],
  JSON_KEY_TWICE: ['pass.json', json(whole.replace(/^{/, '{"serialNumber":"other",'))],
  FILE_NOT_IN_MANIFEST: ['extra.txt', [...members, { name: 'extra.txt' }]],
  MANIFEST_FILE_MISSING: ['icon@3x.png', without('icon@3x.png')],
  MANIFEST_DIGEST_MISMATCH: ['icon.png', change('icon.png', { content: pngOf(39, 39) })],
  MANIFEST_LISTS_ITSELF: [
    'signature',
    change('manifest.json', { content: manifest.replace(/}$/, ',"signature":"00"}') }),
  ],
  SIGNATURE_UNREADABLE: ['signature', change('signature', { content: 'hello' })],
  SIGNATURE_WRONG: [
    'signature',
    change('signature', { content: Buffer.from(signature).fill(0, signature.length - 4) }),
  ],
  SIGNATURE_NOT_DETACHED: ['signature', signed(cardFiles, { options: ['-nodetach'] })],
  SIGNATURE_ALGORITHM_UNKNOWN: ['signature', signed(cardFiles, { options: ['-md', 'sha3-256'] })],
  SIGNER_CERTIFICATE_MISSING: ['signature', signed(cardFiles, { options: ['-nocerts'] })],
  CONTENT_TYPE_WRONG: ['signature', signed(cardFiles, { options: ['-econtent_type', '1.2.3.4'] })],
  MESSAGE_DIGEST_MISMATCH: ['signature', change('manifest.json', { content: `${manifest} ` })],
  SIGNING_TIME_MISSING: ['signature', signed(cardFiles, { options: ['-noattr'] })],
  CHAIN_INCOMPLETE: ['signature', signed(cardFiles, { embedded: [] })],
  CERTIFICATE_NOT_FOR_PASSES: ['signature', signed(cardFiles, { signer: authority.leaf({ subject: '/CN=Eve' }) })],
  NFC_NOT_CERTIFIED: ['nfc', withNfc],
}

const given = (files: FileCase['fails']): Files =>
  Object.fromEntries(
    Object.entries({ ...iconFiles, ...files }).flatMap(([name, bytes]) => (bytes === undefined ? [] : [[name, bytes]])),
  )

describe.each(Object.entries(fileCases))('%s', (code, { at: place, fails, passes }) => {
  const lint = (files: FileCase['fails']) => lintFiles(card, given(files), { at }).issues

  it(`is found at ${place}`, () => {
    const issue = lint(fails).find((each) => each.code === code && each.path === place)
    expect(issue).toMatchObject({ severity: issueCodes[code as IssueCode][0] })
    expect(issue?.message).toMatch(/\.$/)
    expect(issue?.fix).toMatch(/[.;]$/)
  })

  it('is not found without the fault', () => {
    expect(lint(passes).map((issue) => issue.code)).not.toContain(code)
  })
})

describe.each(Object.entries(archiveCases))('%s', (code, [place, fails, end]) => {
  it(`is found at ${place}, and nowhere in a sound package`, () => {
    const issue = lintPackage(buildZip(fails, end), { at }).issues.find((each) => each.code === code)
    expect(issue).toMatchObject({ path: place, severity: issueCodes[code as IssueCode][0] })
    expect(issue?.message).toMatch(/\.$/)
    expect(issue?.fix).toMatch(/\.$/)
    expect(lintPackage(buildZip(members), { at }).issues).toEqual([])
  })
})

it('there is a case for every code about files that lint can give', () => {
  const root = join(import.meta.dirname, '..')
  const folders = ['strings', 'json', 'zip', 'verify', 'images'].flatMap((folder) =>
    readdirSync(join(root, folder), { encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  const names = [...folders, 'files.ts', 'read.ts', 'identity/nfc.ts'].filter((name) => !name.endsWith('.test.ts'))
  const source = names.map((name) => readFileSync(join(root, name), 'utf8')).join('\n')
  /** Of the builder, of images that are made, and of `verifyPass`; those of signatures beyond these have tests there. */
  const elsewhere: readonly string[] = [
    'FILE_NAME_UNSAFE',
    'FILE_NAME_RESERVED',
    'PASS_TOO_LARGE',
    'IMAGE_UNREADABLE',
    'IMAGE_TOO_LARGE',
    'IMAGE_CROPPED',
    'IMAGE_TOO_SMALL',
    'IMAGE_ANIMATED',
    'ROOT_NOT_TRUSTED',
    'SIGNER_COUNT_WRONG',
    'SIGNING_TIME_IN_FUTURE',
    'ATTRIBUTES_NOT_IN_ORDER',
    'INPUT_AMBIGUOUS',
  ]
  const codes = (Object.keys(issueCodes) as IssueCode[]).filter(
    (code) => source.includes(`'${code}'`) && !elsewhere.includes(code),
  )
  const cases = new Set([...Object.keys(fileCases), ...Object.keys(archiveCases)])
  expect(codes.filter((code) => !cases.has(code))).toEqual([])
})
