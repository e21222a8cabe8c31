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

/**
 * The contact's tokens, from what a holder has filled in (Apple, *Personalize*).
 *
 * @param errors takes what is missing, and what is no text of at most 500 characters on one line
 */
export function filledIn(form: Form, info: unknown, errors: FieldError[]): Readonly<Record<string, string>> {
  const given = typeof info === 'object' && info !== null ? new Map(Object.entries(info)) : new Map<string, unknown>()
  // A field is answered by any of its members: of a name or a place phones send the parts that they know.
  const answers = (Object.keys(names) as EnrolmentKey[]).map((key) => {
    const [field, name] = names[key]
    return { token: form.tokens[key], field, name, value: given.get(name) ?? '' }
  })
  const unfit = answers.filter(({ token, value }) => token !== undefined && !isAnswer(value))
  const fit = answers.flatMap(({ value, ...of }) => {
    const text = isAnswer(value) ? value.trim() : ''
    return text === '' ? [] : [{ ...of, text }]
  })
  const answered = new Set([...unfit, ...fit].map(({ field }) => field))
  const left = personalizationOf(form).requiredPersonalizationFields.filter((field) => !answered.has(field))
  errors.push(...unfit.map(({ name }) => unfitAnswer(name)), ...left.map((field) => missingAnswer(form, field)))
  return Object.fromEntries(fit.flatMap(({ token, text }) => (token === undefined ? [] : [[token, text]])))
}

/** Beyond what anybody is called, and within what a token may be. */
const maxCharacters = 500
/** Control characters and halves of surrogate pairs are in nobody's name. */
const isAnswer = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= maxCharacters && !/[\p{Cc}\p{Cs}]/u.test(value)

const member = '/requiredPersonalizationInfo'
const code = 'personalization_info'

function unfitAnswer(name: string): FieldError {
  const message = `is no text of at most ${maxCharacters} characters on one line`
  return { path: `${member}/${name}`, code, message, fix: 'Send what was filled in.' }
}

/** Several members may answer a field; one is enough. */
function missingAnswer(form: Form, field: PersonalizationField): FieldError {
  const asked = keysOf(form).filter((key) => names[key][0] === field)
  const [first, ...others] = asked.map((key) => names[key][1])
  const message = others.length === 0 ? 'is missing' : `is missing, and so is ${others.join(' and ')}`
  return { path: `${member}/${first}`, code, message, fix: `Send what was filled in for ${field}.` }
}
