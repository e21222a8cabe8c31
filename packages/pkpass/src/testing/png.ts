import { crc32, deflateSync } from 'node:zlib'

/** A PNG of one transparent colour and any size. */
export function pngOf(widthPixels: number, heightPixels: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPixels, 0)
  header.writeUInt32BE(heightPixels, 4)
  // 8 bits, grey with alpha.
  header.set([8, 4, 0, 0, 0], 8)
  const pixels = deflateSync(Buffer.alloc(heightPixels * (1 + 2 * widthPixels)))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}
