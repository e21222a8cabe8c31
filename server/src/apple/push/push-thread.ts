/** The thread that pushes: framing and encrypting what a walk sends keeps no phone's request waiting. */
import { parentPort, workerData } from 'node:worker_threads'
import type { ApnsState } from '@billfold/apns'
import { systemClock } from '../../platform/clock.ts'
import { type ApnsSettings, type Pusher, type PusherOptions, pushersHere } from './pusher.ts'

/** What the thread is asked for. Who asks gives pushers and calls their numbers. */
export type PushCall =
  | { readonly pusher: number; readonly options: PusherOptions }
  | { readonly pusher: number; readonly call: number; readonly act: keyof Pusher; readonly input: unknown }

/** The result of a call, or news of a connection. */
export type PushNews =
  | { readonly call: number; readonly value: unknown }
  | { readonly passTypeId: string; readonly state: ApnsState }

const tell = (news: PushNews) => parentPort?.postMessage(news)
const pushers = new Map<number, Pusher>()
const openPusher = pushersHere(workerData as ApnsSettings, {
  clock: systemClock,
  onState: (passTypeId, state) => tell({ passTypeId, state }),
})

parentPort?.on('message', async (asked: PushCall) => {
  if ('options' in asked) {
    pushers.set(asked.pusher, openPusher(asked.options))
    return
  }
  const { pusher, call, act, input } = asked
  const value = await (pushers.get(pusher)![act] as (input: unknown) => Promise<unknown>)(input)
  if (act === 'close') pushers.delete(pusher)
  tell({ call, value })
})
