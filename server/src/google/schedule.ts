import { facesOf } from '../passes/content/faces.ts'
import { canonicalJson } from '../passes/content/json.ts'
import { newsKey } from '../passes/content/news.ts'
import type { CompiledRevision } from '../passes/content/revision.ts'
import { announcementsOf } from './announcements.ts'
import type { GoogleLoss } from './loss.ts'
import { googleObjectOf } from './object-of.ts'
import { googlePlace } from './place.ts'

/** How fast Google can be told of passes. */
export interface Pace {
  /** The campaign's passes that Google has. */
  readonly objects: number
  readonly requestsPerSecond: number
}

/**
 * Turns of the calendar after which the next comes before Google can have been told of all passes. Only those count that
 * change what each pass has of its own: what all passes share is one request, whatever their number.
 */
export function scheduleLosses(
  revision: CompiledRevision,
  { objects, requestsPerSecond }: Pace,
  at: Date,
): GoogleLoss[] {
  const turns = turnsAfter(revision, at)
  return turns.flatMap(({ atMs, index, requestsPerPass }, position): GoogleLoss[] => {
    const next = turns[position + 1]
    const neededMs = ((objects * requestsPerPass) / requestsPerSecond) * 1000
    if (next === undefined || atMs + neededMs <= next.atMs) return []
    const message =
      `At ${requestsPerSecond} requests a second Google is told of ${objects} passes within ${inWords(neededMs)}, but after ` +
      `the change of ${new Date(atMs).toISOString()} the next one comes ${inWords(next.atMs - atMs)} later.`
    const fix =
      'Leave more time between the two, or change only what all passes show alike, which is one request for all.'
    return [{ code: 'google_schedule_too_fast', path: `/variants/${index}/when`, message, fix }]
  })
}

interface Turn {
  readonly atMs: number
  /** A variant that turns then. */
  readonly index: number
  /** One for what the pass shows, and one for what its holder is told. */
  readonly requestsPerPass: number
}

/** The turns of the calendar that are of each pass, in their order. */
function turnsAfter(revision: CompiledRevision, at: Date): Turn[] {
  const changes = ownChanges(revision)
  const turns = revision.variants.flatMap(({ condition }, index) => {
    const { shows = false, tells = false, says = false } = changes[index] ?? {}
    return condition.calendar.flatMap(([startMs, endMs]): Turn[] => [
      { atMs: startMs, index, requestsPerPass: Number(shows || says) + Number(tells || says) },
      { atMs: endMs, index, requestsPerPass: Number(shows) + Number(tells) },
    ])
  })
  const due = turns.filter(({ atMs, requestsPerPass }) => requestsPerPass > 0 && atMs > at.getTime() && atMs < Infinity)
  // What turns at one instant is told together.
  const byInstant = new Map<number, Turn>()
  for (const turn of due) {
    const known = byInstant.get(turn.atMs)
    if (known === undefined || known.requestsPerPass < turn.requestsPerPass) byInstant.set(turn.atMs, turn)
  }
  return [...byInstant.values()].sort((one, other) => one.atMs - other.atMs)
}

/** Any will do: it is the same before and after. */
const [somePlace, someMoment] = [googlePlace('https://passes.example'), new Date('2026-01-01T12:00:00Z')]

/** Of each variant: whether it changes what passes show of their own, what is announced of it, and whether it says news. */
function ownChanges(revision: CompiledRevision) {
  const [base, ...variants] = facesOf(revision.source).map(({ content }) => ({
    shown: canonicalJson(googleObjectOf(content, revision, someMoment, somePlace).resource),
    told: canonicalJson(announcementsOf(content, revision)),
  }))
  const isNewsOwn = !revision.sharing.isShared('fields', newsKey)
  return variants.map(({ shown, told }, index) => ({
    shows: shown !== base?.shown,
    tells: told !== base?.told,
    says: isNewsOwn && revision.variants[index]?.message !== undefined,
  }))
}

const units = [
  ['day', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const

/** A span of time in its two largest units, like "18 h 31 min". */
function inWords(ms: number): string {
  let seconds = Math.ceil(ms / 1000)
  const words = units.flatMap(([unit, length]) => {
    const count = Math.floor(seconds / length)
    seconds -= count * length
    return count === 0 ? [] : [`${count} ${unit}${unit === 'day' && count > 1 ? 's' : ''}`]
  })
  return words.slice(0, 2).join(' ') || '0 s'
}
