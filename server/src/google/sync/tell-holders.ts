import { GoogleApiError, type IdentifiedMessage, type Message } from '@billfold/google-wallet'
import { type Announcement, notificationsLeft } from './announce.ts'

/** A class or an object, as far as messages go. */
interface Told {
  /** Those that it has. */
  readonly messages: readonly Message[]
  patch(patch: { messages: readonly Message[] }): Promise<unknown>
  addMessage(message: IdentifiedMessage): Promise<unknown>
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
 */
export async function tellHolders(
  told: Told,
  { id, header, body }: Announcement & { readonly id: string },
  notifiedAt: readonly Date[],
  at: Date,
): Promise<Telling> {
  const { messages } = told
  if (messages.some((message) => message.id === id)) return { notified: true, remark: undefined }
  if (messages.length >= mostMessages) {
    await told.patch({ messages: messages.slice(-keptMessages).map((kept) => ({ ...kept, messageType: 'TEXT' })) })
  }
  const add = (messageType: 'TEXT' | 'TEXT_AND_NOTIFY') => told.addMessage({ id, header, body, messageType })
  try {
    if (notificationsLeft(notifiedAt, at) === 0) {
      await add('TEXT')
      return { notified: false, remark: undefined }
    }
    try {
      await add('TEXT_AND_NOTIFY')
    } catch (error) {
      // Somebody else has spent them, as another program that uses this issuer.
      if (!isError(error, 'NOTIFICATION_QUOTA_EXCEEDED')) throw error
      await add('TEXT')
    }
    return { notified: true, remark: undefined }
  } catch (error) {
    if (!isError(error, 'INVALID_RESOURCE')) throw error
    return { notified: false, remark: error.googleMessage }
  }
}

const isError = (error: unknown, code: GoogleApiError['code']): error is GoogleApiError =>
  error instanceof GoogleApiError && error.code === code
