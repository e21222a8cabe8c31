/** One who pushes, in a process of its own: `node push-contender.ts <name>`. */
import { openApns } from '../packages/apns/dist/index.js'
import { serve } from './child.ts'
import { keepInFlight, type Sample, withCpu } from './measure.ts'
import { openBarePusher } from './push-bare.ts'
import { type PushCredentials, pushTokenOf, topic } from './push-sink.ts'

/** Pushes under way in every contender. */
export const inFlight = 500

export interface PushTarget {
  readonly port: number
  readonly credentials: PushCredentials
}

/** Sends one push; rejects unless it was accepted. */
export type PushOne = (token: string) => Promise<unknown>

const tokens = Array.from({ length: 1000 }, (_, n) => pushTokenOf(n))

type Measure = (durationMs: number) => Promise<Sample>

const contenders: Readonly<Record<string, (target: PushTarget) => Promise<Measure>>> = {
  bare: (target) => openBare(target, { withId: true }),
  'bare-without-id': (target) => openBare(target, { withId: false }),
  async billfold({ port, credentials: { ca, certificate, privateKey } }) {
    const auth = { kind: 'certificate', certificate, privateKey } as const
    const apns = openApns({ url: `https://127.0.0.1:${port}`, ca, topic, auth })
    return pushing(async (token) => {
      const outcome = await apns.push(token)
      if (outcome.kind !== 'delivered') throw new Error(`A push was not delivered: ${JSON.stringify(outcome)}`)
    })
  },
  'node-apn': openCompetitor,
  apns2: openCompetitor,
}

async function openBare(target: PushTarget, options: { withId: boolean }): Promise<Measure> {
  const push = await openBarePusher(target, options)
  return (durationMs) => withCpu(() => push({ inFlight, durationMs, tokens }))
}

async function openCompetitor(target: PushTarget): Promise<Measure> {
  // Not spelt out, so that who type-checks this repository need not install the competitors.
  const { openPusher } = await import(`./competitors/${process.argv[2]}.ts`)
  return pushing(await openPusher(target))
}

const pushing =
  (push: PushOne): Measure =>
  (durationMs) =>
    withCpu(() => keepInFlight(inFlight, durationMs, (n) => push(tokens[n % tokens.length] as string)))

let measure: Measure
serve({
  async open(target: PushTarget) {
    const open = contenders[process.argv[2] ?? '']
    if (!open) throw new Error(`There is no contender ${process.argv[2]}.`)
    measure = await open(target)
  },
  measure: (durationMs: number) => measure(durationMs),
})
