const longestGuess = 64

/** The known name that someone probably meant: the same but for case and separators, or with few letters changed. */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > longestGuess) return undefined
  const wanted = plain(name)
  let best: string | undefined
  let fewest = Math.min(4, Math.floor(wanted.length / 3) + 1)
  for (const candidate of known) {
    const found = plain(candidate)
    if (found === wanted) return candidate
    if (Math.abs(found.length - wanted.length) >= fewest) continue
    const changes = editDistance(wanted, found)
    if (changes < fewest) [best, fewest] = [candidate, changes]
  }
  return best
}

const plain = (name: string) => name.replaceAll(/[_\-\s]/g, '').toLowerCase()

/** Levenshtein: how many letters to add, remove or change. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(change, previous[j]! + 1, current[j - 1]! + 1))
    }
    previous = current
  }
  return previous[b.length]!
}
