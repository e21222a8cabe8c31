import type { PassStyle, PosterFace } from '../pass-json/types.ts'

/** The images of a pass by the names of their files. */
export type ImageSlot =
  | 'icon'
  | 'logo'
  | 'strip'
  | 'thumbnail'
  | 'background'
  | 'footer'
  | 'primaryLogo'
  | 'secondaryLogo'
  | 'artwork'
  | 'venueMap'
  | 'personalizationLogo'

/** The place of an image on the face: Wallet fills some with it and crops, others it fits in whole. */
export interface ImageBox {
  readonly widthPoints: number
  readonly heightPoints: number
  readonly fit: 'cover' | 'inside'
  /** Apple states no size: this one is as large as the screens of phones need. */
  readonly isAssumed?: true
}

/** The five classic styles, and the one that may stand beside them. */
export type ImageStyle = PassStyle | 'posterGeneric'

const fill = (widthPoints: number, heightPoints: number): ImageBox => ({ widthPoints, heightPoints, fit: 'cover' })
const within = (widthPoints: number, heightPoints: number): ImageBox => ({ widthPoints, heightPoints, fit: 'inside' })

const common = { icon: fill(38, 38), logo: within(160, 50), personalizationLogo: within(150, 40) }
const poster = { primaryLogo: within(126, 30), artwork: fill(358, 448) }

/**
 * Which images each style shows, and how large (Apple, *Human Interface Guidelines*, Wallet; *Creating a Pass with Pass
 * Designer*). A ticket's background is blurred beyond recognition: it keeps the size of Apple's *Pass Design and
 * Creation*, a fifth of the present one.
 */
export const imageBoxes: Readonly<Record<ImageStyle, Readonly<Partial<Record<ImageSlot, ImageBox>>>>> = {
  boardingPass: { ...common, footer: within(286, 15), primaryLogo: poster.primaryLogo },
  coupon: { ...common, strip: fill(375, 144) },
  eventTicket: {
    ...common,
    strip: fill(375, 98),
    thumbnail: within(90, 90),
    background: fill(180, 220),
    ...poster,
    secondaryLogo: within(135, 12),
    venueMap: { ...within(375, 375), isAssumed: true },
  },
  generic: { ...common, thumbnail: within(90, 90) },
  storeCard: { ...common, strip: fill(375, 144) },
  posterGeneric: { ...common, ...poster },
}

/** Images that a style shows only where Wallet draws it in a new way, which the pass must ask for. */
export const facesOfImages: Readonly<Partial<Record<ImageStyle, Readonly<Partial<Record<ImageSlot, PosterFace>>>>>> = {
  boardingPass: { primaryLogo: 'semanticBoardingPass' },
  eventTicket: {
    artwork: 'posterEventTicket',
    primaryLogo: 'posterEventTicket',
    secondaryLogo: 'posterEventTicket',
    venueMap: 'posterEventTicket',
  },
}

/** The first iOS that shows an image anywhere. */
export const imageSinceIos: Readonly<Record<ImageSlot, number>> = {
  icon: 6,
  logo: 6,
  strip: 6,
  thumbnail: 6,
  background: 6,
  footer: 6,
  personalizationLogo: 10,
  artwork: 18,
  primaryLogo: 18,
  secondaryLogo: 18,
  venueMap: 18,
}
