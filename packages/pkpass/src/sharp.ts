/** Makes the images of a pass with sharp, which is for the caller to install. */
import sharp, { type Sharp } from 'sharp'
import { type Issue, issueOf, refuseErrors } from './errors.ts'
import type { Files } from './files.ts'
import { checkImageSource } from './images/check-source.ts'
import { type ImageRendition, imagePlan } from './images/plan.ts'
import type { ImageSlot, ImageStyle } from './images/slots.ts'
import { maxImagePixels } from './limits.ts'

export interface RenderedImages {
  /** To give to a template: `icon.png`, `icon@2x.png` … */
  readonly files: Files
  /** What was cropped, left out or not large enough. */
  readonly warnings: readonly Issue[]
}

const timeoutSeconds = 10

/**
 * The image files of a pass from one source image for each slot, in PNG, JPEG or WebP: at one, two and three times the
 * points of its place, the right way up, in sRGB, without metadata; of an animation its first picture. Type, bytes and pixels are judged before anything
 * is decoded. Throws a PassError with the problems of all sources.
 */
export async function renderImages(
  style: ImageStyle,
  sources: Readonly<Partial<Record<ImageSlot, Uint8Array | undefined>>>,
): Promise<RenderedImages> {
  const issues: Issue[] = []
  const work = (Object.entries(sources) as [ImageSlot, Uint8Array | undefined][]).flatMap(([slot, bytes]) => {
    if (bytes === undefined) return []
    const source = checkImageSource(bytes, slot)
    const plan = 'code' in source ? undefined : imagePlan(style, slot, source)
    issues.push(...('code' in source ? [source] : (plan?.issues ?? [notShown(style, slot)])))
    return plan ? [{ slot, bytes, renditions: plan.renditions }] : []
  })
  refuseErrors('IMAGES_REFUSED', issues)

  const files: Record<string, Uint8Array> = {}
  for (const { slot, bytes, renditions } of work) {
    try {
      const images = await renderImage(bytes, renditions)
      for (const [index, { name }] of renditions.entries()) files[name] = images[index]!
    } catch (failure) {
      const reason = reasonOf(failure)
      const fix = 'Open it in an image editor and save it again.'
      issues.push(issueOf('IMAGE_UNREADABLE', slot, `It cannot be decoded: ${reason}.`, fix))
    }
  }
  refuseErrors('IMAGES_REFUSED', issues)
  return { files, warnings: issues }
}

/** One image at several sizes, as PNG in sRGB; the same image gives the same bytes. Throws what sharp throws. */
async function renderImage(
  image: Uint8Array,
  renditions: readonly Pick<ImageRendition, 'widthPixels' | 'heightPixels' | 'fit'>[],
): Promise<Uint8Array[]> {
  const images: Uint8Array[] = []
  for (const { widthPixels: width, heightPixels: height, fit } of renditions) {
    images.push(
      await openInSrgb(image)
        .resize({ width, height, fit })
        .png({ compressionLevel: 9 })
        .timeout({ seconds: timeoutSeconds })
        .toBuffer(),
    )
  }
  return images
}

/** An image that is open for sharp to work on: the right way up, in sRGB with 8 bits. */
export function openInSrgb(image: Uint8Array): Sharp {
  return (
    sharp(image, { limitInputPixels: maxImagePixels, sequentialRead: true })
      .autoOrient()
      // Without this, sharp overlooks the colour profile of an image with 16 bits.
      .pipelineColourspace('srgb')
      .toColourspace('srgb')
  )
}

function notShown(style: ImageStyle, slot: ImageSlot): Issue {
  return issueOf('IMAGE_NOT_SHOWN', slot, `A ${style} does not show it.`, 'Leave it out.')
}

/** The first line says what is wrong with the image; libvips goes on with what it therefore did not write. */
function reasonOf(failure: unknown): string {
  const [reason = ''] = (failure instanceof Error ? failure.message : String(failure)).split('\n')
  return reason
}
