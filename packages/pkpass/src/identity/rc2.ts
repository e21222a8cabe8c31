/**
 * RC2 in CBC mode, decryption only (RFC 2268). Old Keychain and Windows exports encrypt the certificates of a PKCS#12
 * file with it, and OpenSSL 3 as built into Node no longer has it. Not for anything that should stay secret.
 */

// The digits of pi that RFC 2268 §2 calls PITABLE.
const piTable = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
)

const blockBytes = 8
/** By how much each of the four words is rotated in a mixing round. */
const rotations = [1, 2, 3, 5] as const

/** §2: a key of `key.length` bytes and as many effective bits becomes 64 words of 16 bits. */
function expandKey(key: Uint8Array): Uint16Array {
  const bytes = new Uint8Array(128)
  bytes.set(key)
  for (let i = key.length; i < 128; i++) bytes[i] = piTable[(bytes[i - 1]! + bytes[i - key.length]!) & 0xff]!
  bytes[128 - key.length] = piTable[bytes[128 - key.length]!]!
  for (let i = 127 - key.length; i >= 0; i--) bytes[i] = piTable[bytes[i + 1]! ^ bytes[i + key.length]!]!
  return Uint16Array.from({ length: 64 }, (_, i) => bytes[2 * i]! | (bytes[2 * i + 1]! << 8))
}

/** §4: sixteen mixing rounds backwards, with a mashing round after the fifth and the eleventh. */
function decryptBlock(words: Uint16Array, keys: Uint16Array): void {
  for (let round = 15; round >= 0; round--) {
    for (let i = 3; i >= 0; i--) {
      const word = words[i]!
      const rotation = rotations[i]!
      const rotated = (word >>> rotation) | (word << (16 - rotation))
      const [one, two, three] = [words[(i + 3) & 3]!, words[(i + 2) & 3]!, words[(i + 1) & 3]!]
      words[i] = rotated - keys[4 * round + i]! - (one & two) - (~one & three)
    }
    if (round !== 11 && round !== 5) continue
    for (let i = 3; i >= 0; i--) words[i] = words[i]! - keys[words[(i + 3) & 3]! & 63]!
  }
}

/**
 * Decrypts whole blocks and leaves the padding in place.
 * `key` has 1 to 127 bytes, all of whose bits count; `ciphertext` is a multiple of 8 bytes.
 */
export function decryptRc2Cbc(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Buffer {
  const keys = expandKey(key)
  const plaintext = Buffer.alloc(ciphertext.length)
  const input = Buffer.from(ciphertext)
  const words = new Uint16Array(4)
  for (let at = 0; at < input.length; at += blockBytes) {
    for (let i = 0; i < 4; i++) words[i] = input.readUInt16LE(at + 2 * i)
    decryptBlock(words, keys)
    for (let i = 0; i < 4; i++) plaintext.writeUInt16LE(words[i]!, at + 2 * i)
    const previous = at === 0 ? iv : input.subarray(at - blockBytes, at)
    for (let i = 0; i < blockBytes; i++) plaintext[at + i]! ^= previous[i]!
  }
  return plaintext
}
