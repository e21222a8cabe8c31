/** Rules for fields that concern several keys or several fields (Apple, *PassFieldContent*). */
import { type Issue, issueOf } from '../errors.ts'
import { formatProblem } from '../pass-json/change-message.ts'
import { describeValue, isNumber, quoted } from '../pass-json/describe.ts'
import { fieldGroups } from '../pass-json/enums.ts'
import { dateProblem } from '../pass-json/formats.ts'
import type { PassStyleKey } from '../pass-json/key.ts'
import type { PassFieldGroup } from '../pass-json/types.ts'
import { type JsonObject, objectsIn, type Subject } from './subject.ts'
import { checkVisibility } from './visible-fields.ts'

export function checkFields({ pass, dictionaries, context }: Subject, issues: Issue[]): void {
  const isLocalized = context.files?.some((name) => name.endsWith('.lproj/pass.strings')) ?? false
  for (const [style, fields] of dictionaries) {
    checkGroups(fields, style, style, isLocalized, issues)
    checkVisibility(style, fields, pass.barcodes, issues)
  }
  for (const [index, entry] of objectsIn(pass.upcomingPassInformation)) {
    checkGroups(entry, 'eventTicket', `upcomingPassInformation[${index}]`, isLocalized, issues)
  }
}

/** The groups of fields of one object, within which keys are unique. */
function checkGroups(
  fields: JsonObject,
  style: PassStyleKey,
  place: string,
  isLocalized: boolean,
  issues: Issue[],
): void {
  const placeOfKey = new Map<string, string>()
  for (const group of fieldGroups) {
    for (const [index, field] of objectsIn(fields[group])) {
      const path = `${place}.${group}[${index}]`
      checkKey(field, path, placeOfKey, issues)
      checkDate(field, path, issues)
      checkNumber(field, path, issues)
      checkChangeMessage(field, path, isLocalized, issues)
      checkMarkup(field, path, issues)
      checkPlace(field, style, group, path, issues)
    }
  }
}

function checkKey({ key }: JsonObject, path: string, placeOfKey: Map<string, string>, issues: Issue[]): void {
  if (typeof key !== 'string') return
  const earlier = placeOfKey.get(key)
  if (earlier === undefined) placeOfKey.set(key, path)
  else {
    const message = `${quoted(key)} is also the key of ${earlier}.`
    issues.push(issueOf('FIELD_KEY_DUPLICATE', `${path}.key`, message, 'Give each field its own key.'))
  }
}

function checkDate(
  { value, dateStyle, timeStyle, ignoresTimeZone, isRelative }: JsonObject,
  path: string,
  issues: Issue[],
): void {
  if (dateStyle === undefined && timeStyle === undefined) {
    const idle = ignoresTimeZone !== undefined ? 'ignoresTimeZone' : isRelative !== undefined ? 'isRelative' : undefined
    if (idle === undefined) return
    const message = 'It has an effect on a date with dateStyle and timeStyle only.'
    issues.push(issueOf('KEY_WITHOUT_EFFECT', `${path}.${idle}`, message, 'Add both styles, or leave it out.'))
    return
  }
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
    const missing = `${path}.${dateStyle === undefined ? 'dateStyle' : 'timeStyle'}`
    issues.push(
      issueOf('DATE_STYLE_INCOMPLETE', missing, 'It is missing.', 'Give both; PKDateStyleNone hides one part.'),
    )
  }
}

function checkNumber({ value, numberStyle, currencyCode }: JsonObject, path: string, issues: Issue[]): void {
  if (numberStyle === undefined && currencyCode === undefined) return
  if (value !== undefined && !isNumber(value)) {
    const message = `It has a number style or currency, but is ${describeValue(value)}.`
    const fix = 'Give a number, not a text with digits.'
    issues.push(issueOf('FIELD_VALUE_NOT_NUMBER', `${path}.value`, message, fix))
  }
  if (numberStyle !== undefined && currencyCode !== undefined) {
    const message = 'It stands beside a currencyCode.'
    issues.push(issueOf('NUMBER_STYLE_AMBIGUOUS', `${path}.numberStyle`, message, 'Leave one of them out.'))
  }
}

/** With translations the message may be a key of pass.strings, where its text stands. */
function checkChangeMessage({ changeMessage }: JsonObject, path: string, isLocalized: boolean, issues: Issue[]): void {
  if (typeof changeMessage !== 'string') return
  const problem = formatProblem(changeMessage)
  if (problem === undefined || (isLocalized && problem === 'none')) return
  issues.push(
    problem === 'none'
      ? issueOf(
          'CHANGE_MESSAGE_WITHOUT_VALUE',
          `${path}.changeMessage`,
          `${quoted(changeMessage)} has no place for the new value.`,
          'Put %@ where the value belongs, like "Balance: %@".',
        )
      : issueOf(
          'CHANGE_MESSAGE_UNUSABLE',
          `${path}.changeMessage`,
          `${quoted(changeMessage)} is no format that iOS fills in: the lock screen would only say that the pass has changed.`,
          'Write %@ once, and every other percent sign as %%.',
        ),
  )
}

/** Of HTML a field takes links. */
function checkMarkup({ attributedValue }: JsonObject, path: string, issues: Issue[]): void {
  const tag = typeof attributedValue === 'string' ? /<\/?(?!a[\s>])[a-z][a-z0-9]{0,20}\b/i.exec(attributedValue) : null
  if (tag === null) return
  const message = `It has the tag ${tag[0]}>, and Wallet takes <a href> only.`
  issues.push(issueOf('MARKUP_UNSUPPORTED', `${path}.attributedValue`, message, 'Leave the tag out.'))
}

function checkPlace(
  field: JsonObject,
  style: PassStyleKey,
  group: PassFieldGroup,
  path: string,
  issues: Issue[],
): void {
  if (group === 'primaryFields' || group === 'backFields') {
    misplaced('textAlignment', 'in header, secondary and auxiliary fields')
  }
  if (group !== 'backFields') misplaced('dataDetectorTypes', 'in backFields')
  if (style !== 'eventTicket' || group !== 'auxiliaryFields') misplaced('row', 'in auxiliaryFields of an eventTicket')

  function misplaced(key: string, where: string): void {
    if (field[key] === undefined) return
    issues.push(issueOf('FIELD_KEY_MISPLACED', `${path}.${key}`, `It has an effect ${where} only.`, 'Leave it out.'))
  }
}
