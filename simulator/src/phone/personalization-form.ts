import type { PassContents, Personalization, PersonalizationField } from '@billfold/pkpass'
import { isObject } from '../json.ts'
import { localizedTexts } from './localize.ts'
import { textAt } from './pass-json.ts'

/** The form by which the holder of a pass enrols (Apple, *Personalize*), in the phone's language. */
export interface PersonalizationForm {
  readonly description: string
  /** What it asks for, in the order of personalization.json. */
  readonly fields: readonly PersonalizationField[]
  /** May have links in HTML; null for none. */
  readonly termsAndConditions: string | null
}

/** What each field of a form is called. */
export const fieldNames: Readonly<Record<PersonalizationField, string>> = {
  PKPassPersonalizationFieldName: 'name',
  PKPassPersonalizationFieldPostalCode: 'postal code',
  PKPassPersonalizationFieldEmailAddress: 'e-mail address',
  PKPassPersonalizationFieldPhoneNumber: 'phone number',
}

const fileName = 'personalization.json'

/** Whether a package has the file that makes its pass one to personalise. */
export function isPersonalizable({ files }: Pick<PassContents, 'files'>): boolean {
  return files.has(fileName)
}

/**
 * The form of a package; null without one, and without a web service that it could be sent to. Wallet wants `nfc` in
 * pass.json as well, which is not demanded here: the certificates of the development authority are not for NFC.
 */
export function formOf(contents: Pick<PassContents, 'pass' | 'files'>): PersonalizationForm | null {
  const file = contents.files.get(fileName)
  const form = file && readForm(file)
  if (!form || textAt(contents.pass, 'webServiceURL') === undefined) return null
  const { description, requiredPersonalizationFields, termsAndConditions } = localizedTexts(form, contents.files)
  return {
    description: typeof description === 'string' ? description : '',
    fields: requiredPersonalizationFields.filter((field) => Object.hasOwn(fieldNames, field)),
    termsAndConditions: typeof termsAndConditions === 'string' ? termsAndConditions : null,
  }
}

/** Undefined if it is no form: packages with such a file are refused, but pictured. */
function readForm(bytes: Uint8Array): Personalization | undefined {
  try {
    const form: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isObject(form) && Array.isArray(form.requiredPersonalizationFields)
      ? (form as unknown as Personalization)
      : undefined
  } catch {
    return undefined
  }
}
