import { fieldValueType, slots } from './fields.ts'
import { isGs1 } from './gs1.ts'
import type { ReviewIssue } from './issues.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { newsKey } from './news.ts'

/**
 * What the schema of content cannot state. Each rule looks only at what has the right shape: the schema speaks of the
 * rest, so that both kinds of issues come at once.
 */
export function ruleIssues(content: JsonObject): ReviewIssue[] {
  const { fields, validity, barcode } = content
  return [...fieldIssues(fields), ...validityIssues(validity), ...barcodeIssues(barcode), ...rotatingIssues(barcode)]
}

function fieldIssues(fields: unknown): ReviewIssue[] {
  if (!isJsonObject(fields)) return []
  const placeOfKey = new Map<unknown, string>()
  const issues: ReviewIssue[] = []
  for (const slot of slots) {
    const list: unknown = fields[slot]
    if (!Array.isArray(list)) continue
    for (const [index, field] of list.entries()) {
      if (!isJsonObject(field)) continue
      const path = `/fields/${slot}/${index}`
      const first = placeOfKey.get(field.key)
      if (first === undefined) placeOfKey.set(field.key, `field ${index + 1} of "${slot}"`)
      else if (field.key !== undefined) issues.push(duplicateKey(field.key, path, first))
      issues.push(...valueIssues(field, path), ...changeMessageIssues(field, path), ...newsIssues(field, path))
    }
  }
  return issues
}

function duplicateKey(key: unknown, path: string, first: string): ReviewIssue {
  return {
    code: 'duplicate_field_key',
    path: `${path}/key`,
    message: `The key ${JSON.stringify(key)} is already that of ${first}.`,
    fix: 'Give each field of the pass a key of its own: phones and variants know fields by it.',
  }
}

const isInstant = (value: unknown) =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
  !Number.isNaN(Date.parse(value))

function valueIssues({ value, format }: JsonObject, path: string): ReviewIssue[] {
  const type = fieldValueType(format)
  if (value === undefined || type === 'text') return []
  if (type === 'number' ? typeof value === 'number' : isInstant(value)) return []
  const wanted = type === 'number' ? 'a number' : 'a date-time with an offset, such as 2026-12-24T18:00:00+01:00'
  return [
    {
      code: 'value_format',
      path: `${path}/value`,
      message: `${JSON.stringify(value)} cannot be written in the field's format.`,
      fix: `Give ${wanted}, or remove "format".`,
    },
  ]
}

function changeMessageIssues({ changeMessage }: JsonObject, path: string): ReviewIssue[] {
  if (typeof changeMessage !== 'string' || changeMessage.includes('%@')) return []
  return [
    {
      code: 'change_message_placeholder',
      path: `${path}/changeMessage`,
      message: 'The change message lacks %@, so that a phone cannot show the new value.',
      fix: 'Write %@ where the new value belongs, such as "You have %@ points now".',
    },
  ]
}

function newsIssues({ key, format }: JsonObject, path: string): ReviewIssue[] {
  if (key !== newsKey || format === undefined) return []
  return [
    {
      code: 'news_not_text',
      path: `${path}/format`,
      message: `The field "${newsKey}" bears the messages of variants, which are text.`,
      fix: 'Remove "format", or give the field another key.',
    },
  ]
}

function validityIssues(validity: unknown): ReviewIssue[] {
  if (!isJsonObject(validity)) return []
  const [from, until] = [validity.from, validity.until].map((instant) => Date.parse(String(instant)))
  // Both comparisons with NaN are false: what is absent or malformed has no order.
  if (!(Number(from) >= Number(until))) return []
  return [
    {
      code: 'validity_order',
      path: '/validity/until',
      message: 'The pass would expire before it becomes valid.',
      fix: 'Let "until" lie after "from".',
    },
  ]
}

interface Symbology {
  readonly name: string
  readonly carries: (message: string) => boolean
  readonly takes: string
}

/** What codes and encodings can carry that cannot carry any text: of either wallet the less, where they differ. */
const symbologies: { readonly [formatOrEncoding: string]: Symbology } = {
  code128: {
    name: 'A Code 128',
    carries: (message) => /^[\x20-\x7e]*$/.test(message),
    takes: 'plain letters, digits and punctuation',
  },
  code39: {
    name: 'A Code 39',
    carries: (message) => /^[0-9A-Z .$/+%-]*$/.test(message),
    takes: 'capital letters, digits, spaces and - . $ / + %',
  },
  codabar: {
    name: 'A Codabar',
    carries: (message) => /^(?:[A-D][0-9$:/.+-]+[A-D]|[0-9$:/.+-]+)$/.test(message),
    takes: 'digits and - $ : / . +, between two of the letters A to D if wanted',
  },
  ean13: { name: 'An EAN-13', carries: isGs1(13), takes: '13 digits, the last of which is the check digit' },
  itf: { name: 'An ITF', carries: (message) => /^(?:\d\d)+$/.test(message), takes: 'an even number of digits' },
  'iso-8859-1': {
    name: 'ISO 8859-1',
    carries: (message) => /^[^\u0100-\uffff]*$/.test(message),
    takes: 'the characters of Western European languages',
  },
}

function barcodeIssues(barcode: unknown): ReviewIssue[] {
  if (!isJsonObject(barcode)) return []
  const { format, encoding, message } = barcode
  const limits = [symbologies[String(format)], symbologies[String(encoding)]]
  const limit = limits.find((candidate) => candidate !== undefined && !candidate.carries(String(message)))
  if (limit === undefined) return []
  return [
    {
      code: 'barcode_characters',
      path: '/barcode/message',
      message: `${limit.name} cannot carry the message.`,
      fix: `Use a QR code in UTF-8, or a message of ${limit.takes}.`,
    },
  ]
}

/** The formats that a wallet turns (Google Wallet API, *RotatingBarcode*). */
const turningFormats: readonly unknown[] = ['qr', 'pdf417']

function rotatingIssues(barcode: unknown): ReviewIssue[] {
  if (!isJsonObject(barcode) || !isJsonObject(barcode.rotating)) return []
  const { format, rotating } = barcode
  const pattern = String(rotating.pattern)
  const issues: ReviewIssue[] = []
  if (!turningFormats.includes(format)) {
    issues.push({
      code: 'rotating_format',
      path: '/barcode/format',
      message: 'Only a QR code and a PDF417 can turn.',
      fix: 'Use "qr" or "pdf417", or remove "rotating".',
    })
  }
  // A token may say neither where the code stands nor what else a phone should put in.
  const [before, after, ...more] = pattern.split('{code}')
  if (after === undefined || more.length > 0 || /[{}]/.test(`${before}${after}`)) {
    issues.push({
      code: 'rotating_pattern',
      path: '/barcode/rotating/pattern',
      message: 'The pattern has to say once, and nothing else in braces, where the code stands.',
      fix: 'Write {code} where the code stands, such as "A17-{code}".',
    })
  }
  return issues
}
