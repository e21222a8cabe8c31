import { setTimeout as sleep } from 'node:timers/promises'
import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream'
import { connect, type NatsConnection, nanos } from '@nats-io/transport-node'
import type { Logger } from '../../platform/logger.ts'
import { type Broker, type Message, topic } from './broker.ts'
import { natsAddress } from './nats-address.ts'
import { NoStream, publisherOn } from './publisher.ts'

const hourMs = 3_600_000

/**
 * The stream as Billfold makes it, if there is none of the name. No limit of size: a full disk then holds events back in
 * Billfold's log, where a limit would drop the oldest unread. An operator's own stream, or changes to this one, stay.
 */
const stream = {
  name: topic,
  description: 'Events of Billfold: CloudEvents 1.0',
  subjects: [`${topic}.>`],
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  discard: DiscardPolicy.Old,
  max_age: nanos(7 * 24 * hourMs),
  duplicate_window: nanos(hourMs),
  num_replicas: 1,
}

const connectTimeoutMs = 5000
/** Many processes should not come back to a server that starts in the same instant. */
const reconnectAfterMs = () => 250 + Math.random() * 750

const connectionOptions = {
  name: 'billfold',
  timeout: connectTimeoutMs,
  // Its own reconnecting would send what is waiting on the new connection although earlier messages may have been lost
  // with the old one. Here the end of a connection ends everything on its way, and the relay begins where it must.
  reconnect: false,
  // Finds out within half a minute that the other end has gone without a word.
  pingInterval: 10_000,
  maxPingOut: 2,
  noAsyncTraces: true,
} as const

/** JetStream at a NATS URL. Connects by itself and for ever; nobody waits for it at start. */
export function openNats({ url, logger }: { url: string; logger: Logger }): Broker {
  let ready = Promise.withResolvers<boolean>()
  let connection: NatsConnection | undefined
  let send: ((message: Message) => Promise<void>) | undefined
  let streamMissing = false
  const closing = new AbortController()

  const stayConnected = async () => {
    let failing = false
    while (!closing.signal.aborted) {
      try {
        connection = await connect({ ...natsAddress(url), ...connectionOptions })
        await ensureStream(connection, logger)
        send = publisherOn(connection)
        if (failing) logger.info('NATS answers again; events leave')
        failing = false
        ready.resolve(true)
        const error = await connection.closed()
        send = undefined
        ready = Promise.withResolvers()
        if (error) throw error
      } catch (error) {
        if (!failing) logger.warn({ err: error }, 'NATS does not answer; events wait in the log, and it is tried again')
        failing = true
        await connection?.close()
      }
      await sleep(reconnectAfterMs(), undefined, { signal: closing.signal }).catch(() => {})
    }
    ready.resolve(false)
  }
  const running = stayConnected()

  return {
    async connected() {
      const isConnected = await ready.promise
      // If it cannot be made now, publishing fails and says why.
      if (streamMissing && connection) streamMissing = !(await ensureStream(connection, logger).catch(() => false))
      return isConnected
    },
    async publish(message) {
      if (!send) throw new Error('There is no connection to NATS.')
      await send(message).catch((error: unknown) => {
        // Somebody may have deleted the stream.
        streamMissing ||= error instanceof NoStream
        throw error
      })
    },
    async close() {
      closing.abort()
      await connection?.close()
      await running
    },
  }
}

/** Makes the stream if there is none. */
async function ensureStream(connection: NatsConnection, logger: Logger): Promise<true> {
  const { streams } = await jetstreamManager(connection, { timeout: connectTimeoutMs })
  const present = await streams.info(topic).catch((error: unknown) => {
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound) return undefined
    throw error
  })
  // Of several processes that find none, one makes it: the same stream once more is no error.
  const { config } = present ?? (await streams.add(stream))
  if (config.duplicate_window < stream.duplicate_window) {
    logger.warn(
      { stream: topic, duplicateWindowSeconds: config.duplicate_window / nanos(1000) },
      'the duplicate window of the NATS stream is shorter than an hour: an event that is sent again after a longer failure appears twice in it',
    )
  }
  return true
}
