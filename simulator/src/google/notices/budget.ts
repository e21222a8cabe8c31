import type { State } from '../state.ts'

/** How often Google lets a pass speak up within a day, for each way by itself (*Trigger push notifications*). */
export const noticesPerDay = 3
const dayMs = 86_400_000

export type Channel = 'message' | 'update'

/** Takes one of a pass's notifications of a day; false if there is none left. */
export function spend(state: State, channel: Channel, id: string, at: Date): boolean {
  const key = `${channel} ${id}`
  const since = at.getTime() - dayMs
  const spent = (state.notices.get(key) ?? []).filter((atMs) => atMs > since)
  if (spent.length >= noticesPerDay) return false
  state.notices.set(key, [...spent, at.getTime()])
  return true
}
