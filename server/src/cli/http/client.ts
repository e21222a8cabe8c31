import { type Command, Option } from 'commander'
import type { FieldError } from '../../errors.ts'
import { command, jsonOption, type Teaching } from '../command.ts'
import { CommandError, usageError } from '../errors.ts'
import type { Io } from '../io.ts'
import { version } from '../version.ts'

export interface ServerOptions {
  readonly url?: string
  readonly apiKey?: string
  readonly json?: boolean
}

/** A Billfold server, as its HTTP API is used with one API key. */
export interface Server {
  /**
   * Sends a request and waits for the answer.
   *
   * @throws CommandError with what the server's problem document says, or `unreachable` when there was no answer
   */
  send(request: ServerRequest): Promise<Response>
  /** As `send`, for answers in JSON. */
  ask<Answer>(request: ServerRequest): Promise<{ readonly status: number; readonly body: Answer }>
}

export interface ServerRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Made with `path`, so that what stands in it is encoded. */
  readonly path: string
  /** Those that are undefined are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
  /** A body that is not JSON, with its media type. */
  readonly file?: { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Whether the answer goes on until the command is stopped. */
  readonly endless?: boolean
}

const defaultUrl = 'http://localhost:8787'
const timeoutMs = 60_000

/** A command that works on a server over HTTP: `--url`, `--api-key` and `--json` say where, as whom and how. */
export function serverCommand(name: string, teaching: Teaching): Command {
  return command(name, teaching)
    .option(...jsonOption)
    .addOption(
      new Option('--url <url>', `address of the server. Default: BILLFOLD_URL, or ${defaultUrl}`).helpGroup('Server:'),
    )
    .addOption(
      new Option('--api-key <key>', 'API key. Default: BILLFOLD_API_KEY, which shows in no process list').helpGroup(
        'Server:',
      ),
    )
}

/** Encodes what is put into a path: path`/api/passes/${id}`. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent))
}

/** @throws CommandError `usage` when there is no key, or the address is none */
export function openServer(io: Io, options: ServerOptions): Server {
  const baseUrl = addressOf(options.url ?? (io.env.BILLFOLD_URL || defaultUrl))
  const apiKey = keyOf(options.apiKey ?? io.env.BILLFOLD_API_KEY)

  const send = async (request: ServerRequest): Promise<Response> => {
    const { method = 'GET', path, query = {}, body, file, endless = false } = request
    const url = new URL(`${baseUrl}${path}`)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    const type = file?.type ?? (body === undefined ? undefined : 'application/json')
    const payload = file?.bytes ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await io
      .fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          'user-agent': `billfold/${version}`,
          ...(type !== undefined && { 'content-type': type }),
        },
        ...(payload !== undefined && { body: payload }),
        signal: endless ? io.signal : AbortSignal.any([io.signal, AbortSignal.timeout(timeoutMs)]),
      })
      .catch((cause: unknown) => {
        if (io.signal.aborted) throw cause
        throw notReached(baseUrl, cause)
      })
    if (!response.ok) throw await refusal(baseUrl, response)
    return response
  }

  return {
    send,
    async ask<Answer>(request: ServerRequest) {
      const response = await send(request)
      const text = await response.text().catch((cause: unknown) => {
        throw notReached(baseUrl, cause)
      })
      try {
        return { status: response.status, body: JSON.parse(text) as Answer }
      } catch (cause) {
        throw notBillfold(baseUrl, 'its answer is no JSON', cause)
      }
    },
  }
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, '')
  throw usageError(`${JSON.stringify(text)} is no address of a server.`, `Give it as ${defaultUrl}.`)
}

function keyOf(text: string | undefined): string {
  if (!text) {
    throw usageError(
      'This command needs an API key.',
      'Set BILLFOLD_API_KEY or give --api-key. `billfold customer create` and `billfold key create` make one.',
    )
  }
  // No HTTP header takes anything else, as the ellipsis of an example that was copied.
  if (/^[!-~]+$/.test(text)) return text
  throw usageError('The API key has characters that no API key has.', 'Copy it whole: bfk_ and what follows.')
}

function notReached(baseUrl: string, cause: unknown): CommandError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  const { code, message } = inner as { code?: unknown; message?: string }
  const reason = typeof code === 'string' ? code : message
  return new CommandError('unreachable', 'server_unreachable', `No server answers at ${baseUrl} (${reason}).`, {
    hint: 'Start it with `billfold serve`, or say where it is with --url or BILLFOLD_URL.',
    cause,
  })
}

function notBillfold(baseUrl: string, why: string, cause?: unknown): CommandError {
  const message = `What answers at ${baseUrl} is not Billfold: ${why}.`
  return new CommandError('unreachable', 'server_not_billfold', message, {
    hint: 'Check --url or BILLFOLD_URL, and what stands between here and the server.',
    cause,
  })
}

/** What a problem document (RFC 9457) of Billfold says. */
interface ProblemAnswer {
  readonly code?: string
  readonly title?: string
  readonly detail?: string
  readonly hint?: string
  readonly errors?: readonly FieldError[]
  readonly requestId?: string
}

/** The detail of these names the places, each of which gets a line of its own here. */
const namesPlaces: ReadonlySet<string> = new Set(['invalid_request', 'tokens_unfit'])

async function refusal(baseUrl: string, response: Response): Promise<CommandError> {
  const body = (await response.json().catch(() => undefined)) as ProblemAnswer | undefined
  if (body?.code === undefined || body.detail === undefined) {
    return notBillfold(baseUrl, `it answered with status ${response.status} and no problem document`)
  }
  const { code, title, detail, hint, errors, requestId } = body
  const ours = response.status >= 500 && requestId !== undefined
  const message = namesPlaces.has(code) && errors && title ? `${title}.` : detail
  return new CommandError('refused', code, ours ? `${message} (request ${requestId})` : message, { hint, errors })
}
