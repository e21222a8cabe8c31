import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Files } from '../files.ts'
import { readPassFolder } from '../node.ts'
import { readPass } from '../read.ts'
import { writeStrings } from '../strings/write.ts'
import { compileTemplate } from '../template.ts'
import { expectAcceptedByOthers } from '../testing/accepted-by-others.ts'
import { developmentAuthority } from '../testing/development-authority.ts'
import { iconFiles, issuesOf, png, summarise } from '../testing/fixtures.ts'
import { pngOf } from '../testing/png.ts'
import { samplePasses } from '../testing/sample-passes.ts'
import { signedPackage } from '../testing/signed-package.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { buildZip, type OddMember } from '../testing/zip-builder.ts'
import { verifyPass } from '../verify/verify-pass.ts'
import { importPass } from './import-pass.ts'
import { zipSource } from './zip-source.ts'

const authority = developmentAuthority()
const identity = authority.identity()
const identifiers = { passTypeIdentifier: 'pass.example.coffee', teamIdentifier: 'ABCDE12345', serialNumber: 'card-1' }
const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const zipOf = (files: Files) => buildZip(Object.entries(files).map(([name, content]) => ({ name, content, method: 8 })))

describe('a pass of each style, imported and written again, means the same', () => {
  const translations = {
    en: { Points: 'Points', 'Now %@': 'Now %@' },
    de: { Points: 'Punkte „für dich“', 'Now %@': 'Jetzt %@' },
  }
  it.each(Object.entries(samplePasses))('%s', async (_, pass) => {
    const images = { ...iconFiles, 'logo@2x.png': pngOf(320, 100), 'de.lproj/thumbnail.png': pngOf(90, 90) }
    const original: Files = {
      ...images,
      'pass.json': json({ formatVersion: 1, ...identifiers, ...pass }),
      'en.lproj/pass.strings': writeStrings(translations.en, { encoding: 'utf-8' }),
      'de.lproj/pass.strings': writeStrings(translations.de, { encoding: 'utf-16le' }),
    }
    const imported = importPass(signedPackage(original))
    expect(imported.issues).toEqual([])
    expect(imported.translations).toEqual(translations)
    expect(imported.own).toMatchObject(identifiers)

    const template = compileTemplate({ identity, ...imported })
    const bytes = (await template.issue(imported.own)).bytes()
    expectAcceptedByOthers(bytes)
    const { issues } = verifyPass(bytes, { at: new Date(Date.now() + 1000), roots: [authority.root.certificate] })
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
    const again = readPass(bytes)
    expect(again.pass).toEqual({ formatVersion: 1, ...identifiers, ...pass })
    for (const [name, content] of Object.entries(images)) expect(again.files.get(name)).toEqual(Buffer.from(content))
    expect({ ...importPass(bytes), files: null }).toEqual({ ...imported, files: null })
  })
})

describe('a package is imported', () => {
  it('without what says which pass it is, which stands beside', () => {
    const pass = {
      formatVersion: 1,
      ...identifiers,
      webServiceURL: 'https://x.example',
      authenticationToken: 'y'.repeat(16),
      coupon: {},
    }
    const imported = importPass(zipOf({ 'pass.json': json(pass) }))
    expect(imported.pass).toEqual({ coupon: {} })
    expect(imported.own).toEqual({
      ...identifiers,
      webServiceURL: 'https://x.example',
      authenticationToken: 'y'.repeat(16),
    })
  })

  it('with findings for what was wrong with it', () => {
    const members: readonly OddMember[] = [
      { name: 'Card/pass.json', content: '{"coupon": {},}' },
      { name: 'Card/.DS_Store', content: 'x' },
      { name: 'Card/de.lproj/pass.strings', content: '"a" = "b"\n"c" = "d";\n"e" = "f";' },
      { name: 'Card/de.lproj/logo.png', content: png },
    ]
    const { pass, files, translations, issues } = importPass(buildZip(members))
    expect(pass).toEqual({ coupon: {} })
    expect(Object.keys(files)).toEqual(['de.lproj/logo.png'])
    expect(translations).toEqual({ de: { c: 'd', e: 'f' } })
    expect(summarise(issues)).toEqual([
      'PACKAGE_IN_FOLDER Card',
      'JSON_TRAILING_COMMA pass.json',
      'STRINGS_INVALID de.lproj/pass.strings',
    ])
  })

  it('without what the system left, which is named', () => {
    const { files, issues } = importPass(zipOf({ 'pass.json': json({}), '.DS_Store': png, 'de.lproj/.DS_Store': png }))
    expect(files).toEqual({})
    expect(summarise(issues)).toEqual(['FILE_STRAY .DS_Store', 'FILE_STRAY de.lproj/.DS_Store'])
  })

  it('without members that cannot be trusted', () => {
    const members = [
      { name: '../evil.png', content: png },
      { name: 'pass.json', content: '{}' },
    ]
    const { files, issues } = importPass(buildZip(members))
    expect(files).toEqual({})
    expect(summarise(issues)).toEqual(['ZIP_NAME_UNSAFE ../evil.png'])
  })

  it('with a compiled strings file as it is', () => {
    const compiled = Buffer.from('bplist00….')
    const { files, translations } = importPass(zipOf({ 'pass.json': json({}), 'de.lproj/pass.strings': compiled }))
    expect(files['de.lproj/pass.strings']).toEqual(compiled)
    expect(translations).toEqual({})
  })

  it('only if it has a pass.json', async () => {
    const refused = await issuesOf(() => importPass(zipOf({ 'icon.png': png })))
    expect(summarise(refused)).toContain('MEMBER_MISSING pass.json')
    expect(summarise(await issuesOf(() => importPass(Buffer.from('{}'))))).toContain('ZIP_INVALID archive')
    expect(summarise(await issuesOf(() => importPass(zipOf({ 'pass.json': json([]) }))))).toContain(
      'JSON_INVALID pass.json',
    )
  })
})

describe('names of keys that only early tools use become the documented ones', () => {
  it('in semantics and upcoming passes, wherever these stand', () => {
    const pass = {
      eventTicket: { headerFields: [{ key: 'a', value: 1, semantics: { departureAirportTimeZone: 'Europe/Berlin' } }] },
      semantics: { departureAirportTimeZone: 'Europe/Berlin', destinationAirportSecurityPrograms: [] },
      upcomingPassInformation: [
        { urls: { sellURL: 'x' }, images: { headerImage: { urls: [{ url: 'y', sha256: 'z' }] } } },
      ],
      departureAirportTimeZone: 'not here',
      userInfo: { semantics: { departureAirportTimeZone: 'nor here' } },
    }
    const { pass: imported, issues } = importPass(zipOf({ 'pass.json': json(pass) }))
    expect(imported).toEqual({
      eventTicket: {
        headerFields: [{ key: 'a', value: 1, semantics: { departureLocationTimeZone: 'Europe/Berlin' } }],
      },
      semantics: { departureLocationTimeZone: 'Europe/Berlin', destinationLocationSecurityPrograms: [] },
      upcomingPassInformation: [
        { URLs: { sellURL: 'x' }, images: { headerImage: { URLs: [{ URL: 'y', SHA256: 'z' }] } } },
      ],
      departureAirportTimeZone: 'not here',
      userInfo: { semantics: { departureAirportTimeZone: 'nor here' } },
    })
    expect(summarise(issues)).toEqual([
      'KEY_RENAMED eventTicket.headerFields[0].semantics.departureAirportTimeZone',
      'KEY_RENAMED semantics.departureAirportTimeZone',
      'KEY_RENAMED semantics.destinationAirportSecurityPrograms',
      'KEY_RENAMED upcomingPassInformation[0].urls',
      'KEY_RENAMED upcomingPassInformation[0].images.headerImage.urls',
      'KEY_RENAMED upcomingPassInformation[0].images.headerImage.URLs[0].url',
      'KEY_RENAMED upcomingPassInformation[0].images.headerImage.URLs[0].sha256',
    ])
  })

  it('unless the documented one is there too', () => {
    const semantics = { departureAirportTimeZone: 'old', departureLocationTimeZone: 'new' }
    const { pass, issues } = importPass(zipOf({ 'pass.json': json({ semantics }) }))
    expect(pass.semantics).toEqual(semantics)
    expect(issues).toEqual([])
  })
})

describe('a template of Pass Designer is imported', () => {
  const id = '6F9619FF-8B86-D011-B42D-00C04FC964FF'
  const template = {
    'pass.json': json({
      formatVersion: 1,
      passTypeIdentifier: 'pass.com.example',
      teamIdentifier: 'TEAM',
      serialNumber: 'placeholder',
      organizationName: 'Example',
      description: 'Membership card',
      generic: { primaryFields: [{ _id: id, key: 'member', label: 'Member', value: 'Name' }] },
      semantics: { seats: [{ _id: id, seatNumber: '1' }] },
      featuredActions: [{ _id: id, identifier: 'shop', type: 'shop' }],
      userInfo: { _id: id },
      aKeyOfTomorrow: { _id: 'not a UUID' },
    }),
    'tooling.json': json({ designerVersion: '1.0' }),
    'icon@2x.png': pngOf(76, 76),
  }
  const expected = {
    organizationName: 'Example',
    description: 'Membership card',
    generic: { primaryFields: [{ key: 'member', label: 'Member', value: 'Name' }] },
    semantics: { seats: [{ seatNumber: '1' }] },
    featuredActions: [{ identifier: 'shop', type: 'shop' }],
    userInfo: { _id: id },
    aKeyOfTomorrow: { _id: 'not a UUID' },
  }

  it('from its folder', async () => {
    const folder = join(temporaryFolder(), 'Member.pkpasstemplate')
    for (const [name, content] of Object.entries(template)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
    const { pass, files, issues } = importPass(await readPassFolder(folder))
    expect(pass).toEqual(expected)
    expect(Object.keys(files).sort()).toEqual(['icon@2x.png', 'tooling.json'])
    expect(issues).toEqual([])
  })

  it('from its folder once it was zipped', async () => {
    const source = { pass: JSON.parse(template['pass.json'].toString()), files: { 'icon@2x.png': pngOf(76, 76) } }
    const { pass, files, issues } = importPass(zipSource(source))
    expect(pass).toEqual(expected)
    expect(files).toEqual({ 'icon@2x.png': pngOf(76, 76) })
    expect(issues).toEqual([])
  })

  it('from a zip of its folder, as macOS makes it', () => {
    const members = Object.entries(template).map(([name, content]) => ({
      name: `Member.pkpasstemplate/${name}`,
      content,
      method: 8,
      hasDataDescriptor: true,
    }))
    const { pass, issues } = importPass(buildZip([...members, { name: '__MACOSX/._Member.pkpasstemplate' }]))
    expect(pass).toEqual(expected)
    expect(summarise(issues)).toEqual(['PACKAGE_IN_FOLDER Member.pkpasstemplate'])
  })
})
