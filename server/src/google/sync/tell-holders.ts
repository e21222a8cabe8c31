import { type CallOptions, GoogleApiError, type IdentifiedMessage, type Message } from '@billfold/google-wallet'
import { type Announcement, notificationsLeft } from './announce.ts'
import { unless } from './unless.ts'

/** Classes or objects, as far as messages go. */
interface Resources {
  patch(id: string, patch: { messages: readonly Message[] }, options: CallOptions): Promise<unknown>
  addMessage(id: string, message: IdentifiedMessage, options: CallOptions): Promise<unknown>
}

/** A class or an object that Google has just answered with. */
interface Told {
  readonly resources: Resources
  readonly id: string
  readonly messages: readonly Message[] | undefined
  readonly options: CallOptions
}

export interface Telling {
  /** Whether it took one of the notifications of a day. */
  readonly notified: boolean
  /** What Google says against the message; the pass itself is as it should be. */
  readonly remark: string | undefined
}

/** Google takes ten; the oldest make room. */
const mostMessages = 10
const keptMessages = 5

/**
 * Adds a message to a class or an object: with a notification as long as Google shows any today, without one after that.
 * One that is there already, because a process died before it wrote down that it had sent it, is not sent again.
 *
 * @param id of the message: the same for the same announcement after a crash, never again after another one
 */
export async function tellHolders(
  { resources, id: ofResource, messages = [], options }: Told,
  { id, header, body }: Announcement & { readonly id: string },
  notifiedAt: readonly Date[],
  at: Date,
): Promise<Telling> {
  if (messages.some((message) => message.id === id)) return { notified: true, remark: undefined }
  const add = (messageType: 'TEXT' | 'TEXT_AND_NOTIFY') =>
    resources.addMessage(ofResource, { id, header, body, messageType }, options)
  try {
    if (messages.length >= mostMessages) {
      const kept = messages.slice(-keptMessages).map((message) => ({ ...message, messageType: 'TEXT' as const }))
      await resources.patch(ofResource, { messages: kept }, options)
    }
    if (notificationsLeft(notifiedAt, at) === 0) {
      await add('TEXT')
      return { notified: false, remark: undefined }
    }
    // Somebody else may have spent them, as another program that uses this issuer.
    await add('TEXT_AND_NOTIFY').catch(unless('NOTIFICATION_QUOTA_EXCEEDED', () => add('TEXT')))
    return { notified: true, remark: undefined }
  } catch (error) {
    if (!(error instanceof GoogleApiError) || error.code !== 'INVALID_RESOURCE') throw error
    return { notified: false, remark: error.googleMessage }
  }
}
