import type { Personalization, PersonalizationField } from '@billfold/pkpass'
import type { FieldError } from '../errors.ts'
import type { PassContent } from '../passes/content/content.ts'
import type { EnrolmentKey } from '../passes/content/enrolment.ts'

type Form = NonNullable<PassContent['enrolment']>

/** What Apple calls that for which a form asks: the field of the form, and the member of the phone's answer. */
const names: Readonly<Record<EnrolmentKey, readonly [field: PersonalizationField, member: string]>> = {
  fullName: ['PKPassPersonalizationFieldName', 'fullName'],
  givenName: ['PKPassPersonalizationFieldName', 'givenName'],
  familyName: ['PKPassPersonalizationFieldName', 'familyName'],
  emailAddress: ['PKPassPersonalizationFieldEmailAddress', 'emailAddress'],
  phoneNumber: ['PKPassPersonalizationFieldPhoneNumber', 'phoneNumber'],
  postalCode: ['PKPassPersonalizationFieldPostalCode', 'postalCode'],
  countryCode: ['PKPassPersonalizationFieldPostalCode', 'ISOCountryCode'],
}

/** In the order of {@link names}: the database does not keep that of the author. */
const keysOf = ({ tokens }: Form) => (Object.keys(names) as EnrolmentKey[]).filter((key) => tokens[key] !== undefined)

/** personalization.json (Apple, *PersonalizationDictionary*). */
export function personalizationOf(form: Form): Personalization {
  return {
    description: form.description,
    ...(form.terms !== undefined && { termsAndConditions: form.terms }),
    requiredPersonalizationFields: [...new Set(keysOf(form).map((key) => names[key][0]))],
  }
}

/** Beyond what anybody is called, and within what a token may be. */
const maxCharacters = 500
const member = 'requiredPersonalizationInfo'

/**
 * The contact's tokens, from what a holder has filled in (Apple, *Personalize*).
 *
 * @param errors takes what is missing or no text of at most 500 characters
 */
export function filledIn(form: Form, info: unknown, errors: FieldError[]): Readonly<Record<string, string>> {
  const given = typeof info === 'object' && info !== null ? new Map(Object.entries(info)) : new Map<string, unknown>()
  const tokens: Record<string, string> = {}
  const answered = new Set<PersonalizationField>()
  for (const key of keysOf(form)) {
    const [field, name] = names[key]
    const value = given.get(name) ?? ''
    if (typeof value !== 'string' || value.length > maxCharacters) {
      const fix = 'Send what was filled in.'
      const message = `is no text of at most ${maxCharacters} characters`
      errors.push({ path: `/${member}/${name}`, code: 'personalization_info', message, fix })
    } else if (value.trim() !== '') {
      tokens[form.tokens[key] as string] = value.trim()
    } else continue
    answered.add(field)
  }
  for (const field of personalizationOf(form).requiredPersonalizationFields) {
    if (answered.has(field)) continue
    const asked = keysOf(form).filter((key) => names[key][0] === field)
    const [first, ...others] = asked.map((key) => names[key][1])
    errors.push({
      path: `/${member}/${first}`,
      code: 'personalization_info',
      message: others.length === 0 ? 'is missing' : `is missing, and so is ${others.join(' and ')}`,
      fix: `Send what was filled in for ${field}.`,
    })
  }
  return tokens
}
