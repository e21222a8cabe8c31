/** Contenders in processes of their own, so that none collects another's garbage or heats another's code up. */
import { type ChildProcess, fork } from 'node:child_process'

export interface Child {
  /** Calls one of the functions that the process serves. */
  call<Answer>(name: string, input?: unknown): Promise<Answer>
  /** Lets the process end by itself, and waits until it has. */
  stop(): Promise<void>
}

interface Call {
  readonly id: number
  readonly name: string
  readonly input: unknown
}

type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string })

/** Starts a TypeScript file of this folder in a process of its own, which gets no setting of Billfold from ours. */
export function startChild(file: string, args: readonly string[] = []): Child {
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('BILLFOLD_'))
  const child = fork(new URL(file, import.meta.url), args, {
    serialization: 'advanced',
    env: Object.fromEntries(environment),
  })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let calls = 0
  child.on('message', (answer: Answer) => {
    const call = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('error' in answer) call?.reject(new Error(`${file} ${args.join(' ')}: ${answer.error}`))
    else call?.resolve(answer.value)
  })
  const exited = exitOf(child)
  exited.then(() => {
    for (const call of waiting.values()) call.reject(new Error(`${file} ${args.join(' ')} ended unexpectedly.`))
  })
  return {
    call<Value>(name: string, input?: unknown) {
      const id = calls++
      const answer = Promise.withResolvers<unknown>()
      waiting.set(id, answer)
      child.send({ id, name, input } satisfies Call)
      return answer.promise as Promise<Value>
    },
    async stop() {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}

const exitOf = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once('exit', () => resolve()))

/**
 * Serves functions to the process that started this one, and `cpuUsage` besides.
 *
 * @param onEnd called when that one wants no more
 */
export function serve(
  functions: Readonly<Record<string, (input: never) => unknown>>,
  onEnd: () => Promise<void> = async () => {},
): void {
  process.on('message', async ({ id, name, input }: Call) => {
    try {
      const value = await (name === 'cpuUsage' ? process.cpuUsage() : functions[name]?.(input as never))
      process.send?.({ id, value } satisfies Answer)
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on('disconnect', () => {
    onEnd().finally(() => process.exit())
  })
}
