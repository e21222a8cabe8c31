import { GoogleWalletError } from '../errors.ts'
import type { Message } from '../generated/types.ts'
import { issueOf } from '../issue.ts'
import type { Vertical } from '../verticals.ts'
import { addMessageRequest, getRequest, type ResourceOf, type Side } from './requests.ts'
import type { CallOptions, Send } from './send.ts'

/** A message with an id, by which it is found again. */
export type IdentifiedMessage = Message & { readonly id: string }

/**
 * Adds a message. Google would show it twice if it were sent twice, so after a request without an answer the resource is
 * asked first whether it has it.
 *
 * @throws GoogleWalletError `OPTIONS_REFUSED` without an id
 */
export async function addMessage<V extends Vertical, S extends Side>(
  send: Send,
  { vertical, side, id }: { readonly vertical: V; readonly side: S; readonly id: string },
  message: IdentifiedMessage,
  options?: CallOptions,
): Promise<ResourceOf<V, S>> {
  if (typeof message.id !== 'string' || message.id === '') {
    const fix = 'Give each message an id of its own.'
    const issue = issueOf('OPTION_INVALID', 'message.id', 'Without an id a message cannot be found again.', fix)
    throw new GoogleWalletError('OPTIONS_REFUSED', 'The message cannot be added.', [issue])
  }
  const done = async () => {
    const resource = await send(getRequest(vertical, side, id), options)
    return hasMessage(resource, message) ? { value: { resource } } : undefined
  }
  const answer = await send(addMessageRequest(vertical, side, id, message), options, { done })
  return answer.resource ?? send(getRequest(vertical, side, id), options)
}

/** Ids may be used again (Google Wallet API, Message), so the texts count too. */
function hasMessage(
  { messages = [] }: { readonly messages?: readonly Message[] | undefined },
  message: Message,
): boolean {
  return messages.some(({ id, header, body }) => {
    return id === message.id && header === message.header && body === message.body
  })
}
