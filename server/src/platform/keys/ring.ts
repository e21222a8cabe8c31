import type { Key } from './key.ts'
import type { KeyPurpose, KeyState } from './table.ts'

const trust: Readonly<Record<KeyState, number>> = { active: 0, rotated: 1, leaked: 2 }

/** The keys in memory: by id, and by what they are for, the most trusted first. */
export function newRing() {
  const ids = new Map<string, Key>()
  const places = new Map<string, readonly Key[]>()
  const placeOf = (purpose: KeyPurpose, customerId: string | null, scope: string) =>
    `${purpose} ${customerId ?? ''} ${scope}`
  return {
    byId: (id: string) => ids.get(id),
    in: (purpose: KeyPurpose, customerId: string | null, scope: string) =>
      places.get(placeOf(purpose, customerId, scope)) ?? [],
    put(key: Key): Key {
      const place = placeOf(key.purpose, key.customerId, key.scope)
      // The database has one active key in a place: another one here was rotated by another process, or rolled back.
      const others = (places.get(place) ?? [])
        .filter((other) => other.id !== key.id)
        .map((other) => (key.state === 'active' ? retired(other) : other))
      for (const other of [key, ...others]) ids.set(other.id, other)
      places.set(place, [key, ...others].sort(byTrust))
      return key
    },
  }
}

const retired = (key: Key): Key => (key.state === 'active' ? { ...key, state: 'rotated' } : key)

const byTrust = (a: Key, b: Key) => trust[a.state] - trust[b.state] || b.createdAt.getTime() - a.createdAt.getTime()
