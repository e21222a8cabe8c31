import type { ImportedPass, PassJson, PersonalizationField } from '@billfold/pkpass'
import type { EnrolmentKey } from '../../passes/content/enrolment.ts'
import { isJsonObject, type JsonObject, present } from '../../passes/content/json.ts'
import type { TokenDeclaration } from '../../passes/content/revision.ts'
import { passInLanguage } from './language-of-pass.ts'
import { storablePass } from './storable-pass.ts'

export const enrolmentFile = 'personalization.json'

/** What a campaign asks for where a pass asks for a field of Apple's, and the tokens that take it. */
const askedFor: Readonly<Record<PersonalizationField, Partial<Record<EnrolmentKey, TokenDeclaration['name']>>>> = {
  PKPassPersonalizationFieldName: {
    fullName: 'contact.fullName',
    givenName: 'contact.firstName',
    familyName: 'contact.lastName',
  },
  PKPassPersonalizationFieldPostalCode: { postalCode: 'contact.postalCode', countryCode: 'contact.country' },
  PKPassPersonalizationFieldEmailAddress: { emailAddress: 'contact.email' },
  PKPassPersonalizationFieldPhoneNumber: { phoneNumber: 'contact.phone' },
}

export interface EnrolmentOfPass {
  readonly enrolment: JsonObject
  readonly tokens: readonly TokenDeclaration[]
}

/**
 * The form of a pass by which one enrols, with tokens for what it asks for; undefined if it has none that says what it
 * asks for.
 *
 * @param wanted the language of its texts
 */
export function enrolmentOfPass(
  { files, translations }: Pick<ImportedPass, 'files' | 'translations'>,
  wanted: string | undefined,
): EnrolmentOfPass | undefined {
  const { pass: form } = storablePass(passInLanguage({ pass: formIn(files) as PassJson, translations }, wanted).pass)
  const { description, termsAndConditions: terms, requiredPersonalizationFields: fields } = form
  const known = Array.isArray(fields) ? fields.filter((field) => Object.hasOwn(askedFor, field)) : []
  if (known.length === 0) return undefined
  const tokens = Object.assign({}, ...known.map((field: PersonalizationField) => askedFor[field]))
  return {
    enrolment: present({ description, terms, tokens }),
    tokens: (Object.values(tokens) as TokenDeclaration['name'][]).map((name) => ({ name, personal: true })),
  }
}

function formIn(files: ImportedPass['files']): JsonObject {
  try {
    const form: unknown = JSON.parse(Buffer.from(files[enrolmentFile] ?? []).toString('utf8'))
    return isJsonObject(form) ? form : {}
  } catch {
    return {}
  }
}
