import { type Files, imageBoxes, imagePlan, type PassStyle } from '@billfold/pkpass'
import type { ImageWorker } from '../assets/image-worker.ts'
import { findImage } from '../assets/store.ts'
import type { PassContent } from '../passes/content/content.ts'
import type { Database } from '../platform/database.ts'
import { rememberRecent } from '../platform/recent.ts'

export type PassImages = NonNullable<PassContent['images']>
type Role = keyof PassImages

/** The roles of those images that a style shows. */
export function shownRoles(style: PassStyle, images: PassImages): Role[] {
  return (Object.keys(images) as Role[]).filter(
    (role) => images[role] !== undefined && imageBoxes[style][role] !== undefined,
  )
}

/** Some 200 kB each. */
const keptRenditions = 200

export interface Images {
  /**
   * A pass's image files by their names in the package, made from the assets that its content names.
   *
   * @throws Error when an asset is not there
   */
  filesOf(style: PassStyle, images: PassImages): Promise<Files>
}

export function openImages(options: { database: Database; imageWorker: ImageWorker }): Images {
  const remember = rememberRecent<Files>(keptRenditions)

  const render = async (style: PassStyle, role: Role, assetId: string): Promise<Files> => {
    const image = await findImage(options.database.pool, assetId)
    if (!image) throw new Error(`The asset ${assetId}, the ${role} of a pass, is not there.`)
    const renditions = imagePlan(style, role, image)?.renditions ?? []
    const pngs = await options.imageWorker.run('render', { png: image.bytes, renditions })
    return Object.fromEntries(renditions.map(({ name }, index) => [name, pngs[index] as Uint8Array]))
  }

  return {
    async filesOf(style, images) {
      const files = shownRoles(style, images).map((role) => {
        const assetId = images[role] as string
        return remember(`${assetId} ${role} ${imageBoxes[style][role]?.heightPoints}`, () =>
          render(style, role, assetId),
        )
      })
      return Object.assign({}, ...(await Promise.all(files)))
    },
  }
}
