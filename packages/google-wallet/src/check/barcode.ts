import { describe, under } from '../issue.ts'
import { placeholdersOf } from '../totp/pattern.ts'
import { anyOf, required } from './demands.ts'
import { has, type Json, objectAt, textAt } from './json.ts'
import { type Rule, type Run, report } from './run.ts'

interface Symbology {
  readonly expected: RegExp
  readonly what: string
  /** With all its digits, of which the last one is a check digit modulo 10. */
  readonly checked?: number
}

/** What the types hold that do not hold any text. */
const symbologies: Readonly<Record<string, Symbology>> = {
  CODABAR: { expected: /^(?:[A-D][0-9$:/.+-]+[A-D]|[0-9$:/.+-]+)$/i, what: 'digits and - $ : / . +' },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Code 128 holds ASCII, control characters too.
  CODE_128: { expected: /^[\x00-\x7f]+$/, what: 'ASCII' },
  CODE_39: { expected: /^[0-9A-Z $%*+./-]+$/, what: 'capital letters, digits and - . $ / + % space' },
  EAN_13: { expected: /^\d{12,13}$/, what: '12 or 13 digits', checked: 13 },
  EAN_8: { expected: /^\d{7,8}$/, what: '7 or 8 digits', checked: 8 },
  ITF_14: { expected: /^\d{13,14}$/, what: '13 or 14 digits', checked: 14 },
  UPC_A: { expected: /^\d{11,12}$/, what: '11 or 12 digits', checked: 12 },
}

/** Google Wallet API, Barcode. */
export const checkBarcode: Rule = (value, path, run) => {
  // Google, GenericObject.barcode: a pass without a barcode may show a text in its place.
  const isText = run.vertical === 'generic' && !has(value, 'type') && has(value, 'alternateText')
  if (!isText) required('type', 'value')(value, path, run)
  checkEncoding(value, path, run)
  if (typeOf(value) === 'TEXT_ONLY' && has(value, 'alternateText')) {
    const fix = 'Leave it out: the value itself is shown.'
    const message = 'A barcode of type TEXT_ONLY has no other text.'
    report(run, 'BARCODE_TEXT_NOT_ALLOWED', under(path, 'alternateText'), message, fix)
  }
  checkValue(value, path, run)
}

function checkValue(value: Json, path: string, run: Run): void {
  const text = textAt(value, 'value')
  const type = typeOf(value)
  const symbology = symbologies[type ?? '']
  if (text === undefined || text === '' || symbology === undefined) return
  const { expected, what, checked } = symbology
  if (!expected.test(text)) {
    const message = `${type} holds ${what}.`
    report(run, 'BARCODE_VALUE_INVALID', under(path, 'value'), message, 'Change the value, or use QR_CODE.')
  } else if (text.length === checked && text.at(-1) !== checkDigit(text.slice(0, -1))) {
    const message = `${describe(text)} has a wrong check digit.`
    const fix = `End it with ${checkDigit(text.slice(0, -1))}.`
    report(run, 'BARCODE_VALUE_INVALID', under(path, 'value'), message, fix)
  }
}

/** GS1 General Specifications §7.9: weights 3 and 1 from the right. */
function checkDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, n) => total + Number(digit) * (n % 2 === 0 ? 3 : 1), 0)
  return String((10 - (sum % 10)) % 10)
}

function checkEncoding(value: Json, path: string, run: Run): void {
  const type = typeOf(value)
  if (!has(value, 'renderEncoding') || type === undefined || type === 'QR_CODE') return
  const fix = 'Leave it out, or use QR_CODE.'
  const message = `Google renders ${type} in its own encoding.`
  report(run, 'RENDER_ENCODING_NOT_ALLOWED', under(path, 'renderEncoding'), message, fix)
}

/** The type in its documented spelling, of all that could be compared. */
function typeOf(value: Json): string | undefined {
  const type = textAt(value, 'type')
  if (type === undefined) return undefined
  const plain = type.replaceAll('_', '').toUpperCase()
  return (
    ['QR_CODE', 'PDF_417', 'TEXT_ONLY', ...Object.keys(symbologies)].find((known) => {
      return known.replaceAll('_', '') === plain
    }) ?? type
  )
}

const rotatingTypes: readonly (string | undefined)[] = ['QR_CODE', 'PDF_417', undefined]

/** Google Wallet API, RotatingBarcode. */
export const checkRotatingBarcode: Rule = (value, path, run) => {
  required('type')(value, path, run)
  anyOf('totpDetails', 'initialRotatingBarcodeValues')(value, path, run)
  if (has(value, 'totpDetails')) required('valuePattern')(value, path, run)
  checkEncoding(value, path, run)
  const type = typeOf(value)
  if (!rotatingTypes.includes(type)) {
    const fix = 'Use QR_CODE or PDF_417.'
    report(run, 'ROTATING_TYPE_NOT_ALLOWED', under(path, 'type'), `${describe(type)} does not rotate.`, fix)
  }
  if (has(value, 'initialRotatingBarcodeValues') && run.vertical !== 'transit') {
    const place = under(path, 'initialRotatingBarcodeValues')
    const fix = 'Use totpDetails with a valuePattern.'
    report(run, 'ROTATING_VALUES_NOT_ALLOWED', place, 'Only transit takes values in advance.', fix)
  }
  checkPattern(value, path, run)
}

function checkPattern(value: Json, path: string, run: Run): void {
  const pattern = textAt(value, 'valuePattern')
  if (pattern === undefined || run.isMerged) return
  const place = under(path, 'valuePattern')
  const parameters = objectAt(value, 'totpDetails').parameters
  const count = Array.isArray(parameters) ? parameters.length : 0
  const { totpValues, timestamps, unknown } = placeholdersOf(pattern)
  for (const each of unknown) {
    const fix = 'Use {totp_value_0}, {totp_value_1} …, {totp_timestamp_millis} or {totp_timestamp_seconds}.'
    report(run, 'ROTATING_PATTERN_INVALID', place, `${each} is no placeholder.`, fix)
  }
  for (const index of totpValues) {
    if (index < count) continue
    const message = `{totp_value_${index}} has no parameters: there are ${count}.`
    report(run, 'ROTATING_PATTERN_INVALID', place, message, `Add totpDetails.parameters[${index}].`)
  }
  if (totpValues.size + timestamps === 0 && unknown.length === 0) {
    report(run, 'ROTATING_PATTERN_STATIC', place, 'It has no placeholder.', 'Add {totp_value_0}.')
    return
  }
  for (let index = 0; index < count; index++) {
    if (totpValues.has(index)) continue
    const unused = `${under(path, 'totpDetails.parameters')}[${index}]`
    const message = `The pattern has no {totp_value_${index}}.`
    report(run, 'ROTATING_PARAMETER_UNUSED', unused, message, 'Add it to the pattern, or leave out the parameters.')
  }
}

export const checkTotpDetails: Rule = (value, path, run) => {
  const period = value.periodMillis
  if ((typeof period !== 'string' && typeof period !== 'number') || !(Number(period) < 1)) return
  const fix = 'Write milliseconds, like 30000.'
  report(run, 'NUMBER_OUT_OF_RANGE', under(path, 'periodMillis'), `${describe(period)} is no period.`, fix)
}

export const checkTotpParameters: Rule = (value, path, run) => {
  const length = value.valueLength
  if (typeof length !== 'number') return
  const place = under(path, 'valueLength')
  if (length < 1) {
    report(run, 'NUMBER_OUT_OF_RANGE', place, `A value of ${length} digits is none.`, 'Write 6 to 10, like 8.')
  } else if (length < 6 || length > 10) {
    const message = length < 6 ? `${length} digits are quickly guessed.` : 'Only ten digits can change (RFC 4226 §5.3).'
    report(run, 'ROTATING_LENGTH_UNUSUAL', place, message, 'Write 6 to 10, like 8.')
  }
}
