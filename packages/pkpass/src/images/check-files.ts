import { type Issue, issueOf } from '../errors.ts'
import { entriesOf, type FileSource } from '../files.ts'
import { readImageHeader } from './header.ts'
import { facesOfImages, type ImageBox, type ImageSlot, type ImageStyle, imageBoxes, imageSinceIos } from './slots.ts'

const imageFile = /^(?:[^/]+\.lproj\/)?([A-Za-z]+)(?:@([23])x)?\.png$/

/** Shapes, in points, that Apple's documents also state for a place: they do not agree with one another. */
const otherShapes: Readonly<Partial<Record<ImageSlot, readonly (readonly [width: number, height: number])[]>>> = {
  strip: [
    [375, 98],
    [375, 123],
    [375, 144],
  ],
  background: [
    [180, 220],
    [343, 503],
  ],
}
const shapeTolerance = 0.1
/** Width by height, of images that may have several shapes and are cropped beyond (*Pass Design and Creation*). */
const aspects: Readonly<Partial<Record<ImageSlot, readonly [narrowest: number, widest: number]>>> = {
  thumbnail: [2 / 3, 3 / 2],
}
/** Times the size of the place: what is smaller looks blurred, what is larger only costs memory. */
const least = 0.7
const most = 3

/**
 * Images that a pass of its style does not show, or that are in shape or size far from their place on it (Human Interface
 * Guidelines, Wallet).
 */
export function imageIssues(files: FileSource, pass: Readonly<Record<string, unknown>>): Issue[] {
  const styles = (Object.keys(imageBoxes) as ImageStyle[]).filter((style) => pass[style] !== undefined)
  const schemes: readonly unknown[] = Array.isArray(pass.preferredStyleSchemes) ? pass.preferredStyleSchemes : []
  const ofEach = entriesOf(files).flatMap(([path, bytes]) => {
    const [, slot = '', scale = '1'] = imageFile.exec(path) ?? []
    if (!Object.hasOwn(imageSinceIos, slot)) return []
    const shownBy = styles.filter((style) => imageBoxes[style][slot as ImageSlot])
    const boxes = shownBy.flatMap((style) => imageBoxes[style][slot as ImageSlot] ?? [])
    if (boxes.length === 0 && styles.length > 0) {
      return [issueOf('IMAGE_NOT_SHOWN', path, `A ${styles.join(' or ')} does not show it.`, 'Leave it out.')]
    }
    const faces = shownBy.map((style) => facesOfImages[style]?.[slot as ImageSlot])
    const [face] = faces
    if (face !== undefined && faces.every((each) => each !== undefined && !schemes.includes(each))) {
      const fix = `Add "${face}" to preferredStyleSchemes, or leave it out.`
      return [issueOf('IMAGE_NOT_SHOWN', path, `Wallet shows it only where it draws a ${face}.`, fix)]
    }
    const header = boxes.length > 0 ? readImageHeader(bytes) : undefined
    if (header?.format !== 'png' || boxes.some(({ isAssumed }) => isAssumed)) return []
    // Where two styles share the image, it must fit one of their places.
    const problems = boxes.map((box) => sizeProblem(path, slot as ImageSlot, box, Number(scale), header))
    return problems.includes(undefined) ? [] : (problems[0] ?? [])
  })
  return [...ofEach, ...scaleIssues(files, styles)]
}

/** Phones have screens of two and of three pixels a point. Of icons more is said elsewhere. */
function scaleIssues(files: FileSource, styles: readonly ImageStyle[]): Issue[] {
  const names = entriesOf(files).map(([path]) => path.slice(path.lastIndexOf('/') + 1))
  const shown = new Set(styles.flatMap((style) => Object.keys(imageBoxes[style])))
  return [...new Set(names.map((name) => imageFile.exec(name)?.[1] ?? ''))]
    .filter((slot) => slot !== 'icon' && shown.has(slot))
    .flatMap((slot) => {
      const missing = ['@2x', '@3x'].filter((scale) => !names.includes(`${slot}${scale}.png`))
      if (missing.length === 0) return []
      const wanted = missing.map((scale) => `${slot}${scale}.png`)
      const message = `There is no ${slot} for ${missing.join(' and ')} screens, which enlarge a smaller one.`
      return [issueOf('IMAGE_SCALE_MISSING', wanted[0]!, message, `Add ${wanted.join(' and ')}.`)]
    })
}

function sizeProblem(
  path: string,
  slot: ImageSlot,
  { widthPoints, heightPoints, fit }: ImageBox,
  scale: number,
  { widthPixels, heightPixels }: { readonly widthPixels: number; readonly heightPixels: number },
): Issue | undefined {
  const [across, down] = [widthPixels / (widthPoints * scale), heightPixels / (heightPoints * scale)]
  const factor = fit === 'cover' ? Math.min(across, down) : Math.max(across, down)
  const place = `${widthPoints * scale} × ${heightPoints * scale} pixels`
  const fix = fit === 'cover' ? `Make it ${place}.` : `Make it fit into ${place}.`
  const size = `It has ${widthPixels} × ${heightPixels} pixels, and its place ${place}`
  const odd = (why: string) => issueOf('IMAGE_SIZE_ODD', path, `${size}: ${why}.`, fix)
  if (factor < least) return odd('phones enlarge it')
  if (factor > most) return odd('that is more than any phone shows')
  const aspect = widthPixels / heightPixels
  const [narrowest, widest] = aspects[slot] ?? [0, Number.POSITIVE_INFINITY]
  const slack = 1 + shapeTolerance
  if (aspect * slack < narrowest || aspect > widest * slack) return odd('what stands over is cut off')
  const shapes = otherShapes[slot] ?? [[widthPoints, heightPoints]]
  const fits = shapes.some(
    ([width, height]) => Math.abs((widthPixels * height) / (heightPixels * width) - 1) <= shapeTolerance,
  )
  return fit === 'inside' || fits ? undefined : odd('what stands over is cut off')
}
