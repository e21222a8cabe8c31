import { describe, expect, it } from 'vitest'
import type { FieldError } from '../errors.ts'
import { filledIn } from './personalization.ts'

const form = (tokens: object) => ({ description: 'Join us.', tokens })
const fill = (tokens: object, info: unknown) => {
  const errors: FieldError[] = []
  return { tokens: filledIn(form(tokens), info, errors), places: errors.map(({ path }) => path) }
}

describe('what a phone sends of a form', () => {
  it('answers the name by any part of it, as not everybody has two', () => {
    const taken = fill({ familyName: 'contact.lastName' }, { fullName: 'Cher', givenName: 'Cher' })
    expect(taken).toEqual({ tokens: {}, places: [] })
  })

  it('answers the place without a country, which phones send only if they know it', () => {
    expect(fill({ countryCode: 'contact.country' }, { postalCode: '10115' })).toEqual({ tokens: {}, places: [] })
  })

  it('gives nothing that no token takes', () => {
    const info = { emailAddress: 'ada@example.com', phoneNumber: '+49 30 1', postalCode: ['odd'] }
    expect(fill({ emailAddress: 'contact.email' }, info)).toEqual({
      tokens: { 'contact.email': 'ada@example.com' },
      places: [],
    })
  })

  it.each([undefined, null, 7, 'text', []])('is missing where it is %j', (info) => {
    expect(fill({ givenName: 'contact.firstName' }, info).places).toEqual(['/requiredPersonalizationInfo/givenName'])
  })
})
