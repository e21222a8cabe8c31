/** What the guides in the README take for granted. */
import type { Apns, ApnsOptions, PushOutcome } from '@billfold/apns'

declare global {
  const apns: Apns
  const auth: ApnsOptions['auth']
  const topic: string
  const outcome: PushOutcome
  const pushToken: string
  const registration: { readonly pushToken: string }
  const registrations: AsyncIterable<{ readonly pushToken: string }>
  function record(pushToken: string, outcome: PushOutcome): Promise<void>
  function deleteRegistrations(pushToken: string, range: { readonly olderThan: Date | undefined }): Promise<void>
}
