/** The style of a pass, and the keys and images that go with it (Apple, *Pass*; *Human Interface Guidelines*, Wallet). */
import { type Issue, issueOf } from '../errors.ts'
import { styles } from '../pass-json/enums.ts'
import type { Key, KeyTable } from '../pass-json/key.ts'
import { styleDictionaryKeys } from '../pass-json/tables/fields.ts'
import { passKeys } from '../pass-json/tables/pass.ts'
import type { JsonObject, Subject } from './subject.ts'

export function checkStylePresence({ pass, styles: present }: Subject, issues: Issue[]): void {
  if (present.length > 0) return
  issues.push(
    pass.posterGeneric === undefined
      ? issueOf('STYLE_MISSING', 'pass.json', 'The pass has no style.', `Add one of: ${styles.join(', ')}.`)
      : issueOf(
          'STYLE_TOO_NEW',
          'posterGeneric',
          'Phones before iOS 27 cannot add it.',
          'Add a generic, storeCard, coupon or eventTicket style beside it.',
          { untilIos: 26 },
        ),
  )
}

export function checkStyles({ pass, styles: present, dictionaries, context }: Subject, issues: Issue[]): void {
  if (present.length > 1) {
    issues.push(
      issueOf('STYLE_AMBIGUOUS', present[1]!, `The pass has the styles ${present.join(' and ')}.`, 'Keep one.'),
    )
  }
  for (const [style, { transitType }] of dictionaries) {
    if ((style === 'boardingPass') === (transitType !== undefined)) continue
    const path = `${style}.transitType`
    issues.push(
      style === 'boardingPass'
        ? issueOf('KEY_MISSING', path, 'It is missing, and a boarding pass needs it.', 'Add it, like PKTransitTypeAir.')
        : issueOf('TRANSIT_TYPE_NOT_ALLOWED', path, 'Only a boardingPass has a transitType.', 'Leave it out.'),
    )
  }
  if (pass.eventTicket !== undefined) checkTicketImages(context.files ?? [], issues)
}

/** An event ticket shows a strip or a background with a thumbnail. */
function checkTicketImages(files: readonly string[], issues: Issue[]): void {
  const other = ['background', 'thumbnail'].find((image) => hasImage(files, image))
  if (other === undefined || !hasImage(files, 'strip')) return
  issues.push(
    issueOf(
      'STYLE_IMAGES_CONFLICT',
      'strip.png',
      `An event ticket has either a strip or a ${other} image, not both.`,
      'Leave one of them out.',
    ),
  )
}

/** Whether an image is there, at any scale and in any language. */
export function hasImage(files: readonly string[], image: string): boolean {
  return files.some((name) => {
    const file = name.slice(name.lastIndexOf('/') + 1)
    return file.startsWith(image) && /^(?:@[23]x)?\.png$/.test(file.slice(image.length))
  })
}

/** The rows that are not for every pass. */
function limitedRows(table: KeyTable): ReadonlyMap<string, Key> {
  return new Map(Object.entries(table).filter(([, { styles, faces }]) => styles || faces))
}

const ofPass = limitedRows(passKeys)
// A transitType in the wrong place is an error of its own.
const { transitType: _, ...groups } = styleDictionaryKeys
const ofDictionaries = limitedRows(groups)

export function checkEffect({ pass, styles, dictionaries, faces }: Subject, issues: Issue[]): void {
  const all = pass.posterGeneric === undefined ? styles : [...styles, 'posterGeneric' as const]
  checkKeysFor(pass, ofPass, '', all, faces, issues)
  for (const [style, fields] of dictionaries) {
    checkKeysFor(fields, ofDictionaries, `${style}.`, [style], faces, issues)
  }
}

function checkKeysFor(
  object: JsonObject,
  rows: ReadonlyMap<string, Key>,
  prefix: string,
  styles: readonly NonNullable<Key['styles']>[number][],
  faces: ReadonlySet<unknown>,
  issues: Issue[],
): void {
  if (styles.length === 0) return
  for (const key in object) {
    const row = rows.get(key)
    if (row === undefined || object[key] === undefined) continue
    if (row.styles && !row.styles.some((style) => styles.includes(style))) {
      const message = `It has no effect on a ${styles[0]}, only on ${row.styles.join(', ')}.`
      issues.push(issueOf('KEY_WITHOUT_EFFECT', prefix + key, message, 'Leave it out.'))
    } else if (row.faces && !row.faces.some((face) => faces.has(face))) {
      issues.push(faceMissing(prefix + key, row.faces))
    }
  }
}

function faceMissing(path: string, faces: NonNullable<Key['faces']>): Issue {
  const [face] = faces
  const fix =
    face === 'posterGeneric'
      ? 'Add posterGeneric, or leave it out.'
      : `Add "${face}" to preferredStyleSchemes, or leave it out.`
  return issueOf('KEY_NEEDS_SCHEME', path, `Wallet reads it only where it draws a ${faces.join(' or ')}.`, fix)
}
