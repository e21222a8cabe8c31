import type { schemas } from './generated/schemas.ts'
import type { Schemas } from './generated/types.ts'

interface VerticalRow {
  /** The names of the schemas. */
  readonly class: keyof typeof schemas
  readonly object: keyof typeof schemas
  /** The collections of the REST API. */
  readonly classCollection: string
  readonly objectCollection: string
  /** The arrays in the payload of a save link's JWT. */
  readonly classes: string
  readonly objects: string
}

/** The kinds of passes: what each is called in schemas, in the REST API and in save links. */
export const verticals = {
  generic: {
    class: 'GenericClass',
    object: 'GenericObject',
    classCollection: 'genericClass',
    objectCollection: 'genericObject',
    classes: 'genericClasses',
    objects: 'genericObjects',
  },
  loyalty: {
    class: 'LoyaltyClass',
    object: 'LoyaltyObject',
    classCollection: 'loyaltyClass',
    objectCollection: 'loyaltyObject',
    classes: 'loyaltyClasses',
    objects: 'loyaltyObjects',
  },
  offer: {
    class: 'OfferClass',
    object: 'OfferObject',
    classCollection: 'offerClass',
    objectCollection: 'offerObject',
    classes: 'offerClasses',
    objects: 'offerObjects',
  },
  giftCard: {
    class: 'GiftCardClass',
    object: 'GiftCardObject',
    classCollection: 'giftCardClass',
    objectCollection: 'giftCardObject',
    classes: 'giftCardClasses',
    objects: 'giftCardObjects',
  },
  eventTicket: {
    class: 'EventTicketClass',
    object: 'EventTicketObject',
    classCollection: 'eventTicketClass',
    objectCollection: 'eventTicketObject',
    classes: 'eventTicketClasses',
    objects: 'eventTicketObjects',
  },
  flight: {
    class: 'FlightClass',
    object: 'FlightObject',
    classCollection: 'flightClass',
    objectCollection: 'flightObject',
    classes: 'flightClasses',
    objects: 'flightObjects',
  },
  transit: {
    class: 'TransitClass',
    object: 'TransitObject',
    classCollection: 'transitClass',
    objectCollection: 'transitObject',
    classes: 'transitClasses',
    objects: 'transitObjects',
  },
} as const satisfies Readonly<Record<string, VerticalRow>>

export type Vertical = keyof typeof verticals
/** The class of a vertical, like `LoyaltyClass` for `ClassOf<'loyalty'>`. */
export type ClassOf<V extends Vertical> = Schemas[(typeof verticals)[V]['class']]
/** The object of a vertical, like `LoyaltyObject` for `ObjectOf<'loyalty'>`. */
export type ObjectOf<V extends Vertical> = Schemas[(typeof verticals)[V]['object']]
