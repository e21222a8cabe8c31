import { systemClock } from '../../platform/clock.ts'
import type { Io } from '../io.ts'
import { main } from '../main.ts'

/** What a command left behind. */
export interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** The one JSON document of a `--json` command. */
  json<Document>(): Document
}

export interface Surroundings extends Partial<Pick<Io, 'env' | 'cwd' | 'fetch' | 'clock' | 'signal'>> {
  /** Whether both outputs are terminals. */
  readonly terminal?: boolean
  /** Of the terminals; 100 unless given. */
  readonly columns?: number
  /** Told what comes on standard output, as it comes. */
  readonly onStdout?: (text: string) => void
}

/** Runs a command line in this process, as the program `billfold` would. Nothing of the real environment is seen. */
export async function run(argv: readonly string[], surroundings: Surroundings = {}): Promise<Result> {
  const written = { stdout: '', stderr: '' }
  const { terminal = false, columns = 100, onStdout, ...given } = surroundings
  const output = (name: keyof typeof written) => ({
    isTTY: terminal,
    columns,
    write(text: string) {
      written[name] += text
      if (name === 'stdout') onStdout?.(text)
    },
  })
  const code = await main(argv, {
    env: {},
    cwd: '/nonexistent',
    fetch: globalThis.fetch,
    clock: systemClock,
    signal: new AbortController().signal,
    ...given,
    stdout: output('stdout'),
    stderr: output('stderr'),
  })
  return { code, ...written, json: <Document>() => JSON.parse(written.stdout) as Document }
}
