import { describe, expect, it } from 'vitest'
import { enrolmentOfPass } from './enrolment-of-pass.ts'

const files = (form: unknown) => ({ 'personalization.json': Buffer.from(JSON.stringify(form)) })
const all = [
  'PKPassPersonalizationFieldName',
  'PKPassPersonalizationFieldPostalCode',
  'PKPassPersonalizationFieldEmailAddress',
  'PKPassPersonalizationFieldPhoneNumber',
]

describe('the form of an imported pass', () => {
  it('becomes that of the campaign, with tokens for all that it asks for', () => {
    const form = { description: 'Join', termsAndConditions: 'Terms', requiredPersonalizationFields: all }
    const imported = enrolmentOfPass({ files: files(form), translations: {} }, undefined)
    expect(imported?.enrolment).toEqual({
      description: 'Join',
      terms: 'Terms',
      tokens: {
        fullName: 'contact.fullName',
        givenName: 'contact.firstName',
        familyName: 'contact.lastName',
        postalCode: 'contact.postalCode',
        countryCode: 'contact.country',
        emailAddress: 'contact.email',
        phoneNumber: 'contact.phone',
      },
    })
    expect(imported?.tokens).toHaveLength(7)
    expect(imported?.tokens.every(({ personal }) => personal)).toBe(true)
  })

  it('speaks the language of the campaign', () => {
    const form = { description: 'JOIN', requiredPersonalizationFields: all.slice(2, 3) }
    const translations = { de: { JOIN: 'Werden Sie Mitglied' }, en: { JOIN: 'Become a member' } }
    const of = (language: string) => enrolmentOfPass({ files: files(form), translations }, language)
    expect(of('de')?.enrolment).toMatchObject({ description: 'Werden Sie Mitglied' })
    expect(of('en')?.enrolment).toMatchObject({ description: 'Become a member' })
  })

  it('has no characters that no draft can hold', () => {
    const form = { description: 'Jo\0in', requiredPersonalizationFields: all }
    expect(enrolmentOfPass({ files: files(form), translations: {} }, undefined)?.enrolment.description).toBe('Join')
  })

  it.each([
    ['there is none', {}],
    ['it is no JSON', { 'personalization.json': Buffer.from('{') }],
    ['it is no object', files([1])],
    ['it asks for nothing', files({ description: 'Join', requiredPersonalizationFields: [] })],
    ['it asks for what nobody knows', files({ description: 'Join', requiredPersonalizationFields: ['ShoeSize'] })],
  ])('is left out where %s', (_, given) => {
    expect(enrolmentOfPass({ files: given, translations: {} }, undefined)).toBeUndefined()
  })
})
