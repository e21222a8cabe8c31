const orientationTag = 0x0112
const ifdEntryBytes = 12

/** Whether an image is shown lying on its side: its EXIF orientation, in a TIFF structure (TIFF 6.0 §2; Exif 2.3 §4.6.4). */
export function isTurned(exif: Buffer): boolean {
  // In a JPEG always, in other formats by mistake.
  const tiff = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif
  const isLittleEndian = tiff.toString('latin1', 0, 2) === 'II'
  const uint16 = (at: number) =>
    at + 2 > tiff.length ? 0 : isLittleEndian ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const uint32 = (at: number) =>
    at + 4 > tiff.length ? 0 : isLittleEndian ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)
  if (uint16(2) !== 42) return false
  const directory = uint32(4)
  const count = uint16(directory)
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * ifdEntryBytes
    if (entry + ifdEntryBytes > tiff.length) return false
    if (uint16(entry) === orientationTag) return uint16(entry + 8) >= 5 && uint16(entry + 8) <= 8
  }
  return false
}
