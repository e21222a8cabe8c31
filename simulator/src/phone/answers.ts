/**
 * What iOS makes of a web service's answers. Each function judges one kind of answer; a refusal is the text that iOS
 * puts behind "encountered error:" in its log.
 */

/** An answer as far as a phone looks at it. */
export interface Answer {
  readonly status: number
  readonly lastModified: string | undefined
  readonly body: Uint8Array
}

export type Judgement<T> = { readonly accepted: T } | { readonly error: string }

export interface ChangedPasses {
  readonly serialNumbers: readonly string[]
  /** The tag for the next list; undefined if the answer had none. */
  readonly tag: string | undefined
}

/** Registering and unregistering succeed with 200 and 201 only; 204 is a failure. */
export function judgeRegistration({ status }: Answer): Judgement<true> {
  return status === 200 || status === 201 ? { accepted: true } : { error: unexpected(status) }
}

/** A list is answered with 204 for "nothing", or with 200 and JSON whose types iOS checks. 401 has no meaning here. */
export function judgeList({ status, body }: Answer): Judgement<ChangedPasses> {
  if (status === 204) return { accepted: { serialNumbers: [], tag: undefined } }
  if (status !== 200) return { error: `Unexpected response code ${status}` }
  if (body.length === 0) return malformed('Missing response data')
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return malformed('The data is not JSON')
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return malformed('Expected a dictionary')
  const { serialNumbers, lastUpdated } = json as Readonly<Record<string, unknown>>
  if (!Array.isArray(serialNumbers) || !serialNumbers.every((serial) => typeof serial === 'string')) {
    return malformed('Expected an array of strings for key serialNumbers')
  }
  if (lastUpdated !== undefined && typeof lastUpdated !== 'string') {
    return malformed('Expected a string for key lastUpdated')
  }
  return { accepted: { serialNumbers, tag: lastUpdated } }
}

/** A pass is answered with 200 and its bytes, or 304 (here undefined) if it has not changed since. */
export function judgePass({ status, body }: Answer): Judgement<Uint8Array | undefined> {
  if (status === 304) return { accepted: undefined }
  if (status !== 200) return { error: unexpected(status) }
  return body.length > 0 ? { accepted: body } : malformed('Missing response data')
}

/** A filled-in form is answered with 200 and the signature of its token; of its media type nothing is asked. */
export function judgeTokenSignature({ status, body }: Answer): Judgement<Uint8Array> {
  if (status !== 200) return { error: unexpected(status) }
  return body.length > 0 ? { accepted: body } : malformed('Missing response data')
}

/** Log lines have arrived with 200 only. */
export function judgeLog({ status }: Answer): Judgement<true> {
  return status === 200 ? { accepted: true } : { error: unexpected(status) }
}

function unexpected(status: number): string {
  return status === 401 ? 'Authentication failure' : `Unexpected response code ${status}`
}

function malformed(reason: string): { readonly error: string } {
  return { error: `Server response was malformed (${reason})` }
}
