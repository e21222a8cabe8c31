/** What passes may have beyond their face: featured actions, upcoming events, enrolment. */
import { type Issue, issueOf } from '../errors.ts'
import { isObject, quoted } from '../pass-json/describe.ts'
import { objectOf } from '../pass-json/object.ts'
import { personalizationKeys } from '../pass-json/tables/parts.ts'
import { hasImage } from './style.ts'
import { type JsonObject, objectsIn, type Subject } from './subject.ts'

const maxActions = 2

/** Faces under which actions were not seen. */
const withoutActions = ['posterEventTicket', 'semanticBoardingPass'] as const

export function checkActions({ pass: { featuredActions }, faces }: Subject, issues: Issue[]): void {
  if (!Array.isArray(featuredActions)) return
  if (featuredActions.length > maxActions) {
    const message = `There are ${featuredActions.length}.`
    issues.push(
      issueOf('TOO_MANY_ACTIONS', 'featuredActions', message, `Keep the first ${maxActions}.`, { sinceIos: 27 }),
    )
  }
  checkUnique(featuredActions, 'featuredActions', issues)
  for (const [index, action] of objectsIn(featuredActions)) checkUrl(action, `featuredActions[${index}]`, issues)
  const face = withoutActions.find((scheme) => faces.has(scheme))
  if (face === undefined) return
  issues.push(
    issueOf(
      'KEY_WITHOUT_EFFECT',
      'featuredActions',
      `Where Wallet draws a ${face}, it may show none.`,
      'Try it on a phone with iOS 27.',
      { sinceIos: 27, doubt: 'Apple says that all styles show actions; others report that this one does not.' },
    ),
  )
}

/** Entries of a list that Wallet tells apart by their identifier. */
export function checkUnique(list: readonly unknown[], path: string, issues: Issue[]): void {
  const placeOf = new Map<string, string>()
  for (const [index, { identifier }] of objectsIn(list)) {
    if (typeof identifier !== 'string' || identifier === '') continue
    const place = `${path}[${index}]`
    const earlier = placeOf.get(identifier)
    if (earlier === undefined) placeOf.set(identifier, place)
    else {
      const message = `${quoted(identifier)} is also the identifier of ${earlier}.`
      issues.push(issueOf('IDENTIFIER_DUPLICATE', `${place}.identifier`, message, 'Give each its own.'))
    }
  }
}

function checkUrl({ type, url }: JsonObject, path: string, issues: Issue[]): void {
  if (type === undefined) return
  if (url === undefined) {
    const scope = type === 'place' ? { doubt: 'How a place is named to Maps is documented nowhere.' } : {}
    const message = 'Without a URL there is nothing to open.'
    issues.push(issueOf('ACTION_URL_UNFIT', `${path}.url`, message, 'Add it.', { sinceIos: 27, ...scope }))
  } else if (type === 'call' && typeof url === 'string' && !url.startsWith('tel:')) {
    const message = `A call opens a telephone number, and it is ${quoted(url)}.`
    issues.push(
      issueOf('ACTION_URL_UNFIT', `${path}.url`, message, 'Write it like tel:+494315550100.', { sinceIos: 27 }),
    )
  }
}

const maxImageBytes = 2 * 1024 * 1024
const images = ['headerImage', 'venueMap'] as const

export function checkUpcoming({ pass: { upcomingPassInformation } }: Subject, issues: Issue[]): void {
  if (!Array.isArray(upcomingPassInformation)) return
  checkUnique(upcomingPassInformation, 'upcomingPassInformation', issues)
  for (const [index, entry] of objectsIn(upcomingPassInformation)) {
    const pictures = isObject(entry.images) ? entry.images : {}
    for (const name of images) {
      const image = pictures[name]
      const path = `upcomingPassInformation[${index}].images.${name}.URLs`
      if (!isObject(image)) continue
      for (const [at, source] of objectsIn(image.URLs)) checkSource(source, `${path}[${at}]`, issues)
    }
  }
}

function checkSource({ URL: url, size }: JsonObject, path: string, issues: Issue[]): void {
  const scope = { sinceIos: 26 }
  if (typeof url === 'string' && URL.canParse(url) && !/^https:/i.test(url)) {
    const message = `${quoted(url)} is not https.`
    issues.push(issueOf('UPCOMING_IMAGE_NOT_HTTPS', `${path}.URL`, message, 'Serve the image over https.', scope))
  }
  if (typeof size === 'number' && size > maxImageBytes) {
    const message = `It has ${size} bytes.`
    issues.push(issueOf('UPCOMING_IMAGE_TOO_LARGE', `${path}.size`, message, 'Shrink the image to 2 MB.', scope))
  }
}

const file = 'personalization.json'
const personalization = objectOf('Personalize', personalizationKeys)

/** What a pass must have for Wallet to offer the form, beside the file that describes it. */
const needs = [
  ['nfc', 'nfc', 'Add it; the certificate must be one that Apple issues for NFC.'],
  ['webServiceURL', 'a web service, to which the form is sent', 'Add webServiceURL and authenticationToken.'],
] as const

export function checkPersonalization({ pass, context }: Subject, issues: Issue[]): void {
  if (context.personalization === undefined) return
  personalization.check(context.personalization, file, issues)
  const scope = {
    doubt: 'Apple does not say what Wallet does with an incomplete one; others report that it ignores it.',
  }
  for (const [key, what, fix] of needs) {
    if (pass[key] !== undefined) continue
    issues.push(issueOf('PERSONALIZATION_INCOMPLETE', key, `With ${file} the pass needs ${what}.`, fix, scope))
  }
  if (context.files === undefined || hasImage(context.files, 'personalizationLogo')) return
  issues.push(
    issueOf(
      'PERSONALIZATION_INCOMPLETE',
      'personalizationLogo.png',
      `With ${file} the pass needs a logo for the form.`,
      'Add personalizationLogo@2x.png and personalizationLogo@3x.png, 150 × 40 points.',
      scope,
    ),
  )
}
