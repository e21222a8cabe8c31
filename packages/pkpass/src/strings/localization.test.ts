import { describe, expect, it } from 'vitest'
import type { Files } from '../files.ts'
import { readPass } from '../read.ts'
import { compileTemplate } from '../template.ts'
import { expectAcceptedByOthers } from '../testing/accepted-by-others.ts'
import { developmentAuthority } from '../testing/development-authority.ts'
import { coffeeCard, iconFiles, issuesOf, png, summarise } from '../testing/fixtures.ts'
import { localizationReport } from './localization.ts'
import { parseStrings } from './parse.ts'
import { stringsFiles } from './translations.ts'

const texts = (translations: Parameters<typeof stringsFiles>[0]) => stringsFiles(translations)
const issuesIn = (files: Files, pass?: Readonly<Record<string, unknown>>) =>
  summarise(localizationReport(files, pass).issues)

describe('the report', () => {
  it('says of each language what it has and what it lacks', () => {
    const files = {
      ...texts({ de: { Balance: 'Guthaben', News: 'Neues' }, fr: { Balance: 'Solde' } }),
      'de.lproj/logo.png': png,
      'de.lproj/logo@2x.png': png,
      'icon.png': png,
    }
    expect(localizationReport(files).locales).toEqual([
      {
        locale: 'de',
        translation: { Balance: 'Guthaben', News: 'Neues' },
        missingKeys: [],
        images: { logo: [1, 2] },
      },
      { locale: 'fr', translation: { Balance: 'Solde' }, missingKeys: ['News'], images: {} },
    ])
  })

  it('takes the files of a package as they are read', () => {
    expect(localizationReport(new Map(Object.entries(texts({ en: { a: 'b' } })))).locales).toMatchObject([
      { locale: 'en', translation: { a: 'b' } },
    ])
  })

  it('lists a thousand missing texts of a language at most', () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`key ${i}`, 'x']))
    const { locales, issues } = localizationReport(texts({ en: many, de: {} }))
    expect(locales.find(({ locale }) => locale === 'de')?.missingKeys).toHaveLength(1000)
    expect(summarise(issues)).toEqual(['STRINGS_KEY_MISSING de.lproj/pass.strings'])
  })

  it('is empty without languages', () => {
    expect(localizationReport(iconFiles)).toEqual({ locales: [], issues: [] })
  })

  const cases: readonly (readonly [string, Files, string[]])[] = [
    ['languages that are equal', texts({ en: { a: 'b' }, 'zh-Hans': { a: 'c' }, pt_BR: { a: 'd' } }), []],
    [
      'a text that is missing',
      texts({ en: { a: 'b', c: 'd' }, de: { a: 'e' } }),
      ['STRINGS_KEY_MISSING de.lproj/pass.strings'],
    ],
    [
      'a language without texts',
      { ...texts({ en: { a: 'b' } }), 'de.lproj/logo.png': png },
      ['STRINGS_MISSING de.lproj/pass.strings', 'IMAGE_NOT_IN_LANGUAGE en.lproj'],
    ],
    ['languages of images only', { 'en.lproj/logo.png': png, 'de.lproj/logo.png': png }, []],
    ['a single language', texts({ es: { a: 'b' } }), ['LOCALE_ALONE es.lproj']],
    ['English alone', texts({ en: { a: 'b' } }), []],
    ['English of one country alone', texts({ 'en-GB': { a: 'b' } }), []],
    ['a folder that is no language', texts({ en: { a: 'b' }, deutsch: { a: 'c' } }), ['LOCALE_UNKNOWN deutsch.lproj']],
    ['a base', texts({ Base: { a: 'b' }, de: { a: 'c' } }), []],
    [
      'an image that hides those of the languages',
      { 'logo@2x.png': png, 'de.lproj/logo.png': png, 'en.lproj/logo.png': png },
      ['IMAGE_HIDES_LOCALIZED logo@2x.png'],
    ],
    [
      'scales that are missing',
      { 'de.lproj/logo.png': png, 'en.lproj/logo.png': png, 'en.lproj/logo@3x.png': png },
      ['IMAGE_SCALES_UNEQUAL de.lproj/logo@3x.png'],
    ],
    [
      'an image that another language has',
      { 'de.lproj/strip.png': png, ...texts({ de: { a: 'b' }, en: { a: 'c' } }) },
      ['IMAGE_NOT_IN_LANGUAGE en.lproj'],
    ],
    [
      'no image that the language without its region has',
      { 'de.lproj/strip.png': png, ...texts({ de: { a: 'b' }, 'de-AT': { a: 'c' } }) },
      [],
    ],
    [
      'no image that is outside of the folders as well, but for hiding others',
      { 'strip.png': png, 'de.lproj/strip.png': png, ...texts({ de: { a: 'b' }, en: { a: 'c' } }) },
      ['IMAGE_HIDES_LOCALIZED strip.png'],
    ],
    [
      'a file that cannot be read',
      { ...texts({ en: { a: 'b' } }), 'de.lproj/pass.strings': Buffer.from('{') },
      ['STRINGS_INVALID de.lproj/pass.strings', 'STRINGS_KEY_MISSING de.lproj/pass.strings'],
    ],
  ]
  it.each(cases)('names %s', (_, files, expected) => {
    expect(issuesIn(files)).toEqual(expected)
  })

  it('lists the texts that are missing, up to five of them', () => {
    const en = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => [key, key]))
    const [issue] = localizationReport(texts({ en, de: {} })).issues
    expect(issue?.message).toBe('Other languages also have "a", "b", "c", "d", "e", 2 more.')
  })

  it('names change messages that lose their value in a language', () => {
    const pass = {
      generic: { backFields: [{ key: 'news', value: '', changeMessage: 'news' }] },
      upcomingPassInformation: [{ backFields: [{ key: 'x', value: '', changeMessage: 'Now %@' }] }],
      userInfo: { changeMessage: 'ours' },
    }
    const right = { en: { news: 'News: %@' }, de: { news: 'Neues: %@', 'Now %@': 'Jetzt %@' } }
    expect(issuesIn(texts(right), pass).filter((issue) => issue.startsWith('CHANGE'))).toEqual([])
    const wrong = { en: { news: 'News: %@' }, de: { news: 'Neues', 'Now %@': 'Jetzt' }, fr: {} }
    expect(issuesIn(texts(wrong), pass).filter((issue) => issue.startsWith('CHANGE'))).toEqual([
      'CHANGE_MESSAGE_WITHOUT_VALUE de.lproj/pass.strings',
      'CHANGE_MESSAGE_WITHOUT_VALUE de.lproj/pass.strings',
      'CHANGE_MESSAGE_WITHOUT_VALUE fr.lproj/pass.strings',
    ])
  })
})

describe('a template with translations', () => {
  const identity = developmentAuthority().identity()
  const translations = { en: { Stamps: 'Stamps' }, de: { Stamps: '„Stempel“ für dich' } }

  it('has a pass.strings for each language, in each pass', async () => {
    const template = compileTemplate({ identity, pass: coffeeCard, files: iconFiles, translations })
    expect(template.warnings).toEqual([])
    const bytes = (await template.issue({})).bytes()
    expectAcceptedByOthers(bytes)
    const { files } = readPass(bytes)
    for (const [locale, translation] of Object.entries(translations)) {
      expect(parseStrings(files.get(`${locale}.lproj/pass.strings`)!)).toEqual({ translation, issues: [] })
    }
  })

  it('is warned of what a language lacks', () => {
    const incomplete = { ...translations, fr: {} }
    const { warnings } = compileTemplate({ identity, pass: coffeeCard, files: iconFiles, translations: incomplete })
    expect(summarise(warnings)).toEqual(['STRINGS_KEY_MISSING fr.lproj/pass.strings'])
  })

  it('is refused if a language comes as a file too, or has a name that is none', async () => {
    const files = { ...iconFiles, 'de.lproj/pass.strings': Buffer.from('"a" = "b";') }
    const named = { ...translations, '../en': {} }
    const issues = await issuesOf(() => compileTemplate({ identity, pass: coffeeCard, files, translations: named }))
    expect(summarise(issues)).toEqual(
      expect.arrayContaining(['INPUT_AMBIGUOUS translations.de', 'FILE_NAME_UNSAFE ../en.lproj/pass.strings']),
    )
  })

  it('is refused if a strings file cannot be read', async () => {
    const files = { ...iconFiles, 'en.lproj/pass.strings': Buffer.from('"a" = "say "b"";') }
    expect(summarise(await issuesOf(() => compileTemplate({ identity, pass: coffeeCard, files })))).toEqual([
      'STRINGS_INVALID en.lproj/pass.strings',
    ])
  })
})
