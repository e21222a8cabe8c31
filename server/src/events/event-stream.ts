import type { LoggedEvent } from '../log/read.ts'

/** How long a stream may be silent, and how long its reader. */
export interface StreamPace {
  /** A comment after so long without an event, so that nobody between here and the reader closes the connection. */
  readonly heartbeatMs: number
  /** A reader who takes nothing for so long is disconnected; it comes back with the last event that it has. */
  readonly stalledMs: number
}

export const streamPace: StreamPace = { heartbeatMs: 15_000, stalledMs: 30_000 }

/** When a reader should come back that has lost the connection. */
const retryMs = 1000

/**
 * Pages of events as server-sent events (WHATWG HTML, "Server-sent events"), an empty page as a comment. Nothing is
 * read ahead of the reader: pages are asked for as fast as their text is taken.
 *
 * @param onStalled called when the text of a page has not been taken for too long
 */
export async function* eventStream(
  pages: AsyncIterable<readonly LoggedEvent[]>,
  { stalledMs }: StreamPace,
  onStalled: () => void,
): AsyncGenerator<string> {
  yield `retry: ${retryMs}\n\n`
  for await (const page of pages) {
    const stalled = setTimeout(onStalled, stalledMs)
    try {
      yield page.length > 0 ? page.map(frame).join('') : ': still here\n\n'
    } finally {
      clearTimeout(stalled)
    }
  }
}

/** No `event:` line: an `onmessage` handler then sees every event, and the type stands in the data. */
function frame(event: LoggedEvent): string {
  return `id: ${event.number}\ndata: ${JSON.stringify(event)}\n\n`
}
