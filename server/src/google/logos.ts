import type { Image } from '@billfold/google-wallet'
import type { PassContent } from '../passes/content/content.ts'
import type { View } from './mapping.ts'
import { image } from './values.ts'

type LogoContent = Pick<Partial<PassContent>, 'images' | 'logoText' | 'description'>

/**
 * The logo in a circle, and the wide one that Google shows in its place and that of the issuer's name. A logo that has
 * text beside it is a sign, one that has none is a word; the icon is a sign.
 */
export function logosOf({ images = {}, logoText, description }: LogoContent, { place, language }: View) {
  const { icon, logo } = images
  const sign = logoText ? (logo ?? icon) : (icon ?? logo)
  const word = logoText ? undefined : logo
  const show = (assetId: string, rendition: 'google-logo' | 'google-wide-logo') =>
    image(place.imageUrl(assetId, rendition), description, language)
  const logos: { logo?: Image; wideLogo?: Image } = {}
  if (sign !== undefined) logos.logo = show(sign, 'google-logo')
  if (word !== undefined) logos.wideLogo = show(word, 'google-wide-logo')
  return logos
}
