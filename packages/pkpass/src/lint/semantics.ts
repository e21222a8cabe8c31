/** Semantic tags that do not fit the pass or each other (Apple, *SemanticTags*). */
import { type Issue, issueOf } from '../errors.ts'
import { isObject } from '../pass-json/describe.ts'
import { fieldGroups } from '../pass-json/enums.ts'
import type { Key } from '../pass-json/key.ts'
import { semanticTags } from '../pass-json/tables/semantics.ts'
import { type JsonObject, momentOf, objectsIn, type Subject } from './subject.ts'

const rows: ReadonlyMap<string, Key> = new Map(
  Object.entries(semanticTags as Readonly<Record<string, Key>>).filter(([, { styles }]) => styles),
)

/** Dates of which the first is not after the second. */
const inOrder = [
  ['eventStartDate', 'eventEndDate'],
  ['originalBoardingDate', 'originalDepartureDate'],
  ['originalDepartureDate', 'originalArrivalDate'],
  ['currentDepartureDate', 'currentArrivalDate'],
] as const

export function checkSemantics(subject: Subject, issues: Issue[]): void {
  for (const [path, tags] of semanticsIn(subject)) checkTags(tags, path, subject, issues)
  for (const [index, { semantics }] of objectsIn(subject.pass.upcomingPassInformation)) {
    if (isObject(semantics)) checkTags(semantics, `upcomingPassInformation[${index}].semantics`, subject, issues)
  }
}

/** The semantic tags of a pass and of its fields; where they stand does not change what they mean. */
export function* semanticsIn({ pass, dictionaries }: Subject): Generator<readonly [path: string, tags: JsonObject]> {
  if (isObject(pass.semantics)) yield ['semantics', pass.semantics]
  for (const [style, fields] of dictionaries) {
    for (const group of fieldGroups) {
      for (const [index, { semantics }] of objectsIn(fields[group])) {
        if (isObject(semantics)) yield [`${style}.${group}[${index}].semantics`, semantics]
      }
    }
  }
}

function checkTags(tags: JsonObject, path: string, { pass, styles }: Subject, issues: Issue[]): void {
  const [style] = styles
  const dictionary = style && pass[style]
  const transitType = isObject(dictionary) ? dictionary.transitType : undefined
  for (const tag in tags) {
    const row = rows.get(tag)
    const message = row && tags[tag] !== undefined && whyIdle(row, style, transitType, tags.eventType)
    if (message) issues.push(issueOf('KEY_WITHOUT_EFFECT', `${path}.${tag}`, message, 'Leave it out.'))
  }
  for (const [first, second] of inOrder) {
    const [start, end] = [momentOf(tags[first]), momentOf(tags[second])]
    if (start === undefined || end === undefined || start <= end) continue
    const message = `It is before ${first}.`
    issues.push(issueOf('DATES_REVERSED', `${path}.${second}`, message, 'Correct one of the two.'))
  }
}

/** Why a tag says nothing on this pass. A posterGeneric alone is not judged: what it reads is not documented. */
function whyIdle(row: Key, style: string | undefined, transitType: unknown, eventType: unknown): string | undefined {
  if (style === undefined) return undefined
  if (!row.styles?.some((reading) => reading === style)) return `Wallet reads it on ${row.styles?.join(' and ')} only.`
  if (row.transitTypes && transitType !== undefined && !row.transitTypes.some((type) => type === transitType)) {
    return `Wallet reads it with the transitType ${row.transitTypes.join(' or ')} only.`
  }
  if (row.eventType && eventType !== undefined && eventType !== row.eventType) {
    return `Wallet reads it with the eventType ${row.eventType} only.`
  }
  return undefined
}
