import { isTurned } from './exif.ts'
import type { ImageSize } from './header.ts'

/** The size that the first chunk of a WebP states (RFC 9649 §2), turned if its EXIF chunk says so. */
export function webpSize(image: Buffer): ImageSize {
  const size = canvasSize(image.toString('latin1', 12, 16), image.subarray(20))
  return size && isLyingDown(image) ? [size[1], size[0]] : size
}

/** Whether the flags of its first chunk announce frames (RFC 9649 §2.7). */
export const isAnimatedWebp = (image: Buffer): boolean =>
  image.toString('latin1', 12, 16) === 'VP8X' && (image[20]! & 0x02) !== 0

function canvasSize(type: string, chunk: Buffer): ImageSize {
  if (chunk.length < 10) return undefined
  // §2.7: both less one.
  if (type === 'VP8X') return [chunk.readUIntLE(4, 3) + 1, chunk.readUIntLE(7, 3) + 1]
  if (type === 'VP8L') {
    // §3.4: a signature, then 14 bits each, less one.
    const bits = chunk.readUInt32LE(1)
    return chunk[0] === 0x2f ? [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1] : undefined
  }
  // RFC 6386 §9.1: a start code, then 14 bits each beside the scaling.
  const hasStartCode = type === 'VP8 ' && chunk.readUIntBE(3, 3) === 0x9d012a
  return hasStartCode ? [chunk.readUInt16LE(6) & 0x3fff, chunk.readUInt16LE(8) & 0x3fff] : undefined
}

function isLyingDown(image: Buffer): boolean {
  for (let at = 12; at + 8 <= image.length; ) {
    const lengthBytes = image.readUInt32LE(at + 4)
    if (image.toString('latin1', at, at + 4) === 'EXIF') return isTurned(image.subarray(at + 8, at + 8 + lengthBytes))
    // Chunks have an even number of bytes.
    at += 8 + lengthBytes + (lengthBytes & 1)
  }
  return false
}
