import { isTurned } from './exif.ts'
import type { ImageSize } from './header.ts'

/** Markers without a length: TEM, RST0 to RST7, SOI. */
const isStandalone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
/** SOF0 to SOF15 but for DHT, JPG and DAC, which stand among them. */
const isStartOfFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const app1 = 0xe1
const startOfScan = 0xda

/** The size that a JPEG's frame states (ITU-T T.81 §B.2.2), turned if its EXIF part says so. */
export function jpegSize(image: Buffer): ImageSize {
  let turned = false
  for (let at = 2; at + 4 <= image.length; ) {
    if (image[at] !== 0xff) return undefined
    const marker = image[at + 1]!
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) at += 1
    else if (isStandalone(marker)) at += 2
    else {
      const lengthBytes = image.readUInt16BE(at + 2)
      const segment = image.subarray(at + 4, at + 2 + lengthBytes)
      if (isStartOfFrame(marker)) return frameSize(segment, turned)
      if (marker === startOfScan || lengthBytes < 2) return undefined
      if (marker === app1 && segment.toString('latin1', 0, 4) === 'Exif') turned = isTurned(segment)
      at += 2 + lengthBytes
    }
  }
  return undefined
}

function frameSize(segment: Buffer, turned: boolean): ImageSize {
  if (segment.length < 5) return undefined
  const [height, width] = [segment.readUInt16BE(1), segment.readUInt16BE(3)]
  return turned ? [height, width] : [width, height]
}
