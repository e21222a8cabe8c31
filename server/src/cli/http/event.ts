import { setTimeout } from 'node:timers/promises'
import { type Command, InvalidArgumentError } from 'commander'
import { noun } from '../command.ts'
import type { Io } from '../io.ts'
import { plain, print, type Style, styleFor } from '../output.ts'
import { openServer, type Server, type ServerOptions, serverCommand } from './client.ts'

interface EventAnswer {
  readonly number: number
  readonly id: string
  readonly type: string
  readonly passId: string | null
  readonly campaignId: string | null
  readonly at: string
  readonly data: unknown
}

interface EventPage {
  readonly items: readonly EventAnswer[]
  readonly next: number | null
}

/** A stream that ended is asked for again after this long. */
const reconnectMs = 1000

export function eventCommand(io: Io): Command {
  const teaching = {
    summary: 'the log of everything that happened: list',
    description: 'Every change is an event with a number. Events are kept in order and never changed.',
    examples: [
      ['All', 'billfold event list'],
      ['Watch what happens', 'billfold event list --follow'],
    ],
  } as const
  return noun('event', teaching, [listCommand(io)])
}

interface ListOptions extends ServerOptions {
  readonly after: number
  readonly follow?: boolean
}

function listCommand(io: Io): Command {
  const teaching = {
    summary: 'list events, and follow new ones',
    description:
      'Lists the events after a number. With --follow it then waits for new ones until it is stopped (Ctrl-C), and ' +
      '--json prints one JSON document a line.',
    examples: [
      ['What came after the last one that you know', 'billfold event list --after 1204'],
      ['Installations as they happen', 'billfold event list --follow --json | jq \'select(.type == "download")\''],
    ],
  } as const
  return serverCommand('list', teaching)
    .option('--after <number>', 'only events with a greater number', eventNumber, 0)
    .option('--follow', 'wait for new events')
    .action(async (options: ListOptions) => {
      const server = openServer(io, options)
      if (options.json && !options.follow) {
        const items: EventAnswer[] = []
        for await (const event of eventsAfter(server, options.after)) items.push(event)
        return print(io, options, { items }, () => '')
      }
      const style = styleFor(io.stdout, io.env)
      const show = (event: EventAnswer) =>
        io.stdout.write(`${options.json ? JSON.stringify(event) : line(event, style)}\n`)
      if (options.follow) return follow(io, server, options.after, show)
      for await (const event of eventsAfter(server, options.after)) show(event)
    })
}

async function follow(io: Io, server: Server, after: number, show: (event: EventAnswer) => void): Promise<void> {
  try {
    for (let last = after; ; await setTimeout(reconnectMs, undefined, { signal: io.signal })) {
      for await (const event of streamAfter(server, last)) {
        show(event)
        last = event.number
      }
    }
  } catch (error) {
    if (!io.signal.aborted) throw error
  }
}

/** Events as they happen, until the server ends the stream or the connection breaks. */
async function* streamAfter(server: Server, after: number): AsyncGenerator<EventAnswer> {
  const { body } = await server.send({ path: '/api/events/stream', query: { after }, endless: true })
  let rest = ''
  try {
    for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith(dataPrefix)) yield JSON.parse(line.slice(dataPrefix.length))
    }
  } catch (error) {
    // What fetch throws when the connection breaks. The next request finds out whether the server is still there.
    if (!(error instanceof TypeError)) throw error
  }
}

/** Billfold writes each event on one line (WHATWG HTML, "Server-sent events"). */
const dataPrefix = 'data: '

/** The events that there are now after a number. */
async function* eventsAfter(server: Server, after: number): AsyncGenerator<EventAnswer> {
  for (let next: number | null = after; next !== null; ) {
    const query = { after: next, limit: 1000 }
    const answer: { body: EventPage } = await server.ask<EventPage>({ path: '/api/events', query })
    yield* answer.body.items
    next = answer.body.next
  }
}

function line({ number, at, type, passId, campaignId, data }: EventAnswer, style: Style): string {
  const about = passId ?? campaignId ?? ''
  const details = data === null || JSON.stringify(data) === '{}' ? '' : style.dim(plain(JSON.stringify(data)))
  return [String(number).padStart(6), at, style.bold(type.padEnd(19)), about.padEnd(30), details].join('  ').trimEnd()
}

function eventNumber(text: string): number {
  if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text)
  throw new InvalidArgumentError('It is the number of an event: 0 or more.')
}
