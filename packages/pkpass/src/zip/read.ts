/**
 * Reads zip archives from strangers (PKWARE, *APPNOTE* §4.3): stored and deflated members within limits. Refused are
 * zip64, encryption, names that leave the folder, duplicates, symbolic links, overlapping members, and sizes or
 * checksums that do not fit. Nothing is inflated before the sizes of all members are known to be within the limits.
 */
import { crc32, inflateRawSync } from 'node:zlib'
import { type Issue, issueOf } from '../errors.ts'
import { centralRecord, endRecord, flag, localHeader, method } from './format.ts'
import { unsafeName } from './member-name.ts'

export interface ZipLimits {
  /** Of the archive, and of all members together when inflated. */
  readonly maxBytes: number
  readonly maxFiles: number
}

export interface ZipContents {
  /** The members that could be read, folders left out. */
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly issues: readonly Issue[]
}

interface CentralRecord {
  readonly name: string
  readonly nameBytes: Buffer
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly offset: number
  readonly isSymbolicLink: boolean
}

/** Thrown inside this file for what makes an archive or a member unreadable. */
class ZipProblem extends Error {
  readonly issue: Issue

  constructor(issue: Issue) {
    super(issue.message)
    this.issue = issue
  }
}

/** Reads what can be read and reports the rest; paths of issues are member names, or `archive`. */
export function readZip(bytes: Uint8Array, limits: ZipLimits): ZipContents {
  const files = new Map<string, Uint8Array>()
  const issues: Issue[] = []
  const attempt = (task: () => void) => {
    try {
      task()
    } catch (failure) {
      if (!(failure instanceof ZipProblem)) throw failure
      issues.push(failure.issue)
    }
  }

  const seen = new Set<string>()
  attempt(() => {
    const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const records = readDirectory(archive, limits)
    refuseOverLimit(records, limits)
    refuseOverlaps(records)
    for (const record of records) {
      attempt(() => {
        if (seen.has(record.name)) throw problem('ZIP_NAME_DUPLICATE', record.name, 'The name occurs twice.', reZip)
        seen.add(record.name)
        const content = readMember(archive, record)
        if (content !== undefined) files.set(record.name, content)
      })
    }
  })
  return { files, issues }
}

const reZip = 'Create the archive anew, with a tool that writes plain zip.'
const fetchAgain = 'Fetch the file once more, or build the pass anew.'

type ZipCode = 'ZIP_INVALID' | 'ZIP_UNSUPPORTED' | 'ZIP_TOO_LARGE' | 'ZIP_NAME_UNSAFE' | 'ZIP_NAME_DUPLICATE'

function problem(code: ZipCode, path: string, message: string, fix: string): ZipProblem {
  return new ZipProblem(issueOf(code, path, message, fix))
}

function invalid(path: string, message: string, fix = reZip): ZipProblem {
  return problem('ZIP_INVALID', path, message, fix)
}

function unsupported(path: string, message: string): ZipProblem {
  return problem('ZIP_UNSUPPORTED', path, message, reZip)
}

function readDirectory(archive: Buffer, { maxBytes, maxFiles }: ZipLimits): readonly CentralRecord[] {
  if (archive.length > maxBytes) {
    throw problem('ZIP_TOO_LARGE', 'archive', `It has ${archive.length} bytes.`, `At most ${maxBytes} bytes are read.`)
  }
  const end = findEnd(archive)
  const count = archive.readUInt16LE(end + 10)
  const directoryBytes = archive.readUInt32LE(end + 12)
  const start = archive.readUInt32LE(end + 16)
  if (count === 0xffff || directoryBytes === 0xffffffff || start === 0xffffffff)
    throw unsupported('archive', 'It is zip64.')
  if (archive.readUInt32LE(end + 4) !== 0 || archive.readUInt16LE(end + 8) !== count) {
    throw unsupported('archive', 'It is one part of several.')
  }
  if (start + directoryBytes !== end) throw invalid('archive', 'Its directory is not where it should be.')
  if (count > maxFiles) {
    throw problem('ZIP_TOO_LARGE', 'archive', `It has ${count} members.`, `At most ${maxFiles} are read.`)
  }

  const records: CentralRecord[] = []
  let at = start
  for (let i = 0; i < count; i++) {
    const { record, next } = readCentralRecord(archive, at, end)
    records.push(record)
    at = next
  }
  if (at !== end) throw invalid('archive', 'Its directory has another size than it says.')
  return records
}

/** The last end record whose comment reaches to the last byte. */
function findEnd(archive: Buffer): number {
  const last = archive.length - endRecord.bytes
  for (let at = last; at >= 0 && at >= last - endRecord.maxCommentBytes; at--) {
    if (archive.readUInt32LE(at) === endRecord.signature && archive.readUInt16LE(at + 20) === last - at) return at
  }
  throw withoutEnd(archive)
}

/** What a file without an end record is: mostly a page that a server sent instead, or half of a download. */
function withoutEnd(archive: Buffer): ZipProblem {
  if (archive.length === 0) return invalid('archive', 'The file is empty.', fetchAgain)
  if (!archive.subarray(0, 2).equals(magic)) {
    const beginning = archive
      .subarray(0, 16)
      .toString('latin1')
      .replace(/[^ -~]/g, '·')
    return invalid('archive', `This is no zip archive: it begins with "${beginning}".`, 'Give a .pkpass file.')
  }
  const end = Buffer.alloc(4)
  end.writeUInt32LE(endRecord.signature)
  return archive.includes(end)
    ? invalid('archive', 'Something stands behind its end.')
    : invalid('archive', 'Its end is missing: it was cut off.', fetchAgain)
}

/** With which the first record of every zip archive begins. */
const magic = Buffer.from('PK')

function readCentralRecord(archive: Buffer, at: number, end: number): { record: CentralRecord; next: number } {
  if (at + centralRecord.bytes > end || archive.readUInt32LE(at) !== centralRecord.signature) {
    throw invalid('archive', 'Its directory is damaged.')
  }
  const nameEnd = at + centralRecord.bytes + archive.readUInt16LE(at + 28)
  const next = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  if (next > end) throw invalid('archive', 'Its directory is damaged.')
  const nameBytes = archive.subarray(at + centralRecord.bytes, nameEnd)
  const record = {
    name: nameBytes.toString('utf8'),
    nameBytes,
    flags: archive.readUInt16LE(at + 8),
    method: archive.readUInt16LE(at + 10),
    crc: archive.readUInt32LE(at + 16),
    compressedBytes: archive.readUInt32LE(at + 20),
    sizeBytes: archive.readUInt32LE(at + 24),
    offset: archive.readUInt32LE(at + 42),
    isSymbolicLink: isSymbolicLink(archive.readUInt8(at + 5), archive.readUInt32LE(at + 38)),
  }
  return { record, next }
}

/** Unix and macOS keep the file mode in the upper half of the external attributes. */
function isSymbolicLink(madeBySystem: number, externalAttributes: number): boolean {
  return (madeBySystem === 3 || madeBySystem === 19) && ((externalAttributes >>> 28) & 0xf) === 0xa
}

function refuseOverLimit(records: readonly CentralRecord[], { maxBytes }: ZipLimits): void {
  const zip64 = records.find(({ sizeBytes, compressedBytes, offset }) =>
    [sizeBytes, compressedBytes, offset].includes(0xffffffff),
  )
  if (zip64) throw unsupported(zip64.name, 'It is zip64.')
  const sizeBytes = records.reduce((sum, record) => sum + record.sizeBytes, 0)
  if (sizeBytes <= maxBytes) return
  throw problem(
    'ZIP_TOO_LARGE',
    'archive',
    `Inflated it has ${sizeBytes} bytes.`,
    `At most ${maxBytes} bytes are read.`,
  )
}

/** Members that share bytes are how a small archive becomes a huge one. */
function refuseOverlaps(records: readonly CentralRecord[]): void {
  const inOrder = records.toSorted((a, b) => a.offset - b.offset)
  for (const [index, record] of inOrder.entries()) {
    const next = inOrder[index + 1]
    const leastEnd = record.offset + localHeader.bytes + record.nameBytes.length + record.compressedBytes
    if (next && leastEnd > next.offset) throw invalid(next.name, `It overlaps with ${record.name}.`)
  }
}

/** The content of a member, or nothing for a folder. */
function readMember(archive: Buffer, record: CentralRecord): Uint8Array | undefined {
  const { name } = record
  refuseUnsafeName(record)
  if (record.isSymbolicLink) throw unsupported(name, 'It is a symbolic link.')
  if (record.flags & (flag.encrypted | flag.strongEncryption | flag.maskedHeaders))
    throw unsupported(name, 'It is encrypted.')
  const data = memberData(archive, record)
  if (name.endsWith('/')) return undefined
  const content = inflate(record, data)
  if (content.length !== record.sizeBytes) throw invalid(name, 'It has another size than the archive says.')
  if (crc32(content) !== record.crc) throw invalid(name, 'Its checksum is wrong.', fetchAgain)
  return content
}

function refuseUnsafeName({ name, nameBytes }: CentralRecord): void {
  const unsafe = Buffer.from(name, 'utf8').equals(nameBytes) ? unsafeName(name.replace(/\/$/, '')) : 'is no UTF-8'
  if (unsafe)
    throw problem('ZIP_NAME_UNSAFE', name, `The name ${unsafe}.`, 'Do not unpack it; have the pass built anew.')
}

function memberData(archive: Buffer, record: CentralRecord): Buffer {
  const { name, nameBytes, offset, compressedBytes } = record
  if (offset + localHeader.bytes > archive.length || archive.readUInt32LE(offset) !== localHeader.signature) {
    throw invalid(name, 'It is not where the directory says.')
  }
  const nameStart = offset + localHeader.bytes
  const nameEnd = nameStart + archive.readUInt16LE(offset + 26)
  if (!archive.subarray(nameStart, nameEnd).equals(nameBytes)) throw invalid(name, 'Its own header has another name.')
  if (!agrees(archive, record)) throw invalid(name, 'Its own header says something else than the directory.')
  const dataStart = nameEnd + archive.readUInt16LE(offset + 28)
  const data = archive.subarray(dataStart, dataStart + compressedBytes)
  if (data.length !== compressedBytes) throw invalid(name, 'Its end is missing.')
  return data
}

/** Readers that go from member to member believe its own header; sizes may follow the data instead. */
function agrees(archive: Buffer, { offset, method: used, crc, compressedBytes, sizeBytes }: CentralRecord): boolean {
  if (archive.readUInt16LE(offset + 8) !== used) return false
  if (archive.readUInt16LE(offset + 6) & flag.dataDescriptor) return true
  const stated = [14, 18, 22].map((place) => archive.readUInt32LE(offset + place))
  return stated[0] === crc && stated[1] === compressedBytes && stated[2] === sizeBytes
}

function inflate({ name, method: used, sizeBytes }: CentralRecord, data: Buffer): Uint8Array {
  if (used === method.stored) return data
  if (used !== method.deflated) throw unsupported(name, `Its compression method is ${used}; only 0 and 8 are possible.`)
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(sizeBytes, 1) })
  } catch {
    throw invalid(name, 'Its compressed data are damaged, or more than the archive says.')
  }
}
