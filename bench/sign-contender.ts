/** One contender of the signing benchmark, in a process of its own: `node sign-contender.ts <name>`. */
import { createPrivateKey, sign } from 'node:crypto'
import { serve } from './child.ts'
import { keepInFlight, loop, type Sample, withCpu } from './measure.ts'
import type { Credentials, PassMaker } from './sign-fixture.ts'

/** What the reference signs: as long as the signed attributes of a pass. */
const attributes = Buffer.alloc(107, 1)

/** Twice the four threads of libuv's pool, so that each always has the next one waiting. */
const inFlight = 8

interface Contender {
  measure(durationMs: number): Promise<Sample>
  /** The n-th pass, for others to verify; the references make none. */
  readonly make?: PassMaker
}

const contenders: Readonly<Record<string, (credentials: Credentials) => Promise<Contender>>> = {
  async pool({ privateKey }) {
    const key = createPrivateKey(privateKey)
    const signOne = () =>
      new Promise<void>((resolve, reject) => {
        sign('sha256', attributes, key, (error) => (error ? reject(error) : resolve()))
      })
    return { measure: (durationMs) => withCpu(() => keepInFlight(inFlight, durationMs, signOne)) }
  },
  async single({ privateKey }) {
    const key = createPrivateKey(privateKey)
    return { measure: (durationMs) => withCpu(() => loop(durationMs, () => sign('sha256', attributes, key))) }
  },
  async billfold(credentials) {
    const make = await (await import('./sign-billfold.ts')).openMaker(credentials)
    return { make, measure: (durationMs) => withCpu(() => keepInFlight(inFlight, durationMs, make)) }
  },
  'pass-js': openCompetitor,
  'passkit-generator': openCompetitor,
}

/** They sign on the main thread: more than one pass under way would only take memory. */
async function openCompetitor(credentials: Credentials): Promise<Contender> {
  // Not spelt out, so that who type-checks this repository need not install the competitors.
  const { openMaker } = await import(`./competitors/${process.argv[2]}.ts`)
  const make: PassMaker = await openMaker(credentials)
  return { make, measure: (durationMs) => withCpu(() => keepInFlight(1, durationMs, make)) }
}

let contender: Contender
serve({
  async open(credentials: Credentials) {
    const open = contenders[process.argv[2] ?? '']
    if (!open) throw new Error(`There is no contender ${process.argv[2]}.`)
    contender = await open(credentials)
  },
  measure: (durationMs: number) => contender.measure(durationMs),
  async make(n: number): Promise<Uint8Array> {
    return Buffer.concat((await contender.make?.(n)) ?? [])
  },
  /** Builds passes and tells by how many bytes the process grew at most, from the first few on. */
  async growth(passes: number): Promise<number> {
    const make = contender.make as PassMaker
    let next = 0
    let peakBytes = 0
    const build = async (until: number) => {
      const worker = async () => {
        while (next < until) {
          await make(next++)
          if (next % 50 === 0) peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
        }
      }
      await Promise.all(Array.from({ length: inFlight }, worker))
    }
    await build(inFlight)
    const before = process.memoryUsage.rss()
    await build(passes)
    return peakBytes - before
  },
})
