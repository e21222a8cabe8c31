import Type from 'typebox'
import { closed, matching, type SchemaPlace, text } from './places.ts'

/** Where a field stands on the pass, from the top of its face to its back. */
export const slots = ['header', 'primary', 'secondary', 'auxiliary', 'back'] as const
export type Slot = (typeof slots)[number]

const dateStyles = ['none', 'short', 'medium', 'long', 'full'] as const

const format = Type.Union(
  [
    closed({ number: Type.Enum(['decimal', 'percent', 'scientific', 'spellOut']) }),
    closed({ currency: matching('^[A-Z]{3}$', 'A currency of ISO 4217, such as EUR') }),
    closed({
      date: Type.Enum([...dateStyles]),
      time: Type.Enum([...dateStyles]),
      relative: Type.Optional(Type.Boolean({ description: 'Show "in 2 hours" instead of the date' })),
      ignoresTimeZone: Type.Optional(Type.Boolean({ description: "Show the time in the value's own offset" })),
    }),
  ],
  {
    description:
      'How the phone writes the value: { "number": "decimal" }, { "currency": "EUR" } or { "date": "medium", "time": "short" }',
  },
)

/** One labelled value. Its key identifies it: variants match fields by key and phones compare values by key. */
export const field = closed({
  key: Type.String({
    description: 'A key of 1 to 64 letters, digits, "_" or "-"',
    pattern: '^[A-Za-z0-9_-]{1,64}$',
    'x-place': 'fixed' satisfies SchemaPlace,
  }),
  label: Type.Optional(text('The label beside the value')),
  value: Type.Union([text('A text'), Type.Number()], {
    description: 'A text or a number',
    'x-place': 'fieldValue' satisfies SchemaPlace,
  }),
  changeMessage: Type.Optional(
    Type.String({
      description: 'What the lock screen says when the value changes; %@ stands for the new value',
      maxLength: 1_000,
      'x-place': 'message' satisfies SchemaPlace,
    }),
  ),
  align: Type.Optional(Type.Enum(['left', 'center', 'right', 'natural'])),
  format: Type.Optional(format),
  row: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1, description: 'The row of an auxiliary field of an event ticket: 0 or 1' }),
  ),
  detect: Type.Optional(
    Type.Array(Type.Enum(['phone', 'link', 'address', 'calendar']), {
      description: 'What a back field turns into links: phone, link, address, calendar; [] for none',
    }),
  ),
})

export type Field = Type.Static<typeof field>
export type FieldFormat = Type.Static<typeof format>

const list = Type.Array(field)

export const fieldsBySlot = closed({ header: list, primary: list, secondary: list, auxiliary: list, back: list })

/** What a field's value is, by its format. */
export function fieldValueType(format: unknown): 'text' | 'number' | 'date' {
  if (typeof format !== 'object' || format === null) return 'text'
  return 'date' in format ? 'date' : 'number'
}
