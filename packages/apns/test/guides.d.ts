/** What the guides in the README take for granted. */
import type { Apns, ApnsOptions, PushOutcome } from '@billfold/apns'

declare global {
  const apns: Apns
  const auth: ApnsOptions['auth']
  const topic: string
  const outcome: PushOutcome
  const pushToken: string
  const registration: Registration
  type Registration = { readonly pushToken: string }
  const registrations: AsyncIterable<Registration>
  function pagesOfRegistrations(): AsyncIterable<readonly Registration[]>
  function recordAll(page: readonly Registration[], outcomes: readonly PushOutcome[]): Promise<void>
  function record(pushToken: string, outcome: PushOutcome): Promise<void>
  function deleteRegistrations(pushToken: string, range: { readonly olderThan: Date | undefined }): Promise<void>
}
