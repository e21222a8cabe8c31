import { type Issue, imageSinceIos } from '@billfold/pkpass'
import type { FieldError } from '../errors.ts'
import type { PassContent } from '../passes/content/content.ts'
import { slots } from '../passes/content/fields.ts'
import { pointerOf } from '../passes/content/issues.ts'
import { pathInRawPart } from '../passes/content/raw-part.ts'
import { appleOf } from './pass-json.ts'

/**
 * Where the author of content finds what was made of the parts common to both wallets, as JSON Pointers; the first that
 * fits counts.
 */
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
  [
    new RegExp(String.raw`^\w+\.(${slots.join('|')})Fields(?:\[(\d+)\])?(?:\.(key|label|value|changeMessage|row))?`),
    '/content/fields/$1/$2/$3',
  ],
  [/^pass\.json$/, '/content/apple'],
]
const image = new RegExp(String.raw`^(${Object.keys(imageSinceIos).join('|')})(?:@[23]x)?\.png$`)

/** What is worth a look, and why Apple's own words leave it open, if they do. */
export interface AppleWarning extends FieldError {
  readonly doubt?: string
}

/** What pkpass found wrong with a pass, at the places of the content that it was made from. */
export function fieldErrorsOf(issues: readonly Issue[], content: PassContent): FieldError[] {
  const errors = issues.filter((issue) => issue.severity === 'error')
  return placed(errors, content).map(({ doubt: _, ...error }) => error)
}

/** What it found worth a look, at these places. */
export function warningsOf(issues: readonly Issue[], content: PassContent): AppleWarning[] {
  const warnings = issues.filter((issue) => issue.severity === 'warning')
  return placed(warnings, content)
}

function placed(issues: readonly Issue[], content: PassContent): AppleWarning[] {
  const placeOf = placesIn(content)
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

function placesIn({ apple, ...rest }: PassContent): (path: string) => string {
  const made = apple && appleOf(rest as PassContent)
  return (path) => {
    if (image.test(path)) return path.replace(image, '/content/images/$1')
    const segments = segmentsOf(path)
    const raw = apple && pathInRawPart(made, apple, segments, 'key')
    if (raw) return `/content/apple${pointerOf(raw)}`
    return linkPlace(path, rest.fields.back.length) ?? placeInParts(path) ?? `/content/apple${pointerOf(segments)}`
  }
}

/** Links come after the fields of the back. */
function linkPlace(path: string, fieldsOnBack: number): string | undefined {
  const index = /^\w+\.backFields\[(\d+)\]/.exec(path)?.[1]
  const link = Number(index ?? -1) - fieldsOnBack
  return link < 0 ? undefined : `/content/links/${link}`
}

function placeInParts(path: string): string | undefined {
  for (const [place, pointer] of places) {
    const match = place.exec(path)
    if (match) return match[0].replace(place, pointer).replace(/\/+$/, '')
  }
  return undefined
}

/** The segments of a path as pkpass writes it, like `storeCard.backFields[0].value` or `userInfo["a b"]`. */
function segmentsOf(path: string): string[] {
  const parts = path.matchAll(/\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]|[^.[\]]+/g)
  return [...parts].map(([part, quoted, index]) => (quoted ? String(JSON.parse(quoted)) : (index ?? part)))
}
