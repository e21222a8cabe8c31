/**
 * Writes zip archives with stored members, plain local headers and one fixed date, so that the same content gives the
 * same bytes. Members that many archives share are laid out once and come first; each archive adds its own after them.
 */
import { crc32 } from 'node:zlib'
import { centralRecord, endRecord, flag, localHeader, method } from './format.ts'

/** Members that are laid out, and their records for the central directory. */
export interface ArchiveStart {
  readonly members: Buffer
  readonly directory: Buffer
  readonly count: number
}

/** A member to write: its path, with slashes, and its bytes. */
export type Member = readonly [name: string, bytes: Uint8Array]

const versionNeeded = 20
/** The first moment that the format knows. */
const newYear1980 = 0x0021
const midnight = 0

/** Lays members out from the archive's first byte on. */
export function startArchive(members: readonly Member[]): ArchiveStart {
  const prepared = members.map(prepare)
  const memberBytes = sum(prepared, memberSizeBytes)
  const laidOut = Buffer.allocUnsafeSlow(memberBytes)
  const directory = Buffer.allocUnsafeSlow(sum(prepared, recordSizeBytes))
  writeMembers(prepared, laidOut, 0)
  writeRecords(prepared, directory, 0, 0)
  return { members: laidOut, directory, count: members.length }
}

/** What follows an archive's start: further members, the central directory and its end. */
export function finishArchive(start: ArchiveStart, members: readonly Member[]): Buffer {
  const prepared = members.map(prepare)
  const memberBytes = sum(prepared, memberSizeBytes)
  const directoryBytes = start.directory.length + sum(prepared, recordSizeBytes)
  const rest = Buffer.allocUnsafe(memberBytes + directoryBytes + endRecord.bytes)

  let at = writeMembers(prepared, rest, 0)
  start.directory.copy(rest, at)
  at = writeRecords(prepared, rest, at + start.directory.length, start.members.length)
  const count = start.count + members.length
  rest.writeUInt32LE(endRecord.signature, at)
  rest.writeUInt32LE(0, at + 4)
  rest.writeUInt16LE(count, at + 8)
  rest.writeUInt16LE(count, at + 10)
  rest.writeUInt32LE(directoryBytes, at + 12)
  rest.writeUInt32LE(start.members.length + memberBytes, at + 16)
  rest.writeUInt16LE(0, at + 20)
  return rest
}

interface PreparedMember {
  readonly name: Buffer
  readonly bytes: Uint8Array
  readonly crc: number
  readonly flags: number
}

function prepare([path, bytes]: Member): PreparedMember {
  const name = Buffer.from(path, 'utf8')
  return { name, bytes, crc: crc32(bytes), flags: name.length === path.length ? 0 : flag.utf8Names }
}

function memberSizeBytes({ name, bytes }: PreparedMember): number {
  return localHeader.bytes + name.length + bytes.length
}

function recordSizeBytes({ name }: PreparedMember): number {
  return centralRecord.bytes + name.length
}

function sum(members: readonly PreparedMember[], size: (member: PreparedMember) => number): number {
  return members.reduce((total, member) => total + size(member), 0)
}

function writeMembers(members: readonly PreparedMember[], target: Buffer, start: number): number {
  let at = start
  for (const member of members) {
    target.writeUInt32LE(localHeader.signature, at)
    writeCommon(member, target, at + 4)
    target.set(member.name, at + localHeader.bytes)
    target.set(member.bytes, at + localHeader.bytes + member.name.length)
    at += memberSizeBytes(member)
  }
  return at
}

/** `firstOffset` is where the first of the members begins in the archive. */
function writeRecords(members: readonly PreparedMember[], target: Buffer, start: number, firstOffset: number): number {
  let at = start
  let offset = firstOffset
  for (const member of members) {
    target.writeUInt32LE(centralRecord.signature, at)
    target.writeUInt16LE(versionNeeded, at + 4)
    writeCommon(member, target, at + 6)
    // No comment, first disk, no attributes.
    target.writeUInt32LE(0, at + 32)
    target.writeUIntLE(0, at + 36, 6)
    target.writeUInt32LE(offset, at + 42)
    target.set(member.name, at + centralRecord.bytes)
    at += recordSizeBytes(member)
    offset += memberSizeBytes(member)
  }
  return at
}

/** The 26 bytes that a local header and a central record have in common: version needed to extra field's length. */
function writeCommon({ name, bytes, crc, flags }: PreparedMember, target: Buffer, at: number): void {
  target.writeUInt16LE(versionNeeded, at)
  target.writeUInt16LE(flags, at + 2)
  target.writeUInt16LE(method.stored, at + 4)
  target.writeUInt16LE(midnight, at + 6)
  target.writeUInt16LE(newYear1980, at + 8)
  target.writeUInt32LE(crc, at + 10)
  target.writeUInt32LE(bytes.length, at + 14)
  target.writeUInt32LE(bytes.length, at + 18)
  target.writeUInt16LE(name.length, at + 22)
  target.writeUInt16LE(0, at + 24)
}
