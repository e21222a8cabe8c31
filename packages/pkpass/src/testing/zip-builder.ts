/** Writes zip archives for tests, odd ones included: every field of a member may be given wrongly. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface OddMember {
  readonly name: string | Buffer
  readonly content?: string | Uint8Array
  readonly method?: number
  readonly flags?: number
  readonly crc?: number
  readonly sizeBytes?: number
  readonly compressedBytes?: number
  /** In the member's own header. */
  readonly localName?: string
  readonly localMethod?: number
  readonly localSizeBytes?: number
  /** The system that made it, and what it noted. */
  readonly madeBy?: number
  readonly externalAttributes?: number
  /** Where the directory says that it is. */
  readonly offset?: number
  /** Sizes and checksum after the data instead of before it. */
  readonly hasDataDescriptor?: boolean
  readonly comment?: string
}

export interface OddEnd {
  readonly count?: number
  readonly disk?: number
  readonly directoryOffset?: number
  readonly comment?: string
}

export function buildZip(members: readonly OddMember[], end: OddEnd = {}): Buffer {
  const pieces: Buffer[] = []
  const records: Buffer[] = []
  let at = 0
  const add = (...added: readonly Buffer[]) => {
    pieces.push(...added)
    at += added.reduce((sum, piece) => sum + piece.length, 0)
  }

  for (const member of members) {
    const content = Buffer.from(member.content ?? '')
    const method = member.method ?? 0
    const data = method === 8 ? deflateRawSync(content) : content
    const name = Buffer.from(member.name)
    const localName = Buffer.from(member.localName ?? name)
    const flags = (member.flags ?? 0) | (member.hasDataDescriptor ? 8 : 0)
    const sizes = u32(
      member.crc ?? crc32(content),
      member.compressedBytes ?? data.length,
      member.sizeBytes ?? content.length,
    )
    const offset = member.offset ?? at
    const localSizes = member.hasDataDescriptor ? Buffer.alloc(12) : Buffer.from(sizes)
    if (member.localSizeBytes !== undefined) localSizes.writeUInt32LE(member.localSizeBytes, 8)
    add(
      u32(0x04034b50),
      u16(20, flags, member.localMethod ?? method, 0, 33),
      localSizes,
      u16(localName.length, 0),
      localName,
      data,
    )
    if (member.hasDataDescriptor) add(u32(0x08074b50), sizes)
    const comment = Buffer.from(member.comment ?? '')
    records.push(
      Buffer.concat([
        u32(0x02014b50),
        u16(((member.madeBy ?? 0) << 8) | 20, 20, flags, method, 0, 33),
        sizes,
        u16(name.length, 0, comment.length, 0, 0),
        u32(member.externalAttributes ?? 0, offset),
        name,
        comment,
      ]),
    )
  }
  const directory = Buffer.concat(records)
  const count = end.count ?? members.length
  const comment = Buffer.from(end.comment ?? '')
  return Buffer.concat([
    ...pieces,
    directory,
    u32(0x06054b50),
    u16(end.disk ?? 0, 0, count, count),
    u32(directory.length, end.directoryOffset ?? at),
    u16(comment.length),
    comment,
  ])
}

function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [i, value] of values.entries()) bytes.writeUInt16LE(value, i * 2)
  return bytes
}

function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, i * 4)
  return bytes
}
