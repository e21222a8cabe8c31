import type { PersonalizationField } from '@billfold/pkpass'
import {
  type PersonalizationForm,
  type PersonalizationInfo,
  type PersonalizationOutcome,
  SimulatorError,
} from '@billfold/simulator'
import { CommandError } from '../errors.ts'
import { plain } from '../output.ts'

/** What a form may ask for, as options of `billfold phone enrol`. */
const inputs = {
  fullName: ['--name <name>', 'full name of the holder; given and family name are taken from it'],
  givenName: ['--given-name <name>', 'given name, if the full name does not tell it'],
  familyName: ['--family-name <name>', 'family name, likewise'],
  emailAddress: ['--email <address>', 'e-mail address'],
  postalCode: ['--postal-code <code>', 'postal code'],
  ISOCountryCode: ['--country <code>', 'country of the postal code, as DE'],
  phoneNumber: ['--phone-number <number>', 'phone number'],
} as const satisfies Record<keyof PersonalizationInfo, readonly [flags: string, description: string]>

export const enrolOptions = Object.values(inputs)

/** The options as the command line gives them. */
export interface EnrolOptions {
  readonly name?: string
  readonly givenName?: string
  readonly familyName?: string
  readonly email?: string
  readonly postalCode?: string
  readonly country?: string
  readonly phoneNumber?: string
}

export function enteredBy(options: EnrolOptions): PersonalizationInfo {
  const { name: fullName, email: emailAddress, country: ISOCountryCode } = options
  const { givenName, familyName, postalCode, phoneNumber } = options
  return { fullName, givenName, familyName, emailAddress, postalCode, ISOCountryCode, phoneNumber }
}

const optionsOf: Readonly<Record<PersonalizationField, string>> = {
  PKPassPersonalizationFieldName: '--name …',
  PKPassPersonalizationFieldPostalCode: '--postal-code … --country …',
  PKPassPersonalizationFieldEmailAddress: '--email …',
  PKPassPersonalizationFieldPhoneNumber: '--phone-number …',
}

/** The command that fills in a form. */
export function enrolLine({ fields }: PersonalizationForm, serialNumber: string, phone: string): string {
  const options = [...(phone === 'iphone' ? [] : [`--phone ${phone}`]), ...fields.map((field) => optionsOf[field])]
  return ['billfold phone enrol', plain(serialNumber), ...options].join(' ')
}

export const enrolmentTexts: Readonly<Record<PersonalizationOutcome, string>> = {
  personalized: 'The pass is personalized.',
  failed:
    'The pass awaits enrolment as before: its web service did not take the form as it should. `billfold phone log` ' +
    'says why; the same command tries again.',
  pending: 'The web service took the form, but its personalized pass has not come: refresh asks for it again.',
}

/** What is missing in a form, by the options that give it. */
export function inOptions(error: unknown): unknown {
  if (!(error instanceof SimulatorError && error.code === 'form_incomplete')) return error
  const errors = error.issues.map(({ path, code, message, fix }) => {
    const [flags] = inputs[path as keyof PersonalizationInfo]
    return { path: flags.replace(/ .*/, ''), code, message, fix: message === 'It is missing.' ? `Give ${flags}.` : fix }
  })
  return new CommandError('usage', error.code, 'The form is not filled in:', { errors })
}
