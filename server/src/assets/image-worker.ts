import { Worker } from 'node:worker_threads'
import type { ImageTasks } from './image-tasks.ts'
import type { ImageJobResult } from './image-thread.ts'

/** Decodes and encodes images in a thread of its own, one job after another. */
export interface ImageWorker {
  /** @throws ImageFault when the image is broken, or took too long */
  run<Task extends keyof ImageTasks>(
    task: Task,
    input: Parameters<ImageTasks[Task]>[0],
  ): Promise<Awaited<ReturnType<ImageTasks[Task]>>>
  close(): Promise<void>
}

/** An image that could not be worked on; the message says why, as the decoder put it. */
export class ImageFault extends Error {
  override readonly name = 'ImageFault'
}

const defaultTimeLimitMs = 15_000
/** Beside this module, built or not. */
const threadScript = new URL(
  import.meta.url.endsWith('.ts') ? './image-thread.ts' : './image-thread.js',
  import.meta.url,
)

/**
 * An image worker; its thread starts with the first job.
 *
 * @param options.timeLimitMs a job that takes longer fails, and the thread is replaced: native code cannot be interrupted
 */
export function openImageWorker(options: { timeLimitMs?: number; script?: URL } = {}): ImageWorker {
  const { timeLimitMs = defaultTimeLimitMs, script = threadScript } = options
  let thread: Worker | undefined
  let job: { settle(result: ImageJobResult): void } | undefined
  let last: Promise<unknown> = Promise.resolve()

  const start = (): Worker => {
    const started = new Worker(script)
    started.unref()
    // One that was replaced may still have something to say.
    started.on('message', (result: ImageJobResult) => thread === started && job?.settle(result))
    const lost = (fault: string) => thread === started && replace(fault)
    started.on('error', (error) => lost(error.message))
    started.on('exit', (code) => lost(`The image thread ended with code ${code}.`))
    return started
  }
  const replace = (fault: string): void => {
    void thread?.terminate()
    thread = undefined
    job?.settle({ fault })
  }
  const runNow = (task: string, input: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => replace(`It took longer than ${timeLimitMs} ms.`), timeLimitMs)
      job = {
        settle(result) {
          clearTimeout(timer)
          job = undefined
          if ('fault' in result) reject(new ImageFault(result.fault))
          else resolve(result.value)
        },
      }
      thread ??= start()
      thread.postMessage({ task, input })
    })

  return {
    run(task, input) {
      const result = last.then(() => runNow(task, input))
      last = result.catch(() => {})
      return result as Promise<never>
    },
    async close() {
      await last
      const idle = thread
      thread = undefined
      await idle?.terminate()
    },
  }
}
