/** Reads `pass.strings`: the old-style property list of NSBundle, as Apple's own reader takes it. */
import { isUtf8 } from 'node:buffer'
import { type Issue, issueOf } from '../errors.ts'
import { maxTextBytes, maxTexts } from '../limits.ts'
import { placeOf } from '../text/cursor.ts'
import { decodeText } from '../text/decode.ts'
import { scanPairs } from './scan-pairs.ts'

/** Texts by the keys that stand for them in pass.json. */
export type Translation = Readonly<Record<string, string>>

/** A character as JSON and C write it. */
const foreignEscape = /\\(?:u[0-9A-Fa-f]{4}|U000[1-9A-Fa-f][0-9A-Fa-f]{4})/

/** A file with so many problems is something else, and reading on would tell nobody more. */
const maxIssues = 20

export interface ParsedStrings {
  /** What could be read. */
  readonly translation: Translation
  readonly issues: readonly Issue[]
}

/**
 * Reads a strings file: UTF-8 or UTF-16 of either byte order, with a byte order mark or without one.
 * Reports what is wrong, and goes on behind it; throws for nothing.
 *
 * @param path how issues call the file
 */
export function parseStrings(bytes: Uint8Array, path = 'pass.strings'): ParsedStrings {
  const compiled = compiledFormat(bytes)
  if (compiled !== undefined) {
    const message = `It is a property list in ${compiled}, and its texts are not looked at.`
    const fix = 'Write it as text, in lines like "key" = "value";'
    return { translation: {}, issues: [issueOf('STRINGS_NOT_READ', path, message, fix)] }
  }
  const decoded = bytes.length > maxTextBytes ? undefined : decodeText(bytes)
  if (decoded === undefined) {
    const message =
      bytes.length > maxTextBytes
        ? `It has ${bytes.length} bytes; at most ${maxTextBytes} are read.`
        : `${lineThatIsNoText(bytes)} neither UTF-8 nor UTF-16.`
    return {
      translation: {},
      issues: [issueOf('STRINGS_INVALID', path, message, 'Save it as UTF-16, with the texts of the pass only.')],
    }
  }
  const issues: Issue[] = []
  if (decoded.encoding === 'utf-8' && decoded.hasByteOrderMark) {
    const message = 'It is UTF-8 with a byte order mark, which not every reader takes.'
    issues.push(issueOf('STRINGS_BYTE_ORDER_MARK', path, message, 'Save it as UTF-16, or as UTF-8 without the mark.'))
  }
  return { translation: readPairs(decoded.text, path, issues), issues }
}

/** The first line that makes it so, if it is a text of bytes, as in Latin-1. */
function lineThatIsNoText(bytes: Uint8Array): string {
  if (bytes.includes(0)) return 'It is'
  const lines = Buffer.from(bytes).toString('latin1').split('\n')
  return `Line ${lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1'))) + 1} is`
}

/** What Xcode makes of a strings file. */
function compiledFormat(bytes: Uint8Array): 'binary form' | 'XML' | undefined {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  if (start === 'bplist00') return 'binary form'
  return /^<(?:\?xml|!DOC|plist)/.test(start) ? 'XML' : undefined
}

function readPairs(text: string, path: string, issues: Issue[]): Translation {
  const pairs = new Map<string, string>()
  const where = (at: number) => {
    const { line, column } = placeOf(text, at)
    return `Line ${line}, column ${column}`
  }
  for (const found of scanPairs(text)) {
    if (issues.length >= maxIssues) break
    if ('problem' in found) {
      const fix = 'Write "key" = "value"; with a backslash before quotes and backslashes.'
      issues.push(issueOf('STRINGS_INVALID', path, `${where(found.at)}: ${found.problem}.`, fix))
      continue
    }
    if (pairs.size >= maxTexts) {
      const message = `It has more than ${maxTexts} texts; those that follow are not read.`
      issues.push(issueOf('STRINGS_INVALID', path, message, 'Leave out what the pass does not show.'))
      break
    }
    const { key, value, at, end } = found
    // A backslash that is escaped itself escapes nothing.
    const foreign = foreignEscape.exec(text.slice(at, end).replaceAll('\\\\', '  '))
    if (foreign) {
      const message = `${where(at + foreign.index)}: phones do not take ${foreign[0]} for one character.`
      const fix = 'Write the character itself, or a capital U with four digits: \\U00e9.'
      issues.push(issueOf('STRINGS_ESCAPE_UNKNOWN', path, message, fix))
    }
    if (pairs.has(key) && pairs.get(key) !== value) {
      const message = `${where(at)}: "${key}" stands there once more; the later text counts.`
      issues.push(issueOf('STRINGS_KEY_TWICE', path, message, 'Keep one of them.'))
    }
    pairs.set(key, value)
  }
  return Object.fromEntries(pairs)
}
