import { type Files, type ImageStyle, imageBoxes, imagePlan } from '@billfold/pkpass'
import type { ImageWorker } from '../assets/image-worker.ts'
import { findImage } from '../assets/store.ts'
import type { PassContent } from '../passes/content/content.ts'
import type { Database } from '../platform/database.ts'
import { rememberRecent } from '../platform/recent.ts'

export type PassImages = NonNullable<PassContent['images']>
type Role = keyof PassImages

/** The roles of those images that one of the styles shows. */
export function shownRoles(styles: readonly ImageStyle[], images: PassImages): Role[] {
  return (Object.keys(images) as Role[]).filter(
    (role) => images[role] !== undefined && showing(styles, role) !== undefined,
  )
}

/** The style that has a place for an image, the pass's own first. */
function showing(styles: readonly ImageStyle[], role: Role): ImageStyle | undefined {
  return styles.find((style) => imageBoxes[style][role] !== undefined)
}

/** Some 200 kB each. */
const keptRenditions = 200

export interface Images {
  /**
   * A pass's image files by their names in the package, made from the assets that its content names.
   *
   * @throws Error when an asset is not there
   */
  filesOf(styles: readonly ImageStyle[], images: PassImages): Promise<Files>
}

export function openImages(options: { database: Database; imageWorker: ImageWorker }): Images {
  const remember = rememberRecent<Files>(keptRenditions)

  const render = async (style: ImageStyle, role: Role, assetId: string): Promise<Files> => {
    const image = await findImage(options.database.pool, assetId)
    if (!image) throw new Error(`The asset ${assetId}, the ${role} of a pass, is not there.`)
    const renditions = imagePlan(style, role, image)?.renditions ?? []
    const pngs = await options.imageWorker.run('render', { png: image.bytes, renditions })
    return Object.fromEntries(renditions.map(({ name }, index) => [name, pngs[index] as Uint8Array]))
  }

  return {
    async filesOf(styles, images) {
      const files = shownRoles(styles, images).map((role) => {
        const assetId = images[role] as string
        const style = showing(styles, role) as ImageStyle
        return remember(`${assetId} ${role} ${imageBoxes[style][role]?.heightPoints}`, () =>
          render(style, role, assetId),
        )
      })
      return Object.assign({}, ...(await Promise.all(files)))
    },
  }
}
