import Type from 'typebox'

/**
 * The building blocks of the content's schema. The keyword `x-place` says what a template at that place renders to where
 * the JSON Schema alone does not tell:
 *
 * - `fixed`: no template at all, because others refer to the value (a field's key)
 * - `message`: text into which the phone puts a value for `%@` (a change message)
 * - `fieldValue`: text, number or date, as the field's `format` says
 * - `raw`: a wallet's own JSON, whose places raw-places.ts knows
 */
export type SchemaPlace = 'fixed' | 'message' | 'fieldValue' | 'raw'

/** The longest text that a token, a template or a result may have, in UTF-16 code units. */
export const maxTextLength = 10_000

/** An object that takes no keys but these. */
export function closed<const P extends Type.TProperties>(properties: P, description?: string) {
  return Type.Object(properties, { additionalProperties: false, ...(description === undefined ? {} : { description }) })
}

export const text = (description: string) => Type.String({ description, maxLength: maxTextLength })

export const requiredText = (description: string) =>
  Type.String({ description, minLength: 1, maxLength: maxTextLength })

/** A text of the given regular expression; the description says in words what it matches, with an example. */
export const matching = (pattern: string, description: string) => Type.String({ description, pattern })

/** RFC 3339 with seconds and an offset, "Z" in upper case: what both wallets read. */
export const instant = (description: string) =>
  Type.String({
    description: `${description}: a date-time with an offset, such as 2026-12-24T18:00:00+01:00`,
    format: 'date-time',
    pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:[0-5]\d(\.\d+)?(Z|[+-]\d{2}:\d{2})$`,
  })

/** Where a tap may lead. No user part, so that a link's host is what it seems to be. */
export const urlPattern = String.raw`^(https://[^\s/?#@\\]+([/?#]\S*)?|tel:\+?[0-9().;=a-z-]+|mailto:[^\s@]+@\S+)$`

export const url = (description: string) =>
  Type.String({
    description: `${description}: a URL that begins with https://, tel: or mailto:`,
    pattern: urlPattern,
    maxLength: 2_000,
  })

export const color = (description: string) =>
  matching('^#[0-9a-fA-F]{6}$', `${description}: a colour written #rrggbb, such as #1c7ed6`)

export const money = (description: string) =>
  closed(
    {
      amountMinor: Type.Integer({ description: 'The amount in minor units: 1250 is 12.50 EUR' }),
      currency: matching('^[A-Z]{3}$', 'A currency of ISO 4217, such as EUR'),
    },
    description,
  )

/** A wallet's own JSON, handed to it as it is. */
export const raw = (description: string) =>
  Type.Record(Type.String(), Type.Unknown(), { description, 'x-place': 'raw' satisfies SchemaPlace })
