import { type Issue, imageSinceIos } from '@billfold/pkpass'
import type { FieldError } from '../errors.ts'
import { slots } from '../passes/content/fields.ts'

/** Where the author of content finds a place of pass.json, as JSON Pointers; the first that fits counts. */
const places: readonly (readonly [place: RegExp, pointer: string])[] = [
  [/^organizationName$/, '/content/issuerName'],
  [/^(description|logoText)$/, '/content/$1'],
  [/^(background|foreground|label)Color$/, '/content/colors/$1'],
  [/^expirationDate$/, '/content/validity/until'],
  [/^barcodes?(?:\[0\])?\.(?:messageEncoding)$/, '/content/barcode/encoding'],
  [/^barcodes?(?:\[0\])?(?:\.(message|format|altText))?$/, '/content/barcode/$1'],
  [/^relevantDates?(?:\[(\d+)\])?(?:\..*)?$/, '/content/relevance/dates/$1'],
  [/^locations(?:\[(\d+)\])?(?:\..*)?$/, '/content/relevance/locations/$1'],
  [/^personalization\.json\.termsAndConditions$/, '/content/enrolment/terms'],
  [/^personalization\.json(?:\.(description))?.*$/, '/content/enrolment/$1'],
  [/^maxDistance$/, '/content/relevance/maxDistanceMeters'],
  [new RegExp(String.raw`^(${Object.keys(imageSinceIos).join('|')})(?:@[23]x)?\.png$`), '/content/images/$1'],
  [
    new RegExp(
      String.raw`^(?!posterGeneric)\w+\.(${slots.join('|')})Fields(?:\[(\d+)\])?(?:\.(key|label|value|changeMessage|row))?`,
    ),
    '/content/fields/$1/$2/$3',
  ],
]

/** What is worth a look, and why Apple's own words leave it open, if they do. */
export interface AppleWarning extends FieldError {
  readonly doubt?: string
}

/** What pkpass found wrong with a pass, at the places of the content that it was made from. */
export function fieldErrorsOf(issues: readonly Issue[]): FieldError[] {
  return placed(issues.filter((issue) => issue.severity === 'error')).map(({ doubt: _, ...error }) => error)
}

/** What it found worth a look, at these places. */
export function warningsOf(issues: readonly Issue[]): AppleWarning[] {
  return placed(issues.filter((issue) => issue.severity === 'warning'))
}

function placed(issues: readonly Issue[]): AppleWarning[] {
  const found = issues.map(({ code, path, message, fix, doubt }) => ({
    path: placeOf(path),
    code: code.toLowerCase(),
    message,
    fix,
    ...(doubt !== undefined && { doubt }),
  }))
  // One place of content may stand at two of pass.json, as its barcode does.
  return [...new Map(found.map((each) => [`${each.path} ${each.code}`, each])).values()]
}

function placeOf(path: string): string {
  for (const [place, pointer] of places) {
    const match = place.exec(path)
    if (match) return match[0].replace(place, pointer).replace(/\/+$/, '')
  }
  return `/content/apple/${path.replaceAll(/[.[]/g, '/').replaceAll(']', '')}`
}
