import type { PersonalizationField } from '@billfold/pkpass'
import { describe, expect, it } from 'vitest'
import { SimulatorError } from '../errors.ts'
import { fillInForm, type PersonalizationInfo } from './fill-in-form.ts'

const name = 'PKPassPersonalizationFieldName'
const postalCode = 'PKPassPersonalizationFieldPostalCode'
const everything: readonly PersonalizationField[] = [
  name,
  postalCode,
  'PKPassPersonalizationFieldEmailAddress',
  'PKPassPersonalizationFieldPhoneNumber',
]
const ada: PersonalizationInfo = {
  fullName: 'Ada Lovelace',
  emailAddress: 'ada@example.com',
  postalCode: '10115',
  ISOCountryCode: 'DE',
  phoneNumber: '+49 30 1234567',
}

const form = (...fields: readonly PersonalizationField[]) => ({
  description: 'Join.',
  fields,
  termsAndConditions: null,
})
const refusal = (entered: PersonalizationInfo, ...fields: readonly PersonalizationField[]): SimulatorError => {
  try {
    fillInForm(form(...fields), entered)
  } catch (error) {
    if (error instanceof SimulatorError) return error
    throw error
  }
  return expect.fail('nothing was thrown')
}

describe('a form that is filled in', () => {
  it('sends all that Apple has keys for', () => {
    expect(fillInForm(form(...everything), ada)).toEqual({ ...ada, givenName: 'Ada', familyName: 'Lovelace' })
  })

  it('sends nothing that it does not ask for', () => {
    expect(fillInForm(form('PKPassPersonalizationFieldEmailAddress'), ada)).toEqual({ emailAddress: 'ada@example.com' })
  })

  it.each<[PersonalizationInfo, PersonalizationInfo]>([
    [
      { fullName: ' Ada King  Lovelace ' },
      { fullName: 'Ada King  Lovelace', givenName: 'Ada King', familyName: 'Lovelace' },
    ],
    [{ fullName: 'Ada' }, { fullName: 'Ada', givenName: 'Ada' }],
    [
      { givenName: 'Ada', familyName: 'King' },
      { fullName: 'Ada King', givenName: 'Ada', familyName: 'King' },
    ],
    [
      { fullName: 'Ada van Dyck', givenName: 'Ada', familyName: 'van Dyck' },
      { fullName: 'Ada van Dyck', givenName: 'Ada', familyName: 'van Dyck' },
    ],
    [{ familyName: 'King' }, { fullName: 'King', familyName: 'King' }],
  ])('with %j as a name sends %j', (entered, sent) => {
    expect(fillInForm(form(name), entered)).toEqual(sent)
  })

  it('sends a postal code also without a country, which iOS need not know', () => {
    expect(fillInForm(form(postalCode), { postalCode: '10115' })).toEqual({ postalCode: '10115' })
  })
})

describe('a form that is not', () => {
  it('is refused with everything that is missing, blank or does not fit', () => {
    const { code, message, fix, issues } = refusal({ emailAddress: '  ', ISOCountryCode: 'Germany' }, ...everything)
    expect(code).toBe('form_incomplete')
    expect(issues.map((issue) => issue.path)).toEqual([
      'fullName',
      'postalCode',
      'ISOCountryCode',
      'emailAddress',
      'phoneNumber',
    ])
    expect(message).toContain('- ISOCountryCode: "Germany" is no country code.')
    expect(message).toContain('- phoneNumber: It is missing.')
    expect(fix).toContain('Give postalCode. Give two capital letters, as DE.')
  })

  it('needs no country if it does not ask for a postal code', () => {
    expect(fillInForm(form(name), { fullName: 'Ada', ISOCountryCode: 'Germany' })).toEqual({
      fullName: 'Ada',
      givenName: 'Ada',
    })
  })
})
