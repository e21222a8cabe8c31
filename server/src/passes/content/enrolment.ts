import Type from 'typebox'
import { pointerOf, type ReviewIssue } from './issues.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { closed, maxTextLength, type SchemaPlace } from './places.ts'
import type { Draft } from './review-draft.ts'
import type { TokenDeclaration } from './tokens.ts'

/** Nobody is known yet who reads the form, so that there is nothing for a template to say. */
const plainText = (description: string) =>
  Type.String({
    description: `${description}, without templates`,
    minLength: 1,
    maxLength: maxTextLength,
    pattern: String.raw`^(?:(?!\{[{%])[\s\S])*$`,
    'x-place': 'fixed' satisfies SchemaPlace,
  })

const takenBy = (what: string) =>
  Type.Optional(
    Type.String({
      description: `The token that takes ${what}, such as "contact.firstName"`,
      pattern: '^contact[.][A-Za-z][A-Za-z0-9_]{0,63}$',
      'x-place': 'fixed' satisfies SchemaPlace,
    }),
  )

/**
 * The form by which whoever holds a pass enrols, in wallets that have one: it asks for what has a token. A pass offers it
 * until it is filled in.
 */
export const enrolment = closed({
  description: plainText('What one enrols in'),
  terms: Type.Optional(plainText('The terms and conditions; links are written in HTML')),
  tokens: Type.Object(
    {
      fullName: takenBy('the whole name'),
      givenName: takenBy('the given name'),
      familyName: takenBy('the family name'),
      emailAddress: takenBy('the e-mail address'),
      phoneNumber: takenBy('the telephone number'),
      postalCode: takenBy('the postal code'),
      countryCode: takenBy('the country of the postal code, as in ISO 3166'),
    },
    { additionalProperties: false, minProperties: 1, description: 'What is asked for, and the tokens that take it' },
  ),
})

/** What a form can ask for. */
export type EnrolmentKey = keyof Type.Static<typeof enrolment>['tokens']

/** Whether the tokens of the forms in a draft can take what people fill in. */
export function reviewEnrolments({ content, variants }: Draft, tokens: readonly TokenDeclaration[]): ReviewIssue[] {
  return [
    ...tokenIssues(content, ['content'], tokens),
    ...variants.flatMap((variant, index) => tokenIssues(variant.content, ['variants', index, 'content'], tokens)),
  ]
}

function tokenIssues(
  content: JsonObject | undefined,
  root: readonly (string | number)[],
  declarations: readonly TokenDeclaration[],
): ReviewIssue[] {
  const form = content?.enrolment
  const takers = isJsonObject(form) && isJsonObject(form.tokens) ? Object.entries(form.tokens) : []
  return takers.flatMap(([asked, name]): ReviewIssue[] => {
    if (typeof name !== 'string') return []
    const path = pointerOf([...root, 'enrolment', 'tokens', asked])
    const declaration = declarations.find((token) => token.name === name)
    if (declaration === undefined) {
      const fix = `Declare "${name}" in tokens, as personal, or use a declared one.`
      return [{ code: 'undeclared_token', path, message: `The token ${name} is not declared.`, fix }]
    }
    if (!declaration.personal) {
      const message = `The token ${name} is not personal, but what people fill in tells who they are.`
      return [{ code: 'token_not_personal', path, message, fix: 'Declare it as personal.' }]
    }
    if (declaration.type === undefined || declaration.type === 'text') return []
    const message = `The token ${name} takes no text, and people fill in what they like.`
    return [{ code: 'token_not_text', path, message, fix: 'Declare it as text.' }]
  })
}
