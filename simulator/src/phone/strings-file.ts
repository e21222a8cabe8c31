/** Encodings by the byte order mark that announces them; without one it is UTF-8. */
const encodings = [
  { mark: [0xfe, 0xff], name: 'utf-16be' },
  { mark: [0xff, 0xfe], name: 'utf-16le' },
] as const

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/**
 * Reads a `pass.strings` file: `"key" = "text";` entries, with comments between them (Apple, *Resource Programming
 * Guide*, "String Resources"). What is no entry is passed over.
 */
export function parseStrings(bytes: Uint8Array): ReadonlyMap<string, string> {
  const encoding = encodings.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte))?.name ?? 'utf-8'
  const source = new TextDecoder(encoding).decode(bytes)
  const entries = source.matchAll(
    /\/\*.*?\*\/|\/\/[^\n]*|"(?<key>(?:[^"\\]|\\.)*)"\s*=\s*"(?<text>(?:[^"\\]|\\.)*)"\s*;/gs,
  )
  return new Map(
    [...entries].flatMap(({ groups }) =>
      groups?.key === undefined ? [] : [[unescaped(groups.key), unescaped(groups.text ?? '')] as const],
    ),
  )
}

function unescaped(text: string): string {
  return text.replace(/\\(?:[Uu]([0-9A-Fa-f]{4})|(.))/gs, (_, code: string | undefined, character: string) =>
    code === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  )
}
