import { type Issue, issueOf } from '../errors.ts'

const rgb = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/
const hex = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i

/** The problem of a colour, or nothing: Apple documents CSS's `rgb(r, g, b)` only (Apple, *Pass*). */
export function colorProblem(value: string, path: string): Issue | undefined {
  const parts = rgb.exec(value)
  if (parts && Number(parts[1]) <= 255 && Number(parts[2]) <= 255 && Number(parts[3]) <= 255) return undefined
  if (hex.test(value)) {
    return issueOf(
      'COLOR_UNDOCUMENTED',
      path,
      `"${value}" is not a form that Apple documents.`,
      `Write ${toRgb(value)}.`,
    )
  }
  return issueOf('COLOR_INVALID', path, `"${value}" is no colour for Wallet.`, 'Write it like rgb(255, 255, 255).')
}

function toRgb(value: string): string {
  const digits = value.slice(1)
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : digits.match(/../g)!
  return `rgb(${pairs.map((pair) => Number.parseInt(pair, 16)).join(', ')})`
}
