import type { Issue } from '@billfold/pkpass'
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
  [/^maxDistance$/, '/content/relevance/maxDistanceMeters'],
  [
    /^(icon|logo|strip|thumbnail|background|footer|artwork|primaryLogo|secondaryLogo)(?:@[23]x)?\.png$/,
    '/content/images/$1',
  ],
  [
    new RegExp(String.raw`^\w+\.(${slots.join('|')})Fields(?:\[(\d+)\])?(?:\.(key|label|value|changeMessage|row))?`),
    '/content/fields/$1/$2/$3',
  ],
]

/** What pkpass found wrong with a pass, at the places of the content that it was made from. */
export function fieldErrorsOf(issues: readonly Issue[]): FieldError[] {
  const errors = issues
    .filter((issue) => issue.severity === 'error')
    .map(({ code, path, message, fix }) => ({ path: placeOf(path), code: code.toLowerCase(), message, fix }))
  // One place of content may stand at two of pass.json, as its barcode does.
  return [...new Map(errors.map((error) => [`${error.path} ${error.code}`, error])).values()]
}

function placeOf(path: string): string {
  for (const [place, pointer] of places) {
    const match = place.exec(path)
    if (match) return match[0].replace(place, pointer).replace(/\/+$/, '')
  }
  return `/content/apple/${path.replaceAll(/[.[]/g, '/').replaceAll(']', '')}`
}
