import { describe, expect, it } from 'vitest'
import { localizedPass } from './localize.ts'

const pass = {
  organizationName: 'org',
  serialNumber: 'org',
  storeCard: { backFields: [{ key: 'org', label: 'points_label', value: 'welcome', changeMessage: 'message' }] },
} as never
const utf8 = (text: string) => Buffer.from(text, 'utf8')

function translated(files: Readonly<Record<string, Uint8Array>>): unknown {
  return localizedPass({ pass, files: new Map(Object.entries(files)) })
}

describe('a pass with languages', () => {
  it('is shown in the language of the phone: texts are looked up, all else is left alone', () => {
    const strings = '"org" = "Example";\n"points_label" = "Points";\n"message" = "You have %@";'
    expect(
      translated({ 'en.lproj/pass.strings': utf8(strings), 'de.lproj/pass.strings': utf8('"org"="Beispiel";') }),
    ).toEqual({
      organizationName: 'Example',
      serialNumber: 'org',
      storeCard: { backFields: [{ key: 'org', label: 'Points', value: 'welcome', changeMessage: 'You have %@' }] },
    })
  })

  it.each([
    ['its region before its language', ['de', 'en', 'en-US'], 'en-US'],
    ['its language', ['de', 'en', 'es'], 'en'],
    ['the only one there is', ['es'], 'es'],
    ['none at all', [], undefined],
  ])('is shown in %s', (_, languages, expected) => {
    const files = languages.map((name) => [`${name}.lproj/pass.strings`, utf8(`"org" = "${name}";`)] as const)
    expect(translated(Object.fromEntries(files))).toMatchObject({ organizationName: expected ?? 'org' })
  })
})

describe('pass.strings', () => {
  it.each([
    ['UTF-8', utf8('"org" = "Café";')],
    ['UTF-8 with a byte order mark', utf8('\ufeff"org" = "Café";')],
    ['UTF-16, little end first', Buffer.from('\ufeff"org" = "Café";', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\ufeff"org" = "Café";', 'utf16le').swap16()],
    ['ASCII with an escape', utf8('"org" = "Caf\\U00e9";')],
  ])('is read as %s', (_, bytes) => {
    expect(translated({ 'en.lproj/pass.strings': bytes })).toMatchObject({ organizationName: 'Café' })
  })

  it('may have comments, also between entries that look like comments', () => {
    const strings = '/* "org" = "no"; */ "points_label"="a // b /* c";\n// "org" = "neither";\n"org"="yes";'
    expect(translated({ 'en.lproj/pass.strings': utf8(strings) })).toMatchObject({
      organizationName: 'yes',
      storeCard: { backFields: [{ label: 'a // b /* c' }] },
    })
  })

  it('may have escaped quotes, backslashes and line ends', () => {
    const strings = String.raw`"org" = "a \"b\" \\ c\nd";`
    expect(translated({ 'en.lproj/pass.strings': utf8(strings) })).toMatchObject({ organizationName: 'a "b" \\ c\nd' })
  })
})
