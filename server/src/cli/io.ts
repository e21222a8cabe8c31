import { type Clock, systemClock } from '../platform/clock.ts'

/** A stream that a command writes text to. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** All that a command touches of the process it runs in. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly fetch: typeof fetch
  readonly clock: Clock
  /** Ends a command that would go on for ever. */
  readonly signal: AbortSignal
}

/** The process itself. Ctrl-C ends it at once, so its signal is never given. */
export function processIo(): Io {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    fetch: globalThis.fetch,
    clock: systemClock,
    signal: new AbortController().signal,
  }
}
