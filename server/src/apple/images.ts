import { type Files, type ImageStyle, type Issue, imageBoxes, imagePlan } from '@billfold/pkpass'
import type { ImageWorker } from '../assets/image-worker.ts'
import { findImage, type ImageSize } from '../assets/store.ts'
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

/**
 * What is cropped of a pass's images, what they are too small for, and which of them no style shows.
 *
 * @param sizes of the images by their ids; of one that is not there, nothing is said
 * @returns the places as the names of files in the package
 */
export function imageIssues(
  styles: readonly ImageStyle[],
  images: PassImages,
  sizes: ReadonlyMap<string, ImageSize>,
): Issue[] {
  return (Object.keys(images) as Role[]).flatMap((role) => {
    const size = sizes.get(images[role] ?? '')
    if (size === undefined) return []
    const style = showing(styles, role)
    const issues = style === undefined ? [notShown(styles, role)] : (imagePlan(style, role, size)?.issues ?? [])
    return issues.map((issue) => ({ ...issue, path: `${role}.png` }))
  })
}

function notShown(styles: readonly ImageStyle[], role: Role): Issue {
  return {
    code: 'IMAGE_NOT_SHOWN',
    severity: 'warning',
    path: role,
    message: `Apple Wallet shows no ${role} on a ${styles.join(' or ')}.`,
    fix: 'Leave it out, unless it is for Google Wallet.',
  }
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
