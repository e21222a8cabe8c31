/** The types of single values in pass.json (Apple, *Pass* and the pages below it). */
import { issueOf } from '../errors.ts'
import { describeValue, isNumber, quoted, wrongType } from './describe.ts'
import { correctedDate, dateProblem, isColor, isHexColor, isTimeZone, rgbOf } from './formats.ts'
import type { Rule, Type, ValueKind } from './key.ts'

const type = <Value>(name: string, kind: ValueKind, check: Rule): Type<Value> => ({ name, kind, check })

/** A rule for texts, which says of anything else what it must be. */
const textRule =
  (expected: string, check: (text: string, path: string, issues: Parameters<Rule>[2]) => void): Rule =>
  (value, path, issues) => {
    if (typeof value === 'string') check(value, path, issues)
    else issues.push(wrongType(value, path, expected))
  }

export const anything = type<unknown>('any JSON', 'any', () => {})

/** A text that is for the program, not for people. */
export const string = type<string>(
  'string',
  'text',
  textRule('a string', () => {}),
)

/** A text that may also be a key of pass.strings. */
export const text = type<string>('localizable string', 'text', string.check)

/** Into which iOS puts a value for `%@`. */
export const format = type<string>('localizable format string', 'format', string.check)

const filled: Rule = (value, path, issues) => {
  if (value === '') issues.push(issueOf('VALUE_EMPTY', path, 'It is empty.', 'Give it a value.'))
  else string.check(value, path, issues)
}

export const filledString = type<string>('string', 'text', filled)
export const filledText = type<string>('localizable string', 'text', filled)

/** A text of at most so many bytes in UTF-8. */
export function stringUpTo(maxBytes: number): Type<string> {
  return type(`string of at most ${maxBytes} bytes`, 'text', (value, path, issues) => {
    filled(value, path, issues)
    const lengthBytes = typeof value === 'string' ? Buffer.byteLength(value) : 0
    if (lengthBytes <= maxBytes) return
    issues.push(issueOf('TEXT_TOO_LONG', path, `It has ${lengthBytes} bytes.`, `Shorten it to ${maxBytes} bytes.`))
  })
}

/** A text for which iOS also takes a number, as it does for seats. */
export const textOfDigits = type<string>('localizable string', 'text', (value, path, issues) => {
  if (isNumber(value)) {
    issues.push(
      issueOf('TYPE_UNDOCUMENTED', path, `It is the number ${value}, where Apple wants a text.`, `Write "${value}".`, {
        doubt: 'Numbers were seen working here; Apple documents texts only.',
      }),
    )
  } else string.check(value, path, issues)
})

const textOrNumber: Rule = (value, path, issues) => {
  if (typeof value !== 'string' && !isNumber(value)) issues.push(wrongType(value, path, 'a string or a number'))
}

export const fieldValue = type<string | number>('localizable string, date or number', 'fieldValue', textOrNumber)

/** The same, where a text may have links in HTML. */
export const markup = type<string | number>('localizable string, date or number', 'markup', textOrNumber)

export const boolean = type<boolean>('boolean', 'boolean', (value, path, issues) => {
  if (typeof value !== 'boolean') issues.push(wrongType(value, path, 'true or false'))
})

export function numberBetween(min: number, max: number, name = `number from ${min} to ${max}`): Type<number> {
  return type(name, 'number', (value, path, issues) => {
    if (!isNumber(value)) issues.push(wrongType(value, path, 'a number'))
    else if (value < min || value > max) {
      const range = max === Number.POSITIVE_INFINITY ? `of ${min} or more` : `from ${min} to ${max}`
      issues.push(issueOf('NUMBER_OUT_OF_RANGE', path, `It is ${value}.`, `Give a number ${range}.`))
    }
  })
}

export function wholeNumberBetween(
  min: number,
  max: number,
  name = `whole number from ${min} to ${max}`,
): Type<number> {
  const { check } = numberBetween(min, max, name)
  return type(name, 'number', (value, path, issues) => {
    if (!isNumber(value) || Number.isInteger(value)) check(value, path, issues)
    else issues.push(issueOf('NUMBER_OUT_OF_RANGE', path, `It is ${value}.`, 'Give a whole number.'))
  })
}

export const wholeNumber = wholeNumberBetween(0, Number.MAX_SAFE_INTEGER, 'whole number')
export const number = numberBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 'number')
export const positive = numberBetween(0, Number.POSITIVE_INFINITY, 'number')

export const date = type<string>(
  'date',
  'date',
  textRule('a string with a date', (value, path, issues) => {
    const problem = dateProblem(value)
    if (problem === undefined) return
    const fix = `Write it like ${correctedDate(value) ?? '2026-12-24T18:00:00+01:00'}.`
    issues.push(issueOf('DATE_INVALID', path, `${quoted(value)} ${problem}.`, fix))
  }),
)

export const color = type<string>(
  'colour',
  'color',
  textRule('a string with a colour', (value, path, issues) => {
    if (isColor(value)) return
    issues.push(
      isHexColor(value)
        ? issueOf(
            'COLOR_UNDOCUMENTED',
            path,
            `${quoted(value)} is not a form that Apple documents.`,
            `Write ${rgbOf(value)}.`,
          )
        : issueOf(
            'COLOR_INVALID',
            path,
            `${quoted(value)} is no colour for Wallet.`,
            'Write it like rgb(255, 255, 255).',
          ),
    )
  }),
)

export const timeZone = type<string>(
  'IANA time zone',
  'word',
  textRule('a string with a time zone', (value, path, issues) => {
    if (isTimeZone(value)) return
    issues.push(
      issueOf(
        'TIME_ZONE_UNKNOWN',
        path,
        `${quoted(value)} is no time zone that is known here.`,
        'Write it like Europe/Berlin.',
      ),
    )
  }),
)

const uuidText = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const uuid = type<string>(
  'UUID',
  'word',
  textRule('a string with a UUID', (value, path, issues) => {
    if (uuidText.test(value)) return
    const fix = 'Write it like f8f589e9-c07e-58b0-aeb2-a36be4d48fac.'
    issues.push(issueOf('UUID_INVALID', path, `${quoted(value)} is no UUID.`, fix))
  }),
)

export const sha256 = type<string>(
  'SHA-256 in hexadecimal',
  'word',
  textRule('a string with a SHA-256', (value, path, issues) => {
    if (/^[0-9a-f]{64}$/i.test(value)) return
    const fix = 'Write the 64 hexadecimal digits that `shasum -a 256` prints for the file.'
    issues.push(issueOf('HASH_INVALID', path, `${quoted(value)} is no SHA-256.`, fix))
  }),
)

export const currency = type<string>(
  'ISO 4217 code',
  'word',
  textRule('a string with a currency', (value, path, issues) => {
    if (/^[A-Z]{3}$/.test(value)) return
    issues.push(issueOf('CURRENCY_INVALID', path, `${quoted(value)} is no currency.`, 'Use ISO 4217, like EUR.'))
  }),
)

/** Names that only a developer's own network knows (RFC 6761, RFC 6762, RFC 8375), and its addresses (RFC 1918, RFC 4193). */
const ownName = /^[^.]+$|\.(?:localhost|local|test|internal|home\.arpa)$/i
const ownAddress = /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|\[::1\]$|\[f[cde])/i

/** Where a phone asks for updates. */
export const serviceUrl = type<string>(
  'https URL',
  'url',
  textRule('a string with a URL', (value, path, issues) => {
    const { protocol, hostname = '' } = URL.parse(value) ?? {}
    if (protocol === 'https:') return
    if (protocol !== 'http:') {
      const fix = 'Write it like https://example.com/passes.'
      issues.push(issueOf('URL_INVALID', path, `${quoted(value)} is no web address.`, fix))
    } else if (ownName.test(hostname) || ownAddress.test(hostname)) {
      const fix = 'Switch on HTTP services in the developer settings of the phone; use https for everybody else.'
      issues.push(issueOf('URL_FOR_DEVELOPMENT', path, `${quoted(value)} is not https, in a network of your own.`, fix))
    } else {
      const fix = 'Use https: phones that are not a developer’s ask nowhere else.'
      issues.push(issueOf('URL_NOT_HTTPS', path, `${quoted(value)} is not https.`, fix))
    }
  }),
)

/** What a tap opens: a web address, or one of an app's own. */
export const url = type<string>(
  'URL',
  'url',
  textRule('a string with a URL', (value, path, issues) => {
    if (URL.canParse(value)) return
    const fix = 'Write a whole address, like https://example.com/parking.'
    issues.push(issueOf('URL_INVALID', path, `${quoted(value)} is no URL.`, fix))
  }),
)

/** What Wallet hands to the app of a pass: no address that it opens itself. */
export const appUrl = type<string>('URL for an app', 'appUrl', string.check)

/** An address or a number by itself, not as a link. */
function contact(name: string, form: RegExp, example: string): Type<string> {
  return type(
    name,
    'word',
    textRule('a string', (value, path, issues) => {
      if (form.test(value)) return
      const message = `${quoted(value)} is no plain ${name}.`
      issues.push(issueOf('CONTACT_NOT_PLAIN', path, message, `Write it like ${example}.`))
    }),
  )
}

export const email = contact('e-mail address', /^[^\s:@]+@[^\s:@]+$/, 'tickets@example.com, without mailto:')
export const phone = contact('telephone number', /^[+\d(][\d\s().*#/-]*$/, '+49 431 555 0100, without tel:')

/** Of these values and no other: Wallet refuses a pass with a misspelt one. */
export function oneOf<const Value extends string | number>(values: readonly Value[]): Type<Value> {
  const known: ReadonlySet<unknown> = new Set(values)
  const kind = values.every((value) => typeof value === 'number') ? 'number' : 'word'
  return type(values.map((value) => `\`${value}\``).join(', '), kind, (value, path, issues) => {
    if (known.has(value)) return
    const shown = typeof value === 'string' ? quoted(value) : isNumber(value) ? String(value) : describeValue(value)
    issues.push(issueOf('VALUE_UNKNOWN', path, `It is ${shown}.`, `Use one of: ${values.join(', ')}.`))
  })
}

/** Of these values, or of those that a later iOS brings: Wallet passes over what it does not know. */
export function knownAs<const Value extends string>(values: readonly Value[]): Type<Value | (string & {})> {
  const known: ReadonlySet<unknown> = new Set(values)
  return type(values.map((value) => `\`${value}\``).join(', '), 'word', (value, path, issues) => {
    if (known.has(value)) return
    if (typeof value !== 'string') issues.push(wrongType(value, path, 'a string'))
    else {
      const fix = `Check the spelling; known are: ${values.join(', ')}.`
      issues.push(issueOf('VALUE_UNDOCUMENTED', path, `${quoted(value)} is not among the documented values.`, fix))
    }
  })
}
