import sharp from 'sharp'
import { maxPixels, maxSidePixels } from './limits.ts'

/** How large an image is to be made: `cover` fills the box and crops, `inside` fits into it whole. */
export interface Rendition {
  readonly widthPixels: number
  readonly heightPixels: number
  readonly fit: 'cover' | 'inside'
}

export interface NormalisedImage {
  readonly png: Uint8Array
  readonly widthPixels: number
  readonly heightPixels: number
}

export interface TooManyPixels {
  readonly tooManyPixels: { readonly widthPixels: number; readonly heightPixels: number }
}

const timeoutSeconds = 10
const options = { limitInputPixels: maxPixels, sequentialRead: true }

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
  async normalise(bytes: Uint8Array): Promise<NormalisedImage | TooManyPixels> {
    const { width, height } = await sharp(bytes, { ...options, limitInputPixels: false }).metadata()
    if (width * height > maxPixels) return { tooManyPixels: { widthPixels: width, heightPixels: height } }
    const { data, info } = await sharp(bytes, options)
      .autoOrient()
      .resize({ width: maxSidePixels, height: maxSidePixels, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .png()
      .timeout({ seconds: timeoutSeconds })
      .toBuffer({ resolveWithObject: true })
    return { png: data, widthPixels: info.width, heightPixels: info.height }
  },

  /** An image that is kept, at several sizes, as PNG. */
  async render({ png, renditions }: { png: Uint8Array; renditions: readonly Rendition[] }): Promise<Uint8Array[]> {
    const images: Uint8Array[] = []
    for (const { widthPixels: width, heightPixels: height, fit } of renditions) {
      images.push(
        await sharp(png, options)
          .resize({ width, height, fit })
          .png({ compressionLevel: 9 })
          .timeout({ seconds: timeoutSeconds })
          .toBuffer(),
      )
    }
    return images
  },
} as const

export type ImageTasks = typeof imageTasks
