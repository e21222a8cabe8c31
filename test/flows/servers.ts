import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const program = fileURLToPath(new URL('../../server/dist/cli/billfold.js', import.meta.url))

export interface Demo {
  readonly baseUrl: string
  readonly apiKey: string
  readonly customerId: string
  readonly campaigns: readonly { readonly id: string; readonly name: string }[]
  readonly rootCaFile: string
}

/** A Billfold as somebody runs it: a process of the built program. */
export interface Server<Ready> {
  readonly ready: Ready
  readonly process: ChildProcess
  kill(): Promise<void>
  stop(): Promise<void>
}

/** Starts `billfold serve --json …` and waits for its one line. */
export async function startServer<Ready = Demo>(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Server<Ready>> {
  const child = spawn(process.execPath, [program, 'serve', '--json', ...args], {
    env: { ...process.env, BILLFOLD_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const complaints: string[] = []
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()))
  const ended = once(child, 'close').then(([code]) =>
    Promise.reject(new Error(`billfold serve ended with ${code}: ${complaints.join('')}`)),
  )
  const line = await Promise.race([once(createInterface(child.stdout), 'line').then(([text]) => text as string), ended])
  // A refusal is a document of several lines, of which people read the text beside it.
  if (line === '{') await ended
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
  return {
    ready: JSON.parse(line) as Ready,
    process: child,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

/** The API as a customer's program uses it. */
export function apiOf({ baseUrl, apiKey }: Pick<Demo, 'baseUrl' | 'apiKey'>) {
  return async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) }
    const response = await fetch(`${baseUrl}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
}
