import type { Translation } from './parse.ts'

export type StringsEncoding = 'ascii' | 'utf-8' | 'utf-16be' | 'utf-16le'

const namedEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/**
 * Writes a strings file that {@link parseStrings} and Apple's reader take. As ASCII if that is enough, else as UTF-16
 * with a byte order mark: that is what Apple asks for, and the byte order that readers expect which do not look at it.
 */
export function writeStrings(
  translation: Translation,
  options: { readonly encoding?: StringsEncoding | undefined } = {},
): Uint8Array {
  const pairs = Object.entries(translation)
  const { encoding = pairs.every((pair) => pair.every(isAscii)) ? 'ascii' : 'utf-16be' } = options
  const quoted = (text: string) => `"${escaped(text, encoding === 'ascii')}"`
  const text = pairs.map(([key, value]) => `${quoted(key)} = ${quoted(value)};\n`).join('')
  if (encoding === 'ascii' || encoding === 'utf-8') return Buffer.from(text, 'utf8')
  const littleEndian = Buffer.from(`\ufeff${text}`, 'utf16le')
  return encoding === 'utf-16le' ? littleEndian : littleEndian.swap16()
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

function escaped(text: string, asAscii: boolean): string {
  // Halves of surrogate pairs stand in no encoding.
  const special = asAscii ? /["\\]|[^ -~]/g : /["\\\p{Cc}\p{Cs}]/gu
  return text.replace(special, (character) => namedEscapes[character] ?? unicodeEscape(character))
}

function unicodeEscape(character: string): string {
  return `\\U${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
