import { Worker } from 'node:worker_threads'
import type { Logger } from '../../platform/logger.ts'
import type { PushCall, PushNews } from './push-thread.ts'
import { type ApnsSettings, interrupted, type OpenPusher, type Pusher } from './pusher.ts'

/** Makes pushers that work in a thread of their own, all of them in one. It starts with the first push. */
export interface PushWorker {
  readonly openPusher: OpenPusher
  close(): Promise<void>
}

/** Beside this module, built or not. */
const threadScript = new URL(import.meta.url.endsWith('.ts') ? './push-thread.ts' : './push-thread.js', import.meta.url)

/** @param options.script for tests of what happens to a thread that crashes */
export function openPushWorker(options: { settings: ApnsSettings; logger: Logger; script?: URL }): PushWorker {
  const { settings, logger, script = threadScript } = options
  const calls = new Map<number, PromiseWithResolvers<never>>()
  let thread: Worker | undefined
  let counted = 0

  const start = (): Worker => {
    const started = new Worker(script, { workerData: settings })
    started.unref()
    started.on('message', (news: PushNews) => {
      if ('state' in news) return logger.debug({ passTypeId: news.passTypeId, ...news.state }, 'apns')
      calls.get(news.call)?.resolve(news.value as never)
      calls.delete(news.call)
    })
    started.on('error', (error) =>
      logger.error({ err: error }, 'the thread that pushes has failed; another one follows'),
    )
    started.on('exit', () => {
      thread = undefined
      for (const call of calls.values()) call.reject(new Error('The thread that pushes has ended.'))
      calls.clear()
    })
    return started
  }

  return {
    openPusher(options) {
      const pusher = ++counted
      let openedIn: Worker | undefined
      let closing: Promise<void> | undefined
      const ask = (act: keyof Pusher, input?: unknown) => {
        thread ??= start()
        const post = (asked: PushCall) => thread!.postMessage(asked)
        if (openedIn !== thread) post({ pusher, options })
        openedIn = thread
        const call = ++counted
        const result = Promise.withResolvers<never>()
        calls.set(call, result)
        post({ pusher, call, act, input })
        return result.promise
      }
      return {
        push: (pushToken) => ask('push', pushToken).catch(() => interrupted),
        pushAll: (pushTokens) => ask('pushAll', pushTokens),
        // A thread that has ended, or never knew of it, has nothing to close.
        close: async () => {
          if (thread && openedIn === thread) closing ??= ask('close')
          await closing
        },
      }
    },
    async close() {
      await thread?.terminate()
    },
  }
}
