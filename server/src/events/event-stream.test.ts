import { describe, expect, it } from 'vitest'
import type { LoggedEvent } from '../log/read.ts'
import { eventStream } from './event-stream.ts'

const event = (number: number): LoggedEvent => ({
  number,
  id: `evt_${number}`,
  type: 'updated',
  passId: 'pas_1',
  campaignId: 'cam_1',
  at: new Date('2026-03-01T12:00:00.000Z'),
  data: { text: 'two\nlines' },
})
async function* pagesOf(...pages: LoggedEvent[][]) {
  yield* pages
}
async function all(texts: AsyncIterable<string>): Promise<string[]> {
  const seen: string[] = []
  for await (const text of texts) seen.push(text)
  return seen
}
const calm = { heartbeatMs: 15_000, stalledMs: 60_000 }
const unexpected = () => expect.unreachable()

describe('events as server-sent events', () => {
  it('carry their number as id and stand on one line of data', async () => {
    const texts = await all(eventStream(pagesOf([event(7), event(8)]), calm, unexpected))
    expect(texts.join('')).toBe(
      [
        'retry: 1000\n',
        'id: 7\ndata: {"number":7,"id":"evt_7","type":"updated","passId":"pas_1","campaignId":"cam_1","at":"2026-03-01T12:00:00.000Z","data":{"text":"two\\nlines"}}\n',
        'id: 8\ndata: {"number":8,"id":"evt_8","type":"updated","passId":"pas_1","campaignId":"cam_1","at":"2026-03-01T12:00:00.000Z","data":{"text":"two\\nlines"}}\n\n',
      ].join('\n'),
    )
  })

  it('are a comment while there is none', async () => {
    const texts = await all(eventStream(pagesOf([]), calm, unexpected))
    expect(texts.at(-1)).toBe(': still here\n\n')
  })

  it('end for a reader who takes nothing any more, and nothing is read ahead for it', async () => {
    let read = 0
    async function* endless() {
      for (;;) {
        read++
        yield [event(read)]
      }
    }
    const stalled = Promise.withResolvers<void>()
    const texts = eventStream(endless(), { ...calm, stalledMs: 5 }, stalled.resolve)
    await texts.next()
    await texts.next()
    await stalled.promise
    expect(read).toBe(1)
    await texts.return(undefined)
  })
})
