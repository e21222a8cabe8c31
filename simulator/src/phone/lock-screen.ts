import type { PassJson } from '@billfold/pkpass'
import { formatValue, type Viewing } from './format-value.ts'
import { type Field, type FieldGroup, type FieldSide, fieldGroups, fieldsOf, passStyles, styleOf } from './pass-json.ts'

/**
 * The text that an update puts on the lock screen, undefined for a silent one. Fields are matched by `key`, front and
 * back apart; a field that is new counts as having been empty, one that is gone does not count. Those with another value
 * and a `changeMessage` speak: one of them by its message with `%@` replaced by the new value, several by one line that
 * names the style only. That line also stands in for a message that cannot be filled in: the new value is empty, or the
 * message has no `%@`, two of them, or a stray `%`. (Apple, *PassFieldContent* and *Updating a Pass*.)
 */
export function lockScreenText(before: PassJson, after: PassJson, viewing: Viewing): string | undefined {
  const changed = (['front', 'back'] as const).flatMap((side) => changedFields(before, after, side))
  const [field] = changed
  if (!field) return undefined

  const message = changed.length === 1 ? fillIn(field.changeMessage, formatValue(field, viewing)) : undefined
  return message ?? `${passStyles[styleOf(after)]} changed`
}

type SpeakingField = Field & { readonly changeMessage: string }

function changedFields(before: PassJson, after: PassJson, side: FieldSide): readonly SpeakingField[] {
  const values = new Map(fieldsOn(before, side).map((field) => [field.key, field.value ?? '']))
  return fieldsOn(after, side).filter(
    (field): field is SpeakingField =>
      field.changeMessage !== undefined && field.value !== undefined && field.value !== (values.get(field.key) ?? ''),
  )
}

function fieldsOn(pass: PassJson, side: FieldSide): readonly Field[] {
  const groups = Object.keys(fieldGroups) as FieldGroup[]
  return groups.filter((group) => fieldGroups[group].side === side).flatMap((group) => fieldsOf(pass, group))
}

/** iOS checks the message as a format string with exactly one conversion, `%@`; `%%` stands for a percent sign. */
function fillIn(message: string, value: string): string | undefined {
  const [start, end, ...others] = message.split('%%').join('').split('%@')
  const fits = end !== undefined && others.length === 0 && !`${start}${end}`.includes('%')
  if (!fits || value === '') return undefined
  return message.replace(/%[@%]/g, (conversion) => (conversion === '%@' ? value : '%'))
}
