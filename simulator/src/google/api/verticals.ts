/** The kinds of pass that Google knows, by the names that its collections begin with. */
export const verticals = ['generic', 'loyalty', 'offer', 'giftCard', 'eventTicket', 'flight', 'transit'] as const
export type Vertical = (typeof verticals)[number]
export type Side = 'class' | 'object'

/** Where the classes or the objects of a vertical are kept. */
export interface Collection {
  readonly vertical: Vertical
  readonly side: Side
  /** In paths, as in `loyaltyObject`. */
  readonly name: string
  /** In the API description, as in `LoyaltyObject`. */
  readonly schema: string
  /** In the payload of a JWT, as in `loyaltyObjects`. */
  readonly list: string
}

function collectionOf(vertical: Vertical, side: Side): Collection {
  const name = vertical + (side === 'class' ? 'Class' : 'Object')
  return {
    vertical,
    side,
    name,
    schema: name.charAt(0).toUpperCase() + name.slice(1),
    list: name + (side === 'class' ? 'es' : 's'),
  }
}

export const collections: readonly Collection[] = verticals.flatMap((vertical) => [
  collectionOf(vertical, 'class'),
  collectionOf(vertical, 'object'),
])

const byName = new Map(collections.map((collection) => [collection.name, collection]))

/** The collection of this name in a path, as in `loyaltyObject`. */
export function collectionNamed(name: string): Collection | undefined {
  return byName.get(name)
}

/** The collection of the classes or objects of a vertical. */
export function collectionFor(vertical: Vertical, side: Side): Collection {
  return byName.get(vertical + (side === 'class' ? 'Class' : 'Object'))!
}
