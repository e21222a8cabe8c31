import type { Random } from './random.ts'

/** What breaks readers: ends of ranges, and bytes that mean something in zip, DER, JSON and strings files. */
const oddBytes = [
  0x00, 0x01, 0x7f, 0x80, 0x81, 0xa0, 0xfe, 0xff, 0x30, 0x22, 0x27, 0x2c, 0x2f, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d,
]
const oddWords = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]
const maxMutations = 6
const longestPiece = 64

type Mutation = (bytes: Buffer, random: Random, other: Uint8Array) => Buffer

const replaced = (bytes: Buffer, start: number, end: number, ...pieces: readonly Uint8Array[]) =>
  Buffer.concat([bytes.subarray(0, start), ...pieces, bytes.subarray(end)])

const mutations: readonly Mutation[] = [
  function flipBit(bytes, random) {
    const at = random.below(bytes.length)
    bytes[at]! ^= 1 << random.below(8)
    return bytes
  },
  function setByte(bytes, random) {
    bytes[random.below(bytes.length)] = random.pick(oddBytes)
    return bytes
  },
  function setWord(bytes, random) {
    const size = random.pick([2, 4])
    if (bytes.length < size) return bytes
    const [at, value] = [random.below(bytes.length - size + 1), random.pick(oddWords) % 2 ** (8 * size)]
    if (random.below(2) === 0) bytes.writeUIntLE(value, at, size)
    else bytes.writeUIntBE(value, at, size)
    return bytes
  },
  function insert(bytes, random) {
    const at = random.below(bytes.length + 1)
    return replaced(bytes, at, at, random.bytes(1 + random.below(8)))
  },
  function remove(bytes, random) {
    const start = random.below(bytes.length)
    return replaced(bytes, start, Math.min(bytes.length, start + 1 + random.below(longestPiece)))
  },
  function repeat(bytes, random) {
    const start = random.below(bytes.length)
    const piece = bytes.subarray(start, start + 1 + random.below(longestPiece))
    return replaced(bytes, start, start, ...Array.from({ length: 1 + random.below(8) }, () => piece))
  },
  function cut(bytes, random) {
    return bytes.subarray(0, random.below(bytes.length + 1))
  },
  function splice(bytes, random, other) {
    const [here, there] = [random.below(bytes.length), random.below(other.length + 1)]
    const piece = other.subarray(there, there + random.below(4 * longestPiece))
    return replaced(bytes, here, Math.min(bytes.length, here + random.below(piece.length + 1)), piece)
  },
]

/** A changed copy, by one mutation or a few; `other` is where pieces may come from. */
export function mutate(original: Uint8Array, random: Random, other: Uint8Array): Buffer {
  let bytes: Buffer = Buffer.from(original)
  for (let left = 1 + random.below(maxMutations); left > 0 && bytes.length > 0; left--) {
    bytes = random.pick(mutations)(bytes, random, other)
  }
  return bytes
}
