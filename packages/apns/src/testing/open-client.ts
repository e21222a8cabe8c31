import { onTestFinished } from 'vitest'
import { type Apns, type ApnsState, openApns } from '../apns.ts'
import type { ApnsOptions } from '../options.ts'
import { ca } from './apns-server.ts'
import { client, topic } from './authority.ts'

export interface TestClient extends Apns {
  /** All that it told. */
  readonly states: readonly ApnsState[]
  /** Those of one kind. */
  told<State extends ApnsState['state']>(state: State): Extract<ApnsState, { state: State }>[]
}

export const certificateAuth = {
  kind: 'certificate',
  certificate: client.certificate,
  privateKey: client.privateKey,
} as const

/** A client with the test's certificate, closed when the test is over. */
export function openClient(url: string, options: Partial<ApnsOptions> = {}): TestClient {
  const states: ApnsState[] = []
  const apns = openApns({
    topic,
    url,
    ca,
    auth: certificateAuth,
    maxWaitMs: 60_000,
    onState: (state) => states.push(state),
    ...options,
  })
  onTestFinished(() => apns.close())
  return Object.assign(apns, {
    states,
    told: <State extends ApnsState['state']>(wanted: State) =>
      states.filter((state): state is Extract<ApnsState, { state: State }> => state.state === wanted),
  })
}

/** Device tokens that differ. */
export function tokens(count: number): string[] {
  return Array.from({ length: count }, (_, index) => index.toString(16).padStart(64, '0'))
}
