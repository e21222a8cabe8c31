/** Many requests over a few kept connections, with as little work of its own as possible: the servers are measured. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Count } from './measure.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Load {
  readonly port: number
  readonly connections: number
  /** The status of every answer; with any other the load fails. */
  readonly status: number
  /** The n-th request; undefined when there is none left. */
  next(n: number): HttpRequest | undefined
}

/** Sends requests, each connection its next one when the last is answered, until there are none left. */
export async function sendAll({ port, connections, status, next }: Load): Promise<Count> {
  const lines = await Promise.all(Array.from({ length: connections }, () => openLine(port)))
  let count = 0
  const start = performance.now()
  const worker = async (line: Line) => {
    for (;;) {
      const request = next(count)
      if (!request) return
      count++
      const answer = await line.ask(request)
      if (answer.status !== status) throw new Error(`${request.method} ${request.path}: ${answer.head}${answer.text()}`)
    }
  }
  try {
    await Promise.all(lines.map(worker))
    return { count, elapsedMs: performance.now() - start }
  } finally {
    for (const line of lines) line.close()
  }
}

/** Sends requests for a time. */
export function sendFor(durationMs: number, load: Load): Promise<Count> {
  const end = performance.now() + durationMs
  return sendAll({ ...load, next: (n) => (performance.now() < end ? load.next(n) : undefined) })
}

/**
 * Sends so many requests a second, each when it is due, whether those before it are answered or not.
 *
 * @returns how long each took in milliseconds, with its wait for a connection
 */
export async function sendPaced(perSecond: number, durationMs: number, load: Load): Promise<number[]> {
  const { port, connections, status, next } = load
  const lines = await Promise.all(Array.from({ length: connections }, () => openLine(port)))
  const free = [...lines]
  const waiting: ((line: Line) => void)[] = []
  const takeMs: number[] = []
  const send = async (request: HttpRequest) => {
    const start = performance.now()
    const line = free.pop() ?? (await new Promise<Line>((resolve) => waiting.push(resolve)))
    const answer = await line.ask(request)
    if (answer.status !== status) throw new Error(`${request.method} ${request.path}: ${answer.head}${answer.text()}`)
    takeMs.push(performance.now() - start)
    const first = waiting.shift()
    if (first) first(line)
    else free.push(line)
  }
  const start = performance.now()
  const underWay: Promise<void>[] = []
  try {
    for (let n = 0; n * 1000 < durationMs * perSecond; n++) {
      const waitMs = start + (n * 1000) / perSecond - performance.now()
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      const request = next(n)
      if (request) underWay.push(send(request))
    }
    await Promise.all(underWay)
    return takeMs
  } finally {
    for (const line of lines) line.close()
  }
}

interface HttpAnswer {
  readonly status: number
  readonly head: string
  text(): string
}

interface Line {
  ask(request: HttpRequest): Promise<HttpAnswer>
  close(): void
}

async function openLine(port: number): Promise<Line> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return lineOver(socket)
}

/** HTTP/1.1 (RFC 9112) as far as Fastify speaks it here: a length, or a status that has no body. */
function lineOver(socket: Socket): Line {
  let waiting: PromiseWithResolvers<HttpAnswer> | undefined
  let received: Buffer[] = []
  let missingBytes = -1
  let head = ''
  const fail = (error: unknown) => waiting?.reject(error)
  const finish = (all: Buffer) => {
    const answered = waiting
    waiting = undefined
    received = []
    missingBytes = -1
    answered?.resolve({
      status: Number(head.slice(9, 12)),
      head,
      text: () => all.subarray(head.length).toString(),
    })
  }
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('The server closed the connection.')))
  const take = (piece: Buffer) => {
    received.push(piece)
    if (missingBytes >= 0) missingBytes -= piece.length
    else {
      const all = received.length === 1 ? piece : Buffer.concat(received)
      const end = all.indexOf('\r\n\r\n')
      if (end < 0) return
      head = all.toString('latin1', 0, end + 4)
      missingBytes = end + 4 + bodyBytes(head) - all.length
    }
    if (missingBytes === 0) finish(received.length === 1 ? piece : Buffer.concat(received))
  }
  socket.on('data', (piece: Buffer) => {
    try {
      take(piece)
    } catch (error) {
      fail(error)
    }
  })
  return {
    ask({ method, path, headers = {}, body = '' }) {
      waiting = Promise.withResolvers()
      let text = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`
      for (const name in headers) text += `${name}: ${headers[name]}\r\n`
      if (method === 'POST') text += `Content-Length: ${Buffer.byteLength(body)}\r\n`
      socket.write(`${text}\r\n${body}`)
      return waiting.promise
    },
    close: () => socket.destroy(),
  }
}

function bodyBytes(head: string): number {
  if (/^HTTP\/1\.1 (?:204|304) /.test(head)) return 0
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`An answer without a length: ${head}`)
  return Number(length)
}
