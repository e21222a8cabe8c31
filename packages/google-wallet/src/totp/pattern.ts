const placeholder = /\{(?:totp_value_(\d{1,4})|(totp_timestamp_millis)|(totp_timestamp_seconds)|(totp_\w*))\}/g

/** A piece of a pattern: text as it is, or what is put in its place. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'totp'; readonly index: number }
  | { readonly kind: 'millis' | 'seconds' }
  | { readonly kind: 'unknown'; readonly text: string }

/** Takes a `valuePattern` apart (Google Wallet API, RotatingBarcode). */
export function piecesOf(pattern: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  const text = (until: number) => {
    if (until > end) pieces.push({ kind: 'text', text: pattern.slice(end, until) })
  }
  for (const match of pattern.matchAll(placeholder)) {
    const [whole, index, millis, seconds] = match
    text(match.index)
    if (index !== undefined) pieces.push({ kind: 'totp', index: Number(index) })
    else if (millis !== undefined) pieces.push({ kind: 'millis' })
    else if (seconds !== undefined) pieces.push({ kind: 'seconds' })
    else pieces.push({ kind: 'unknown', text: whole })
    end = match.index + whole.length
  }
  text(pattern.length)
  return pieces
}

/** What a pattern asks for: the indices of TOTP values, the number of timestamps, and what is no placeholder. */
export function placeholdersOf(pattern: string) {
  const totpValues = new Set<number>()
  const unknown: string[] = []
  let timestamps = 0
  for (const piece of piecesOf(pattern)) {
    if (piece.kind === 'totp') totpValues.add(piece.index)
    if (piece.kind === 'millis' || piece.kind === 'seconds') timestamps++
    if (piece.kind === 'unknown') unknown.push(piece.text)
  }
  return { totpValues, timestamps, unknown }
}
