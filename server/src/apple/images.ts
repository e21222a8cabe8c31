import type { Files, PassStyle } from '@billfold/pkpass'
import type { Rendition } from '../assets/image-tasks.ts'
import type { ImageWorker } from '../assets/image-worker.ts'
import { findImage, type StoredImage } from '../assets/store.ts'
import type { PassContent } from '../passes/content/content.ts'
import type { Database } from '../platform/database.ts'
import { rememberRecent } from '../platform/recent.ts'

export type PassImages = NonNullable<PassContent['images']>
type Role = keyof PassImages

/** The place of an image on the face: Wallet fills some with it and crops, others it fits in whole. */
interface Box {
  readonly widthPoints: number
  readonly heightPoints: number
  readonly fit: Rendition['fit']
}

const fill = (widthPoints: number, heightPoints: number): Box => ({ widthPoints, heightPoints, fit: 'cover' })
const within = (widthPoints: number, heightPoints: number): Box => ({ widthPoints, heightPoints, fit: 'inside' })
const common = { icon: fill(38, 38), logo: within(160, 50) }

/**
 * Which images each style shows, and how large (Apple, *Human Interface Guidelines*, Wallet). What a style does not show
 * is left out of its passes. A ticket's background is blurred beyond recognition: it keeps the size of Apple's *Pass
 * Design and Creation*, a fifth of the present one.
 */
const boxes: Readonly<Record<PassStyle, Readonly<Partial<Record<Role, Box>>>>> = {
  boardingPass: { ...common, footer: within(286, 15) },
  coupon: { ...common, strip: fill(375, 144) },
  eventTicket: { ...common, strip: fill(375, 98), thumbnail: within(90, 90), background: fill(180, 220) },
  generic: { ...common, thumbnail: within(90, 90) },
  storeCard: { ...common, strip: fill(375, 144) },
}

/** The roles of those images that a style shows. */
export function shownRoles(style: PassStyle, images: PassImages): Role[] {
  return (Object.keys(boxes[style]) as Role[]).filter((role) => images[role] !== undefined)
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

  const render = async (role: Role, assetId: string, box: Box): Promise<Files> => {
    const image = await findImage(options.database.pool, assetId)
    if (!image) throw new Error(`The asset ${assetId}, the ${role} of a pass, is not there.`)
    const scales = scalesOf(image, box)
    const renditions = scales.map((scale) => renditionOf(image, box, scale))
    const pngs = await options.imageWorker.run('render', { png: image.bytes, renditions })
    return Object.fromEntries(scales.map((scale, index) => [fileName(role, scale), pngs[index] as Uint8Array]))
  }

  return {
    async filesOf(style, images) {
      const files = shownRoles(style, images).map((role) => {
        const [assetId, box] = [images[role] as string, boxes[style][role] as Box]
        return remember(`${assetId} ${role} ${box.heightPoints}`, () => render(role, assetId, box))
      })
      return Object.assign({}, ...(await Promise.all(files)))
    },
  }
}

const fileName = (role: Role, scale: number) => (scale === 1 ? `${role}.png` : `${role}@${scale}x.png`)

/** How many times larger than its box an image is; below 1 it is smaller. */
function room({ widthPixels, heightPixels }: StoredImage, { widthPoints, heightPoints, fit }: Box): number {
  const [across, down] = [widthPixels / widthPoints, heightPixels / heightPoints]
  return fit === 'cover' ? Math.min(across, down) : Math.max(across, down)
}

/**
 * The scales that an image is large enough for, and 1 in any case. A scale is left out rather than blown up: the phone
 * then enlarges the next smaller one itself, and the pass stays small.
 */
function scalesOf(image: StoredImage, box: Box): number[] {
  return [1, 2, 3].filter((scale) => scale === 1 || scale <= room(image, box))
}

/** A box at a scale, in pixels; an image that is too small even for 1 keeps its pixels and gets the box's shape. */
function renditionOf(image: StoredImage, box: Box, scale: number): Rendition {
  const factor = Math.min(scale, room(image, box))
  const pixels = (points: number) => Math.max(1, Math.round(points * factor))
  return { widthPixels: pixels(box.widthPoints), heightPixels: pixels(box.heightPoints), fit: box.fit }
}
