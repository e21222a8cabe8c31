import { type JsonObject, objectsIn } from '../lint/subject.ts'
import { fillIn } from '../pass-json/change-message.ts'
import { isNumber } from '../pass-json/describe.ts'
import type { PassStyleKey } from '../pass-json/key.ts'
import type { PassFieldGroup } from '../pass-json/types.ts'
import { formatValue, type Viewing } from './format-value.ts'

/** What the lock screen calls a pass when it names no field. */
const styleNames: Readonly<Record<PassStyleKey, string>> = {
  boardingPass: 'Boarding pass',
  coupon: 'Coupon',
  eventTicket: 'Event ticket',
  generic: 'Pass',
  posterGeneric: 'Pass',
  storeCard: 'Store card',
}

/** The sides of a pass, whose fields iOS compares apart. */
const sides = {
  front: ['headerFields', 'primaryFields', 'secondaryFields', 'auxiliaryFields', 'footerFields'],
  back: ['backFields'],
} as const satisfies Readonly<Record<string, readonly PassFieldGroup[]>>

export type Side = keyof typeof sides

/** A field that is new or has another value. */
export interface ChangedField {
  readonly side: Side
  readonly path: string
  readonly field: JsonObject
  /** The field as it was; undefined if there was none. */
  readonly before: JsonObject | undefined
}

/** What an update says on the lock screen. */
export interface LockScreenText {
  /** `message`: that of the one field that speaks; `generic`: a line that names the style only; `silent`: nothing. */
  readonly kind: 'message' | 'generic' | 'silent'
  readonly text?: string
  /** The keys of the fields that speak. */
  readonly fields: readonly string[]
}

/** Fields are matched by `key`, front and back apart. One that is new counts as having been empty, one that is gone not at all. */
export function changedFields(style: PassStyleKey, before: JsonObject, after: JsonObject): ChangedField[] {
  return (Object.keys(sides) as Side[]).flatMap((side) => {
    const earlier = new Map([...fieldsOn(style, side, before)].map(([, field]) => [field.key, field]))
    return [...fieldsOn(style, side, after)]
      .filter(
        ([, field]) => scalar(field.value) !== undefined && scalar(field.value) !== valueBefore(earlier.get(field.key)),
      )
      .map(([path, field]) => ({ side, path, field, before: earlier.get(field.key) }))
  })
}

function* fieldsOn(
  style: PassStyleKey,
  side: Side,
  fields: JsonObject,
): Generator<readonly [path: string, JsonObject]> {
  for (const group of sides[side]) {
    for (const [index, field] of objectsIn(fields[group])) yield [`${style}.${group}[${index}]`, field]
  }
}

/** Those of which iOS may speak. */
export function speaking(changed: readonly ChangedField[]): ChangedField[] {
  return changed.filter(({ field }) => typeof field.changeMessage === 'string')
}

/**
 * The text on the lock screen when these fields have changed: of one the message with `%@` replaced by the new value, of
 * several one line that names the style only. That line also stands in for a message that cannot be filled in. (Apple,
 * *PassFieldContent* and *Updating a Pass*; what is seen on phones.)
 */
export function lockScreenText(
  style: PassStyleKey,
  changed: readonly ChangedField[],
  viewing: Viewing,
): LockScreenText {
  const heard = speaking(changed)
  const fields = heard.map(({ field }) => String(field.key))
  const [only] = heard
  if (only === undefined) return { kind: 'silent', fields }
  const text =
    heard.length === 1 ? fillIn(String(only.field.changeMessage), formatValue(only.field, viewing)) : undefined
  return text === undefined
    ? { kind: 'generic', text: `${styleNames[style]} changed`, fields }
    : { kind: 'message', text, fields }
}

function valueBefore(field: JsonObject | undefined): string | number {
  return scalar(field?.value) ?? ''
}

function scalar(value: unknown): string | number | undefined {
  return typeof value === 'string' || isNumber(value) ? value : undefined
}
