import type { Issue, PersonalizationField } from '@billfold/pkpass'
import { SimulatorError } from '../errors.ts'
import type { PersonalizationForm } from './personalization-form.ts'

/** What a holder enters (Apple, *PersonalizationDictionary.RequiredPersonalizationInfo*). */
export interface PersonalizationInfo {
  /** Put together from its parts unless given. */
  readonly fullName?: string | undefined
  /** Both parts are taken from the full name, as iOS does, unless one of them is given. */
  readonly givenName?: string | undefined
  readonly familyName?: string | undefined
  readonly emailAddress?: string | undefined
  readonly postalCode?: string | undefined
  /** ISO 3166-1 alpha-2 in capitals. iOS sends it with the postal code if it knows it. */
  readonly ISOCountryCode?: string | undefined
  readonly phoneNumber?: string | undefined
}

type Key = keyof PersonalizationInfo

/** What is sent for each field; without the first key a form is not complete. */
const keysOf: Readonly<Record<PersonalizationField, readonly [Key, ...Key[]]>> = {
  PKPassPersonalizationFieldName: ['fullName', 'givenName', 'familyName'],
  PKPassPersonalizationFieldPostalCode: ['postalCode', 'ISOCountryCode'],
  PKPassPersonalizationFieldEmailAddress: ['emailAddress'],
  PKPassPersonalizationFieldPhoneNumber: ['phoneNumber'],
}

/**
 * What a form sends of what was entered: nothing that it does not ask for.
 * @throws SimulatorError `form_incomplete` with everything that is missing or does not fit
 */
export function fillInForm(form: PersonalizationForm, entered: PersonalizationInfo): Readonly<Record<string, string>> {
  const values = withNames(trimmed(entered))
  const issues = form.fields.flatMap((field) => faultsOf(field, values))
  if (issues.length > 0) {
    const findings = issues.map(({ path, message }) => `\n- ${path}: ${message}`).join('')
    throw new SimulatorError('form_incomplete', `The form is not filled in:${findings}`, {
      fix: issues.map((issue) => issue.fix).join(' '),
      issues,
    })
  }
  return Object.fromEntries(
    form.fields.flatMap((field) =>
      keysOf[field].flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])),
    ),
  )
}

function faultsOf(field: PersonalizationField, values: PersonalizationInfo): Issue[] {
  const keys = keysOf[field]
  const fault = (path: Key, message: string, fix: string): Issue => ({
    code: 'form_incomplete',
    severity: 'error',
    path,
    message,
    fix,
  })
  const { ISOCountryCode } = values
  return [
    ...(values[keys[0]] === undefined ? [fault(keys[0], 'It is missing.', `Give ${keys[0]}.`)] : []),
    ...(keys.includes('ISOCountryCode') && ISOCountryCode !== undefined && !/^[A-Z]{2}$/.test(ISOCountryCode)
      ? [
          fault(
            'ISOCountryCode',
            `${JSON.stringify(ISOCountryCode)} is no country code.`,
            'Give two capital letters, as DE.',
          ),
        ]
      : []),
  ]
}

function trimmed(entered: PersonalizationInfo): PersonalizationInfo {
  const filled = Object.entries(entered).map(([key, text]) => [key, text?.trim()] as const)
  return Object.fromEntries(filled.filter(([, text]) => text))
}

/** The full name and its parts from each other: the family name is the last word, unless a part is given. */
function withNames(values: PersonalizationInfo): PersonalizationInfo {
  const { fullName, givenName, familyName } = values
  if (givenName !== undefined || familyName !== undefined) {
    const parts = [givenName, familyName].filter((part) => part !== undefined)
    return { ...values, fullName: fullName ?? parts.join(' ') }
  }
  const [, given, family] = /^(.*?)(?:\s+(\S+))?$/.exec(fullName ?? '') ?? []
  return fullName === undefined ? values : { ...values, givenName: given, familyName: family }
}
