import { isTurned } from './exif.ts'
import type { ImageSize } from './header.ts'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Length, type and checksum. */
const chunkOverheadBytes = 12

/** The size that a PNG states (W3C, *PNG* §11.2.1), turned if an eXIf chunk before the pixels says so. */
export function pngSize(image: Buffer): ImageSize {
  if (image.length < 33 || !image.subarray(0, 8).equals(signature) || image.toString('latin1', 12, 16) !== 'IHDR') {
    return undefined
  }
  const [width, height] = [image.readUInt32BE(16), image.readUInt32BE(20)]
  return isLyingDown(image) ? [height, width] : [width, height]
}

/** Whether an acTL chunk before the pixels announces frames (W3C, *PNG* §11.3.4.1). */
export const isAnimatedPng = (image: Buffer): boolean => chunkBeforePixels(image, 'acTL') !== undefined

function isLyingDown(image: Buffer): boolean {
  const exif = chunkBeforePixels(image, 'eXIf')
  return exif !== undefined && isTurned(exif)
}

function chunkBeforePixels(image: Buffer, wanted: string): Buffer | undefined {
  for (let at = signature.length; at + 8 <= image.length; ) {
    const lengthBytes = image.readUInt32BE(at)
    const type = image.toString('latin1', at + 4, at + 8)
    if (type === wanted) return image.subarray(at + 8, at + 8 + lengthBytes)
    if (type === 'IDAT') return undefined
    at += chunkOverheadBytes + lengthBytes
  }
  return undefined
}
