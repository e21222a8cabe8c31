import { type Issue, issueOf } from '../errors.ts'
import type { ImageHeader } from './header.ts'
import { type ImageBox, type ImageSlot, type ImageStyle, imageBoxes } from './slots.ts'

/** One image file to make. */
export interface ImageRendition {
  /** In the package: `strip@2x.png`. */
  readonly name: string
  readonly scale: 1 | 2 | 3
  /** The box to fill, or to fit into. */
  readonly widthPixels: number
  readonly heightPixels: number
  readonly fit: ImageBox['fit']
}

export interface ImagePlan {
  readonly renditions: readonly ImageRendition[]
  /** The part of the source that is shown, in its pixels. */
  readonly shown: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
  /** What is cropped or left out, and what the image is too small for. */
  readonly issues: readonly Issue[]
}

const scales = [1, 2, 3] as const
/** Of a side: what nobody sees the lack of. */
const unnoticedCrop = 0.02

/**
 * What to make of one source image for a slot: its file for each scale, and what is lost. A scale that the image is too
 * small for is left out rather than blown up: the phone then enlarges the next smaller one itself, and the pass stays
 * small. Nothing is planned for a slot that the style does not show.
 */
export function imagePlan(
  style: ImageStyle,
  slot: ImageSlot,
  source: Size & Pick<ImageHeader, 'isAnimated'>,
): ImagePlan | undefined {
  const box = imageBoxes[style][slot]
  if (box === undefined) return undefined
  const shown = shownPart(source, box)
  return {
    renditions: scales
      .filter((scale) => scale === 1 || scale <= room(source, box))
      .map((scale) => rendition(slot, source, box, scale)),
    shown,
    issues: [
      ...(source.isAnimated ? [animated(slot)] : []),
      ...cropIssues(slot, source, shown, box),
      ...sizeIssues(slot, source, box),
    ],
  }
}

const animated = (slot: ImageSlot) =>
  issueOf('IMAGE_ANIMATED', slot, 'It is an animation: only its first picture is used.', 'Give a single picture.')

/** How many times larger than its box an image is; below 1 it is smaller. */
function room({ widthPixels, heightPixels }: Size, { widthPoints, heightPoints, fit }: ImageBox): number {
  const [across, down] = [widthPixels / widthPoints, heightPixels / heightPoints]
  return fit === 'cover' ? Math.min(across, down) : Math.max(across, down)
}

type Size = Pick<ImageHeader, 'widthPixels' | 'heightPixels'>

/** A box at a scale, in pixels; an image that is too small even for 1 keeps its pixels and gets the box's shape. */
function rendition(slot: ImageSlot, source: Size, box: ImageBox, scale: 1 | 2 | 3): ImageRendition {
  const factor = Math.min(scale, room(source, box))
  const pixels = (points: number) => Math.max(1, Math.round(points * factor))
  return {
    name: imageFileName(slot, scale),
    scale,
    widthPixels: pixels(box.widthPoints),
    heightPixels: pixels(box.heightPoints),
    fit: box.fit,
  }
}

export function imageFileName(slot: string, scale: number): string {
  return scale === 1 ? `${slot}.png` : `${slot}@${scale}x.png`
}

/** The middle of the source, in the shape of the box. */
function shownPart(source: Size, box: ImageBox): ImagePlan['shown'] {
  const { widthPixels, heightPixels } = source
  if (box.fit === 'inside') return { left: 0, top: 0, width: widthPixels, height: heightPixels }
  const factor = room(source, box)
  const width = Math.min(widthPixels, Math.round(box.widthPoints * factor))
  const height = Math.min(heightPixels, Math.round(box.heightPoints * factor))
  return { left: Math.floor((widthPixels - width) / 2), top: Math.floor((heightPixels - height) / 2), width, height }
}

function cropIssues(slot: ImageSlot, source: Size, shown: ImagePlan['shown'], box: ImageBox): Issue[] {
  const { widthPixels, heightPixels } = source
  // The same shape without loss, but not with fewer pixels than the sharpest screens show.
  const [width, height] =
    room(source, box) < 3 ? [3 * box.widthPoints, 3 * box.heightPoints] : [shown.width, shown.height]
  const lost = [
    ['columns left and right', widthPixels - shown.width, widthPixels],
    ['rows above and below', heightPixels - shown.height, heightPixels],
  ] as const
  return lost
    .filter(([, pixels, of]) => pixels > of * unnoticedCrop)
    .map(([what, pixels, of]) =>
      issueOf(
        'IMAGE_CROPPED',
        slot,
        `Of ${widthPixels} × ${heightPixels} pixels, ${pixels} ${what} are cut off, ${Math.round((100 * pixels) / of)} %.`,
        `Give an image of ${width} × ${height} pixels, or of that shape.`,
      ),
    )
}

function sizeIssues(slot: ImageSlot, source: Size, box: ImageBox): Issue[] {
  const factor = room(source, box)
  if (factor >= 3) return []
  const { widthPoints, heightPoints } = box
  const [width, height] = [source.widthPixels, source.heightPixels].map((pixels) => Math.ceil((pixels * 3) / factor))
  const wanted = box.fit === 'cover' ? `${widthPoints * 3} × ${heightPoints * 3}` : `${width} × ${height}`
  const missing = scales.filter((scale) => scale > factor).map((scale) => `@${scale}x`)
  return [
    issueOf(
      'IMAGE_TOO_SMALL',
      slot,
      `${source.widthPixels} × ${source.heightPixels} pixels are not enough for ${missing.join(', ')}, where phones enlarge it.`,
      `Give an image of at least ${wanted} pixels.`,
    ),
  ]
}
