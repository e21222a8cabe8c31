import type { Image, ImageModuleData, LinksModuleData, MerchantLocation, Vertical } from '@billfold/google-wallet'
import type { PassContent } from '../passes/content/content.ts'
import { present } from '../passes/content/json.ts'
import { logosOf } from './logos.ts'
import type { View } from './mapping.ts'
import { type parts, type Side, sideOf } from './sides.ts'
import { image } from './values.ts'

type CommonContent = Pick<
  Partial<PassContent>,
  'colors' | 'images' | 'links' | 'relevance' | 'logoText' | 'description'
>

/** What the square logo and the wide one are called; a flight's are its airline's. */
const logoKeys: Readonly<Partial<Record<Vertical, readonly [logo: string, wideLogo: string]>>> = {
  generic: ['logo', 'wideLogo'],
  loyalty: ['programLogo', 'wideProgramLogo'],
  offer: ['titleImage', 'wideTitleImage'],
  giftCard: ['programLogo', 'wideProgramLogo'],
  eventTicket: ['logo', 'wideLogo'],
  transit: ['logo', 'wideLogo'],
}

/** What every vertical shows alike, of which each side gets what is its own. */
export interface CommonParts {
  readonly hexBackgroundColor?: string
  readonly heroImage?: Image
  readonly imageModulesData?: readonly ImageModuleData[]
  readonly linksModuleData?: LinksModuleData
  readonly merchantLocations?: readonly MerchantLocation[]
}

export function commonParts(content: CommonContent, side: Side, view: View): CommonParts {
  const ifHere = <T>(part: keyof typeof parts, value: T | undefined) =>
    sideOf(part, view) === side ? value : undefined
  const { images = {}, description, links = [], relevance } = content
  const show = (assetId: string, rendition?: 'google-hero') =>
    image(view.place.imageUrl(assetId, rendition), description, view.language)
  const hero = images.strip ?? images.background
  return {
    ...(sideOf('logo', view) === side && namedLogos(content, view)),
    ...present({
      hexBackgroundColor: ifHere('color', content.colors?.background),
      heroImage: ifHere('hero', hero === undefined ? undefined : show(hero, 'google-hero')),
      imageModulesData: ifHere(
        'photo',
        images.thumbnail === undefined ? undefined : [{ id: 'thumbnail', mainImage: show(images.thumbnail) }],
      ),
      linksModuleData: ifHere('links', links.length > 0 ? { uris: links.map(uri) } : undefined),
      merchantLocations: ifHere('locations', relevance?.locations?.map(merchantLocation)),
    }),
  }
}

function namedLogos(content: CommonContent, view: View): Readonly<Record<string, Image>> {
  const [logoKey, wideLogoKey] = logoKeys[view.vertical] ?? []
  if (logoKey === undefined || wideLogoKey === undefined) return {}
  const { logo, wideLogo } = logosOf(content, view)
  return { ...(logo && { [logoKey]: logo }), ...(wideLogo && { [wideLogoKey]: wideLogo }) }
}

const uri = ({ label, url }: { label: string; url: string }, index: number) => ({
  id: `link-${index + 1}`,
  uri: url,
  description: label,
})

/** Google knows neither a text nor a distance of its own for a place. */
const merchantLocation = ({ latitude, longitude }: MerchantLocation): MerchantLocation => ({ latitude, longitude })
