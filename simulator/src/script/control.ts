import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { SimulatorError } from '../errors.ts'

/** What can be done with a virtual service from outside its process. */
export interface Controls {
  /**
   * Carries out a command; what it returns, if anything, is answered as JSON.
   * @throws SimulatorError
   */
  script(command: unknown): unknown
  /** What has come. */
  received(): unknown
}

const commandLimitBytes = 65_536

interface Reply {
  readonly status: number
  readonly body?: unknown
}

/**
 * A plain HTTP server, to be bound to the loopback interface, for command lines and other processes: `POST /script`
 * takes a command as JSON, `GET /received` tells what has come.
 */
export function createControlServer(controls: Controls): Server {
  return createServer(async (request, response) => {
    const { status, body } = await replyTo(request, controls).catch(() => ({ status: 500, body: undefined }))
    send(response, { status, body })
  })
}

async function replyTo(request: IncomingMessage, controls: Controls): Promise<Reply> {
  switch (`${request.method} ${request.url}`) {
    case 'POST /script':
      return takeCommand(request, controls)
    case 'GET /received':
      return { status: 200, body: controls.received() }
    default:
      return { status: 404, body: { message: 'There are POST /script and GET /received.' } }
  }
}

async function takeCommand(request: IncomingMessage, { script }: Controls): Promise<Reply> {
  // A web page that somebody looks at on this machine cannot send this type without asking first, and is not answered.
  if (!/^application\/json(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return { status: 415, body: { message: 'A command is sent as Content-Type: application/json.' } }
  }
  const text = await readText(request)
  if (text === undefined) return { status: 413, body: { message: `A command has ${commandLimitBytes} bytes at most.` } }
  let command: unknown
  try {
    command = JSON.parse(text)
  } catch {
    return { status: 400, body: { message: 'The command is not JSON.' } }
  }
  try {
    const result = await script(command)
    return result === undefined ? { status: 204 } : { status: 200, body: result }
  } catch (error) {
    if (!(error instanceof SimulatorError)) throw error
    const { code, message, fix, issues } = error
    return { status: 400, body: { code, message, fix, issues } }
  }
}

/** Undefined if there is more than a command may have. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    if (bytes <= commandLimitBytes) chunks.push(chunk)
  }
  return bytes <= commandLimitBytes ? Buffer.concat(chunks).toString('utf8') : undefined
}

function send(response: ServerResponse, { status, body }: Reply): void {
  if (body === undefined) response.writeHead(status).end()
  else response.writeHead(status, { 'Content-Type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}
