import { describe, expect, it } from 'vitest'
import { passInLanguage } from './language-of-pass.ts'

const pass = {
  organizationName: 'Shop',
  generic: { backFields: [{ key: 'Shop', label: 'Balance', value: 'Shop', changeMessage: 'Now %@' }] },
  userInfo: { label: 'Balance' },
}
const de = { Balance: 'Guthaben', 'Now %@': 'Jetzt %@', Shop: 'Laden' }
const translations = { de, 'en-GB': { Balance: 'Balance' }, fr: { Balance: 'Solde' } }

describe('a pass in one language', () => {
  it('has its texts translated, and nothing else', () => {
    const { pass: german, language } = passInLanguage({ pass, translations }, 'de')
    expect(language).toBe('de')
    expect(german).toEqual({
      organizationName: 'Laden',
      generic: { backFields: [{ key: 'Shop', label: 'Guthaben', value: 'Laden', changeMessage: 'Jetzt %@' }] },
      userInfo: { label: 'Balance' },
    })
  })

  it.each([
    ['fr', 'fr'],
    ['de-AT', 'de'],
    ['en', 'en-GB'],
    ['EN_gb', 'en-GB'],
    ['ja', 'en-GB'],
    [undefined, 'en-GB'],
  ])('wanted in %s it is in %s', (wanted, language) => {
    expect(passInLanguage({ pass, translations }, wanted).language).toBe(language)
  })

  it('is the first one where there is no English', () => {
    expect(passInLanguage({ pass, translations: { fr: {}, es: {} } }, undefined).language).toBe('es')
  })

  it('says which languages were left out', () => {
    const { findings } = passInLanguage({ pass, translations }, 'fr')
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual(['language_left_out de.lproj, en-GB.lproj'])
    const many = Object.fromEntries(['en', 'da', 'de', 'es', 'fi', 'fr'].map((locale) => [locale, {}]))
    expect(passInLanguage({ pass, translations: many }, undefined).findings).toMatchObject([
      { path: 'da.lproj, de.lproj, es.lproj and 2 more', code: 'language_left_out' },
    ])
  })

  it('without translations is as it is', () => {
    expect(passInLanguage({ pass, translations: {} }, 'de')).toEqual({ pass, language: 'de', findings: [] })
  })
})
