import { type ApiError, errorBody } from './api/api-error.ts'

/** A request as it came, its body read. */
export interface Request {
  readonly method: string
  /** The path and query are as they came over the wire. */
  readonly url: URL
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown
  /** Goes on after the head: is given what sends a further piece, returns what ends it. */
  readonly stream?: (send: (piece: string) => void) => () => void
  /** The reason of a refusal, for the journal. */
  readonly reason?: string
}

export function refusalAnswer(error: ApiError): Answer {
  const { status, reason, messages } = error
  return { status, body: errorBody(status, reason, messages), reason }
}
