/** Rules for the fields of a style that concern several keys or several fields (Apple, *PassFieldContent*). */
import { type Issue, issueOf } from '../errors.ts'
import { dateProblem } from './date.ts'
import { fieldGroups } from './enums.ts'
import { describeValue, isNumber, isObject } from './rules.ts'
import type { PassFieldGroup, PassStyle } from './types.ts'

type Field = Readonly<Record<string, unknown>>

/** Groups that one row shows together, and how many of their fields it shows (Apple, *Pass Design and Creation*). */
const visibleFields: Readonly<Record<PassStyle, readonly (readonly [max: number, ...PassFieldGroup[]])[]>> = {
  boardingPass: [
    [3, 'headerFields'],
    [2, 'primaryFields'],
    [4, 'secondaryFields'],
    [5, 'auxiliaryFields'],
  ],
  coupon: [
    [3, 'headerFields'],
    [1, 'primaryFields'],
    [4, 'secondaryFields', 'auxiliaryFields'],
  ],
  storeCard: [
    [3, 'headerFields'],
    [1, 'primaryFields'],
    [4, 'secondaryFields', 'auxiliaryFields'],
  ],
  generic: [
    [3, 'headerFields'],
    [1, 'primaryFields'],
    [4, 'secondaryFields'],
    [4, 'auxiliaryFields'],
  ],
  eventTicket: [
    [3, 'headerFields'],
    [1, 'primaryFields'],
    [4, 'secondaryFields'],
    [8, 'auxiliaryFields'],
  ],
}

/** Checks the fields of one style dictionary; `isLocalized` says that texts may be keys of pass.strings. */
export function checkFields(
  style: PassStyle,
  fields: Readonly<Record<string, unknown>>,
  isLocalized: boolean,
  issues: Issue[],
): void {
  const placeOfKey = new Map<string, string>()
  for (const group of fieldGroups) {
    for (const [index, field] of fieldsOf(fields, group).entries()) {
      if (!isObject(field)) continue
      const path = `${style}.${group}[${index}]`
      checkKey(field, path, placeOfKey, issues)
      checkFormat(field, path, issues)
      checkChangeMessage(field, path, isLocalized, issues)
      checkPlace(field, style, group, path, issues)
    }
  }
  for (const [max, ...groups] of visibleFields[style]) {
    const count = groups.reduce((sum, group) => sum + fieldsOf(fields, group).length, 0)
    if (count <= max) continue
    issues.push(
      issueOf(
        'FIELDS_NOT_VISIBLE',
        `${style}.${groups.join(' + ')}`,
        `There are ${count} fields, and the face of the pass shows at most ${max}.`,
        'Move the others to backFields.',
      ),
    )
  }
}

function fieldsOf(fields: Readonly<Record<string, unknown>>, group: PassFieldGroup): readonly unknown[] {
  const list = fields[group]
  return Array.isArray(list) ? list : []
}

function checkKey(field: Field, path: string, placeOfKey: Map<string, string>, issues: Issue[]): void {
  const { key } = field
  if (typeof key !== 'string') return
  const earlier = placeOfKey.get(key)
  if (earlier === undefined) {
    placeOfKey.set(key, path)
    return
  }
  issues.push(
    issueOf(
      'FIELD_KEY_DUPLICATE',
      `${path}.key`,
      `"${key}" is also the key of ${earlier}.`,
      'Give each field its own key.',
    ),
  )
}

function checkFormat(field: Field, path: string, issues: Issue[]): void {
  const { value, dateStyle, timeStyle, numberStyle, currencyCode } = field
  if (dateStyle !== undefined || timeStyle !== undefined) {
    const problem = typeof value === 'string' ? dateProblem(value) : 'is no text'
    if (value !== undefined && problem) {
      issues.push(
        issueOf(
          'FIELD_VALUE_NOT_DATE',
          `${path}.value`,
          `It has a date or time style, but ${describeValue(value)} ${problem}.`,
          'Write the value like 2026-12-24T18:00:00+01:00, or leave out dateStyle and timeStyle.',
        ),
      )
    }
    if (dateStyle === undefined || timeStyle === undefined) {
      const missing = dateStyle === undefined ? 'dateStyle' : 'timeStyle'
      issues.push(
        issueOf(
          'DATE_STYLE_INCOMPLETE',
          `${path}.${missing}`,
          'It is missing.',
          'Give both; PKDateStyleNone hides one part.',
        ),
      )
    }
  }
  if ((numberStyle !== undefined || currencyCode !== undefined) && value !== undefined && !isNumber(value)) {
    issues.push(
      issueOf(
        'FIELD_VALUE_NOT_NUMBER',
        `${path}.value`,
        `It has a number style or currency, but is ${describeValue(value)}.`,
        'Give a number, not a text with digits.',
      ),
    )
  }
  if (numberStyle !== undefined && currencyCode !== undefined) {
    issues.push(
      issueOf(
        'NUMBER_STYLE_AMBIGUOUS',
        `${path}.numberStyle`,
        'It stands beside a currencyCode.',
        'Leave one of them out.',
      ),
    )
  }
  if (typeof currencyCode === 'string' && !/^[A-Z]{3}$/.test(currencyCode)) {
    issues.push(
      issueOf(
        'CURRENCY_INVALID',
        `${path}.currencyCode`,
        `"${currencyCode}" is no currency.`,
        'Use ISO 4217, like EUR.',
      ),
    )
  }
}

function checkChangeMessage({ changeMessage }: Field, path: string, isLocalized: boolean, issues: Issue[]): void {
  if (typeof changeMessage !== 'string' || changeMessage.includes('%@') || isLocalized) return
  issues.push(
    issueOf(
      'CHANGE_MESSAGE_WITHOUT_VALUE',
      `${path}.changeMessage`,
      `"${changeMessage}" has no place for the new value.`,
      'Put %@ where the value belongs, like "Balance: %@".',
    ),
  )
}

function checkPlace(field: Field, style: PassStyle, group: PassFieldGroup, path: string, issues: Issue[]): void {
  const misplaced = (key: string, where: string) => {
    if (field[key] === undefined) return
    issues.push(issueOf('FIELD_KEY_MISPLACED', `${path}.${key}`, `It has an effect ${where} only.`, 'Leave it out.'))
  }
  if (group === 'primaryFields' || group === 'backFields')
    misplaced('textAlignment', 'in header, secondary and auxiliary fields')
  if (group !== 'backFields') misplaced('dataDetectorTypes', 'in backFields')
  if (style !== 'eventTicket' || group !== 'auxiliaryFields') misplaced('row', 'in auxiliaryFields of an eventTicket')
}
