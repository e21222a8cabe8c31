import type { Vertical } from '@billfold/google-wallet'
import type { SharedPath } from '../passes/content/personal-places.ts'
import type { View } from './mapping.ts'

/** The two halves of what Google shows. */
export type Side = 'class' | 'object'

/** On which of them Google has a part; where on both, it goes to the class if all passes share it. */
type Level = Side | 'both'

const everywhere = (level: Level) => ({
  generic: level,
  loyalty: level,
  offer: level,
  giftCard: level,
  eventTicket: level,
  flight: level,
  transit: level,
})

/** A part that both wallets show and the places of content that it is made of. */
export interface Part {
  readonly paths: readonly SharedPath[]
  /** Google Wallet API, the class and the object of each vertical. */
  readonly level: Readonly<Record<Vertical, Level>>
}

export const parts = {
  color: {
    paths: [['colors', 'background']],
    level: { ...everywhere('both'), generic: 'object', loyalty: 'class', offer: 'class', giftCard: 'class' },
  },
  logo: {
    paths: [
      ['images', 'logo'],
      ['images', 'icon'],
    ],
    level: { ...everywhere('class'), generic: 'object' },
  },
  hero: {
    paths: [
      ['images', 'strip'],
      ['images', 'background'],
    ],
    level: { ...everywhere('both'), generic: 'object' },
  },
  photo: { paths: [['images', 'thumbnail']], level: everywhere('both') },
  links: { paths: [['links']], level: everywhere('both') },
  locations: { paths: [['relevance', 'locations']], level: everywhere('both') },
} as const satisfies Readonly<Record<string, Part>>

/** Where Google is told a part: on one side only, so that the object never repeats the class. */
export function sideOf(part: keyof typeof parts, { vertical, sharing }: Pick<View, 'vertical' | 'sharing'>): Side {
  const { level, paths }: Part = parts[part]
  const where = level[vertical]
  if (where !== 'both') return where
  return paths.every((path) => sharing.isShared(...path)) ? 'class' : 'object'
}
