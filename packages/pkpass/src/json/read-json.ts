import { type Issue, issueOf } from '../errors.ts'
import type { IssueCode } from '../issue-codes.ts'
import { maxTextBytes } from '../limits.ts'
import { decodeText } from '../text/decode.ts'
import { type DepartureKind, JsonSyntaxError, readTolerantJson } from './tolerant-json.ts'

const departureIssues: Readonly<Record<DepartureKind, readonly [code: IssueCode, fix: string]>> = {
  trailingComma: ['JSON_TRAILING_COMMA', 'Remove it, and build the pass anew.'],
  comment: ['JSON_COMMENT', 'Remove it, and build the pass anew.'],
  controlCharacter: ['JSON_CONTROL_CHARACTER', 'Write \\n or another escape, and build the pass anew.'],
  inexactNumber: ['JSON_NUMBER_INEXACT', 'Write numbers of more than 15 digits as texts, in quotes.'],
  keyTwice: ['JSON_KEY_TWICE', 'Keep one of them: the last counts.'],
}

/**
 * The value of a file in JSON, as far as it can be read, with every departure from JSON as an issue.
 *
 * @param path how issues call the file
 */
export function readJson(bytes: Uint8Array, path: string, issues: Issue[]): unknown {
  if (bytes.length > maxTextBytes) {
    const message = `It has ${bytes.length} bytes; at most ${maxTextBytes} are read.`
    issues.push(issueOf('JSON_INVALID', path, message, 'Leave out what the pass does not show.'))
    return undefined
  }
  const decoded = decodeText(bytes)
  if (decoded === undefined) {
    issues.push(issueOf('JSON_INVALID', path, 'It is no JSON: it is no UTF-8.', 'Save it as UTF-8.'))
    return undefined
  }
  if (decoded.encoding !== 'utf-8' || decoded.hasByteOrderMark) {
    const message = `It is ${decoded.encoding.toUpperCase()}${decoded.hasByteOrderMark ? ' with a byte order mark' : ''}, which not every reader takes.`
    issues.push(issueOf('JSON_ENCODING', path, message, 'Save it as UTF-8 without a byte order mark.'))
  }
  try {
    const { value, departures } = readTolerantJson(decoded.text)
    issues.push(
      ...departures.map(({ kind, place, what, count }) => {
        const [code, fix] = departureIssues[kind]
        const more = count > 1 ? `, here and at ${count - 1} other place${count > 2 ? 's' : ''}` : ''
        return issueOf(code, path, `Line ${place.line}, column ${place.column}: ${what}${more}.`, fix)
      }),
    )
    return value
  } catch (failure) {
    if (!(failure instanceof JsonSyntaxError)) throw failure
    const { message, place } = failure
    const where = `line ${place.line}, column ${place.column}`
    issues.push(issueOf('JSON_INVALID', path, `It is no JSON: ${where}: ${message}.`, 'Correct the syntax.'))
    return undefined
  }
}
