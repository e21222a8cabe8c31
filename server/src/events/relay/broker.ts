/** What all events leave on: the name of the stream, and what its subjects begin with. */
export const topic = 'wallet-passes'

/** What a relay needs of a message broker. */
export interface Broker {
  /** Waits until the broker can be published to; `false` once it has been closed. */
  connected(): Promise<boolean>
  /** Resolves when the broker has stored the message; rejects, also without a connection, when that is not known. */
  publish(message: Message): Promise<void>
  close(): Promise<void>
}

export interface Message {
  /** The same however often the message is published: the broker keeps one of those that come within its window. */
  readonly id: string
  readonly subject: string
  readonly contentType: string
  readonly payload: string
}
