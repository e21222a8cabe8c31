/** Ten thousand pushes, all kinds of answers and of ends: every push has the one outcome that its token is due. */
import { constants } from 'node:http2'
import { expect, it } from 'vitest'
import type { PushOutcome } from './outcome.ts'
import { type ApnsReason, apnsReasons } from './reasons.ts'
import { type Received, startApnsServer } from './testing/apns-server.ts'
import { openClient } from './testing/open-client.ts'

const { NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM } = constants
const count = 10_000

/** Reasons that concern one push; those that stop a client have tests of their own. */
const reasons = Object.entries<ApnsReason>(apnsReasons).filter(([, { outcome }]) => outcome !== 'misconfigured')

/** What happens to a token the first time; the second time it has its answer. */
const accidents: Readonly<Record<string, (push: Received) => void>> = {
  refused: ({ stream }) => stream.close(NGHTTP2_REFUSED_STREAM),
  reset: ({ stream }) => stream.close(NGHTTP2_INTERNAL_ERROR),
  silent: () => {},
  graceful: ({ session, stream }) => session.goaway(NGHTTP2_NO_ERROR, Math.max(0, stream.id! - 6)),
  hard: ({ session, stream }) => session.goaway(NGHTTP2_INTERNAL_ERROR, stream.id),
  destroyed: ({ session }) => session.destroy(),
}

/** The same numbers in each run: Numerical Recipes' linear congruential generator. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

interface Fate {
  readonly reason: string | undefined
  readonly row: ApnsReason | undefined
  readonly accident: string | undefined
}

function plan(): ReadonlyMap<string, Fate> {
  const random = numbers(20260301)
  const next = () => random.next().value
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const [reason, row] = next() < 0.1 ? pick(reasons) : [undefined, undefined]
      const mishap = next()
      // Streams fail now and then, connections seldom.
      const fails = pick(['refused', 'reset', 'silent'] as const)
      const ends = pick(['graceful', 'hard', 'destroyed'] as const)
      const accident = mishap < 0.005 ? fails : mishap < 0.006 ? ends : undefined
      return [`token-${index}`, { reason, row, accident }] as const
    }),
  )
}

it('10,000 pushes with a mix of everything settle with the right outcome, each once', async () => {
  const fates = plan()
  const happened = new Set<string>()
  const server = await startApnsServer({
    settings: { maxConcurrentStreams: 100 },
    onPush: (push) => {
      const { reason, row, accident } = fates.get(push.token)!
      if (accident && !happened.has(push.token)) {
        happened.add(push.token)
        accidents[accident]?.(push)
      } else {
        push.answer(row?.status ?? 200, reason)
      }
    },
  })
  const apns = openClient(server.url, { requestTimeoutMs: 10_000, maxConnections: 2 })
  const outcomes = new Map<string, PushOutcome[]>()
  const pushes: Promise<unknown>[] = []
  for (const token of fates.keys()) {
    await apns.ready()
    const settled = apns.push(token).then((outcome) => {
      outcomes.set(token, [...(outcomes.get(token) ?? []), outcome])
    })
    pushes.push(settled)
  }
  await Promise.all(pushes)
  expect(apns).toMatchObject({ inFlight: 0, waiting: 0 })
  expect(outcomes.size).toBe(count)
  const wrong = [...fates].filter(([token, { reason, row }]) => {
    const [outcome, ...more] = outcomes.get(token)!
    if (more.length > 0 || outcome!.kind !== (row?.outcome ?? 'delivered')) return true
    return reason !== undefined && !('reason' in outcome! && outcome.reason === reason)
  })
  expect(wrong.map(([token, fate]) => ({ token, ...fate, outcomes: outcomes.get(token) }))).toEqual([])
  expect(happened.size).toBeGreaterThan(30)
})
