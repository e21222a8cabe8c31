import Type from 'typebox'
import { enrolment } from './enrolment.ts'
import { fieldsBySlot } from './fields.ts'
import { boardingPassDetails } from './kinds/boarding-pass.ts'
import { couponDetails } from './kinds/coupon.ts'
import { eventTicketDetails } from './kinds/event-ticket.ts'
import { genericDetails } from './kinds/generic.ts'
import { giftCardDetails } from './kinds/gift-card.ts'
import { loyaltyDetails } from './kinds/loyalty.ts'
import { transitDetails } from './kinds/transit.ts'
import { barcode, colors, images, language, links, relevance, validity } from './parts.ts'
import { closed, raw, requiredText, type SchemaPlace, text } from './places.ts'

export const kinds = ['coupon', 'loyalty', 'giftCard', 'eventTicket', 'boardingPass', 'transit', 'generic'] as const

/** What sort of pass a campaign issues; fixed for the campaign's life. */
export type Kind = (typeof kinds)[number]

const google = closed({
  class: Type.Optional(raw('Keys of the Google class, merged last; the same for all passes')),
  object: Type.Optional(raw('Keys of the Google object, merged last')),
})

function contentOfKind<const K extends Kind, D extends Type.TSchema>(kind: K, details: D) {
  return closed({
    kind: Type.Literal(kind, { 'x-place': 'fixed' satisfies SchemaPlace }),
    issuerName: requiredText('Who issues the pass'),
    title: requiredText('The name of the programme, offer, card or event'),
    description: requiredText('What a screen reader says the pass is, such as "Membership card"'),
    language: Type.Optional(language),
    grouping: Type.Optional(text('What passes have in common that stand together, such as a booking number')),
    logoText: Type.Optional(text('The text beside the logo')),
    details: Type.Optional(details),
    voided: Type.Boolean(),
    validity: Type.Optional(validity),
    fields: fieldsBySlot,
    colors: Type.Optional(colors),
    images: Type.Optional(images),
    barcode: Type.Optional(barcode),
    relevance: Type.Optional(relevance),
    links: Type.Optional(links),
    enrolment: Type.Optional(enrolment),
    apple: Type.Optional(raw('Keys of pass.json, merged last')),
    google: Type.Optional(google),
  })
}

/** The schema of rendered content, by kind. */
export const contentSchemas = {
  coupon: contentOfKind('coupon', couponDetails),
  loyalty: contentOfKind('loyalty', loyaltyDetails),
  giftCard: contentOfKind('giftCard', giftCardDetails),
  eventTicket: contentOfKind('eventTicket', eventTicketDetails),
  boardingPass: contentOfKind('boardingPass', boardingPassDetails),
  transit: contentOfKind('transit', transitDetails),
  generic: contentOfKind('generic', genericDetails),
} as const

/**
 * What a pass shows, in words of neither wallet: typed values, no templates. Parts that no template fills are shared
 * between results and frozen.
 */
export type PassContent = { [K in Kind]: Type.Static<(typeof contentSchemas)[K]> }[Kind]

/** The type of an authored place: any leaf may be a template, which is a string. */
type Authored<T> = T extends string
  ? string
  : T extends number | boolean
    ? T | string
    : T extends readonly (infer Item)[]
      ? Authored<Item>[]
      : T extends object
        ? { [Key in keyof T]: Authored<T[Key]> }
        : T

type AuthoredContent<C extends PassContent> = Authored<Omit<C, 'kind' | 'voided' | 'fields'>> & {
  /** The revision's kind once more, or nothing. */
  kind?: Kind
  fields?: Partial<Authored<C['fields']>>
}

/**
 * Content as it is authored: the shape of {@link PassContent}, where every leaf but a field's key may be a Liquid template.
 * A template's result takes the type that the schema declares at its place; where that is not text, an empty result
 * means absent, and with it the smallest optional part that cannot do without it.
 */
export type ContentTemplate = { [K in Kind]: AuthoredContent<Extract<PassContent, { kind: K }>> }[Kind]
