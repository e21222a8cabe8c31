/** Which pass it is, where it asks for updates, whether it is over and whom it names to turn to (Apple, *Pass*). */
import { type Issue, issueOf } from '../errors.ts'
import { describeValue, quoted } from '../pass-json/describe.ts'
import { momentOf, objectsIn, type Subject } from './subject.ts'

const minTokenLength = 16

const bindings = [
  ['passTypeIdentifier', 'PASS_TYPE_MISMATCH'],
  ['teamIdentifier', 'TEAM_MISMATCH'],
] as const

/** Both identifiers are the certificate's. */
export function checkBinding({ pass, context }: Subject, issues: Issue[]): void {
  for (const [key, code] of bindings) {
    const [actual, expected] = [pass[key], context[key]]
    if (actual === undefined || expected === undefined || actual === expected) continue
    issues.push(
      issueOf(
        code,
        key,
        `The certificate is for ${expected}, but it is ${describeValue(actual)}.`,
        `Write ${expected}, or use the certificate that fits.`,
      ),
    )
  }
}

export function checkIdentifiers({ pass, context }: Subject, issues: Issue[]): void {
  const { passTypeIdentifier, serialNumber, authenticationToken } = pass
  if (
    typeof passTypeIdentifier === 'string' &&
    context.passTypeIdentifier === undefined &&
    !/^$|^pass\./.test(passTypeIdentifier)
  ) {
    issues.push(
      issueOf(
        'PASS_TYPE_UNUSUAL',
        'passTypeIdentifier',
        `${quoted(passTypeIdentifier)} does not begin with "pass.", as those that Apple registers do.`,
        'Write it as the developer account shows it, like pass.com.example.coffee.',
      ),
    )
  }
  if (typeof serialNumber === 'string' && /[^A-Za-z0-9._-]/.test(serialNumber)) {
    issues.push(
      issueOf(
        'SERIAL_NOT_URL_SAFE',
        'serialNumber',
        `Phones encode ${quoted(serialNumber)} twice in the paths of update requests.`,
        'Use letters, digits, ".", "_" and "-" only.',
      ),
    )
  }
  if (typeof authenticationToken === 'string' && authenticationToken.length < minTokenLength) {
    const message = `It has ${authenticationToken.length} characters.`
    issues.push(issueOf('TOKEN_TOO_SHORT', 'authenticationToken', message, `Use at least ${minTokenLength}.`))
  }
}

export function checkWebService({ pass: { webServiceURL, authenticationToken } }: Subject, issues: Issue[]): void {
  if ((webServiceURL === undefined) === (authenticationToken === undefined)) return
  const [present, missing] =
    webServiceURL === undefined ? ['authenticationToken', 'webServiceURL'] : ['webServiceURL', 'authenticationToken']
  const message = `It is missing, while ${present} is there.`
  issues.push(issueOf('WEB_SERVICE_INCOMPLETE', missing, message, 'Give both or neither.'))
}

export function checkLife({ pass: { expirationDate }, context: { at } }: Subject, issues: Issue[]): void {
  const moment = momentOf(expirationDate)
  if (at === undefined || moment === undefined || moment > at.getTime()) return
  issues.push(
    issueOf(
      'PASS_EXPIRED',
      'expirationDate',
      `It expired at ${expirationDate}; it is ${at.toISOString()}. Wallet hides passes that have expired.`,
      'Give a later date, or leave it out.',
    ),
  )
}

const contactKeys = [
  'contactVenueEmail',
  'contactVenuePhoneNumber',
  'contactVenueWebsite',
  'transitProviderEmail',
  'transitProviderPhoneNumber',
  'transitProviderWebsiteURL',
] as const

/** An address, a link or a telephone number: what Wallet's data detectors make something to tap of. */
const contact = /@|https?:|www\.|tel:|mailto:|[+(]?\d[\d\s()./-]{5,}/i

/** Only the beginning of a long text is looked through. */
const maxLength = 2000

/** A pass says on its back whom to turn to (Apple, *App Review Guidelines* 3.1 and *Creating a poster generic pass*). */
export function checkContact({ pass, dictionaries }: Subject, issues: Issue[]): void {
  if (dictionaries.length === 0 || contactKeys.some((key) => pass[key] !== undefined)) return
  for (const [, { backFields }] of dictionaries) {
    for (const [, { value, attributedValue }] of objectsIn(backFields)) {
      if (isContact(value) || isContact(attributedValue)) return
    }
  }
  issues.push(
    issueOf(
      'CONTACT_MISSING',
      `${dictionaries[0]![0]}.backFields`,
      'The back says nowhere how to reach the issuer.',
      'Add a field with a telephone number, an e-mail address or a link: Apple asks for it.',
    ),
  )
}

function isContact(value: unknown): boolean {
  return typeof value === 'string' && contact.test(value.slice(0, maxLength))
}
