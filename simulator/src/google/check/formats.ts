import { isLoopback } from '../loopback.ts'

/** How texts are written that the API description calls texts only. */

const dateTime = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d(:\d\d)?)?$/

/** Whether a text is a date and time in the extended notation, and such a day and minute exists. */
export function isDateTime(text: string): boolean {
  const [, day = '', minute = ''] = dateTime.exec(text) ?? []
  const at = new Date(`${day}T${minute}Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${day}T${minute}`)
}

/** Whether a text is a language tag of BCP 47. */
export function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

/** Whether callbacks can be sent there: over https, or to this machine. */
export function isCallable(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

/** Whether a date has an offset from UTC. */
export function hasOffset(date: string): boolean {
  return /(Z|[+-]\d\d:\d\d(:\d\d)?)$/.test(date)
}

/** Whether a text has nothing but printable characters of ASCII. */
export function isAscii(text: string): boolean {
  return /^[\u0020-\u007e]*$/.test(text)
}
