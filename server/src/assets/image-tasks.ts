import { openInSrgb, renderImage } from '@billfold/pkpass/sharp'
import sharp from 'sharp'
import { maxSidePixels } from './limits.ts'

export interface NormalisedImage {
  readonly png: Uint8Array
  readonly widthPixels: number
  readonly heightPixels: number
}

const timeoutSeconds = 10

// An upload that pretends to be one format reaches no other decoder.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'],
})
sharp.cache(false)

/** What the image thread can do. Each result depends on the input alone: the same bytes give the same bytes. */
export const imageTasks = {
  /**
   * An image as it is kept: the right way up by its EXIF orientation, in sRGB with 8 bits, without any metadata, at
   * most 2,048 pixels on its longer side, as PNG.
   */
  async normalise(bytes: Uint8Array): Promise<NormalisedImage> {
    const { data, info } = await openInSrgb(bytes)
      .resize({ width: maxSidePixels, height: maxSidePixels, fit: 'inside', withoutEnlargement: true })
      .png()
      .timeout({ seconds: timeoutSeconds })
      .toBuffer({ resolveWithObject: true })
    return { png: data, widthPixels: info.width, heightPixels: info.height }
  },

  /** An image that is kept, at several sizes, as PNG. */
  render: ({ png, renditions }: { png: Uint8Array; renditions: Parameters<typeof renderImage>[1] }) =>
    renderImage(png, renditions),
} as const

export type ImageTasks = typeof imageTasks
