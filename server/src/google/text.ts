import type { Field, FieldFormat } from '../passes/content/fields.ts'
import { defaultLanguage } from './language.ts'

type DateFormat = Extract<FieldFormat, { date: unknown }>

/**
 * A field's value written out, as Google's text modules know neither numbers nor dates: in the content's language, and
 * dates in the offset that they have, which is that of the place and not of the phone.
 *
 * @param language BCP 47
 */
export function valueText({ value, format }: Pick<Field, 'value' | 'format'>, language: string): string {
  if (format === undefined) return String(value)
  if ('date' in format) return dateText(String(value), format, language)
  if (typeof value !== 'number') return String(value)
  return new Intl.NumberFormat(known(language), numberOptions(format)).format(value)
}

/** A language that this Node does not know would be the machine's own. */
const known = (language: string) => [language, defaultLanguage]

/** How each of Apple's number styles is written; words for a number exist in no standard, so it stays in digits. */
const numberStyles: Readonly<Record<Extract<FieldFormat, { number: unknown }>['number'], Intl.NumberFormatOptions>> = {
  decimal: {},
  spellOut: {},
  percent: { style: 'percent' },
  scientific: { notation: 'scientific' },
}

function numberOptions(format: Exclude<FieldFormat, DateFormat>): Intl.NumberFormatOptions {
  return 'number' in format ? numberStyles[format.number] : { style: 'currency', currency: format.currency }
}

/** A date-time with an offset; the text is empty if the format shows neither date nor time. */
export function dateText(instant: string, { date, time }: Pick<DateFormat, 'date' | 'time'>, language: string): string {
  if (date === 'none' && time === 'none') return ''
  return new Intl.DateTimeFormat(known(language), {
    ...(date !== 'none' && { dateStyle: date }),
    ...(time !== 'none' && { timeStyle: time }),
    timeZone: /[+-]\d{2}:\d{2}$/.exec(instant)?.[0] ?? 'UTC',
  }).format(new Date(instant))
}
