/** Mulberry32: the same numbers each time, so that a failure can be looked at. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const scalars = [null, true, 0, -1, 1.5, 1e21, '', 'a', '1.a', 'ACTIVE', '2026-13-01T00:00:00Z', '{totp_value_9}', '😀']

/** Some JSON: its keys are among those given, or unknown ones. */
export function arbitraryValue(random: () => number, keys: readonly string[], depth: number): unknown {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
  if (depth === 0 || random() < 0.3) return pick(scalars)
  const size = Math.floor(random() * 5)
  const inner = () => arbitraryValue(random, keys, depth - 1)
  if (random() < 0.3) return Array.from({ length: size }, inner)
  const names = Array.from({ length: size }, () => (keys.length > 0 ? pick(keys) : pick(['x', 'y_z'])))
  // Defined, not assigned, so that __proto__ is a key like any other.
  return Object.fromEntries(names.map((name) => [name, inner()]))
}
