import { openInSrgb } from '@billfold/pkpass/sharp'
import sharp, { type Color, type Sharp } from 'sharp'
import { maxPixels, maxSidePixels } from './limits.ts'

/**
 * How large an image is to be made: `cover` fills the box and crops, `inside` fits into it whole and may leave it smaller.
 * The others keep the box and put the image whole into it: `left` at its left on nothing, `framed` in its middle, with a
 * margin, on the colour of its own corners or on nothing.
 */
export interface Rendition {
  readonly widthPixels: number
  readonly heightPixels: number
  readonly fit: 'cover' | 'inside' | 'left' | 'framed'
  readonly marginPixels?: number
}

export interface NormalisedImage {
  readonly png: Uint8Array
  readonly widthPixels: number
  readonly heightPixels: number
}

const timeoutSeconds = 10
const options = { limitInputPixels: maxPixels, sequentialRead: true }

// An upload that pretends to be one format reaches no other decoder.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'],
})
sharp.cache(false)

type Resize = (png: Uint8Array, rendition: Rendition) => Sharp | Promise<Sharp>

const resizers: Readonly<Record<Rendition['fit'], Resize>> = {
  cover: resize,
  inside: resize,
  left: (png, { widthPixels: width, heightPixels: height }) =>
    sharp(png, options).resize({ width, height, fit: 'contain', position: 'left', background: nothing }),
  async framed(png, { widthPixels, heightPixels, marginPixels = 0 }) {
    const background = await colorOfCorners(png)
    return sharp(png, options)
      .resize({
        width: widthPixels - 2 * marginPixels,
        height: heightPixels - 2 * marginPixels,
        fit: 'contain',
        background,
      })
      .extend({ top: marginPixels, bottom: marginPixels, left: marginPixels, right: marginPixels, background })
  },
}

function resize(png: Uint8Array, { widthPixels: width, heightPixels: height, fit }: Rendition): Sharp {
  return sharp(png, options).resize({ width, height, fit: fit === 'cover' ? 'cover' : 'inside' })
}

const nothing: Color = { r: 0, g: 0, b: 0, alpha: 0 }

/** The colour that an image ends in at its four corners, if it is one and opaque, so that a frame goes on with it. */
async function colorOfCorners(png: Uint8Array): Promise<Color> {
  const { data, info } = await sharp(png, options).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const at = (x: number, y: number) => data.readUInt32BE(4 * (y * width + x))
  const [corner, ...others] = [at(0, 0), at(width - 1, 0), at(0, height - 1), at(width - 1, height - 1)] as const
  const isOneColor = others.every((other) => other === corner) && data[3] === 255
  return isOneColor ? { r: data[0] ?? 0, g: data[1] ?? 0, b: data[2] ?? 0, alpha: 1 } : nothing
}

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
  async render({ png, renditions }: { png: Uint8Array; renditions: readonly Rendition[] }): Promise<Uint8Array[]> {
    const images: Uint8Array[] = []
    for (const rendition of renditions) {
      const resized = await resizers[rendition.fit](png, rendition)
      images.push(await resized.png({ compressionLevel: 9 }).timeout({ seconds: timeoutSeconds }).toBuffer())
    }
    return images
  },
} as const

export type ImageTasks = typeof imageTasks
