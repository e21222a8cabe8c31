import { readCredentials } from './credentials.ts'
import { type Problem, refuseProblems } from './errors.ts'
import type { ProviderTokens } from './provider-tokens.ts'
import type { ApnsState } from './state.ts'

export interface ApnsOptions {
  /** The pass type identifier. */
  readonly topic: string
  /** The Pass Type ID certificate that also signs the passes, as PEM or PKCS#12; or the provider tokens of a key. */
  readonly auth:
    | {
        readonly kind: 'certificate'
        /** PEM; intermediates may follow. */
        readonly certificate: string
        readonly privateKey: string
        readonly passphrase?: string | undefined
      }
    | { readonly kind: 'pkcs12'; readonly pkcs12: Uint8Array; readonly passphrase?: string | undefined }
    | { readonly kind: 'token'; readonly tokens: ProviderTokens }
  /** Default `https://api.push.apple.com`; Apple also listens on port 2197. */
  readonly url?: string | undefined
  /** Certificate authorities in PEM to trust besides those that Node trusts. */
  readonly ca?: string | readonly string[] | undefined
  /** The header `apns-push-type`, default `background`; null sends none. Apple documents none for passes. */
  readonly pushType?: string | null | undefined
  /** The header `apns-priority`, default 5; null sends none. */
  readonly priority?: 5 | 10 | null | undefined
  /** How long APNs keeps the push for a phone that is away: default and maximum 30 days; 0 means not at all. */
  readonly expirationSeconds?: number | undefined
  /** Default 30,000. A push without answer for so long is sent once more, then it is `later`. */
  readonly requestTimeoutMs?: number | undefined
  /** Default 120,000: how long a push waits for a connection or a free stream before it is `later`. */
  readonly maxWaitMs?: number | undefined
  /** Default 60,000: a connection that was silent for so long is asked for a sign of life. */
  readonly pingAfterIdleMs?: number | undefined
  /** Default 10,000: a connection without an answer to PING is dead. */
  readonly pingTimeoutMs?: number | undefined
  /** Default 1, which carries as many pushes as a process can send unless the round trip is long. */
  readonly maxConnections?: number | undefined
  /** For expiration and `retry-after`; time-outs are measured by the process's monotonic clock. */
  readonly clock?: { now(): Date } | undefined
  /** Told of every change of state, not during a call of yours. */
  readonly onState?: ((state: ApnsState) => void) | undefined
}

/** Options that were checked and completed. */
export type ApnsSettings = ReturnType<typeof checkOptions>

const numbers = {
  expirationSeconds: { fallback: 2_592_000, least: 0, most: 2_592_000 },
  requestTimeoutMs: { fallback: 30_000, least: 1, most: 600_000 },
  maxWaitMs: { fallback: 120_000, least: 1, most: 86_400_000 },
  pingAfterIdleMs: { fallback: 60_000, least: 1, most: 3_600_000 },
  pingTimeoutMs: { fallback: 10_000, least: 1, most: 600_000 },
  maxConnections: { fallback: 1, least: 1, most: 32 },
} as const

/** @throws ApnsError `OPTIONS_REFUSED` with all that is wrong */
export function checkOptions(options: ApnsOptions) {
  const problems: Problem[] = []
  const { topic, auth, pushType = 'background', priority = 5, onState, clock = { now: () => new Date() } } = options
  if (!isHeaderValue(topic)) {
    const message = `${JSON.stringify(topic)} is no topic.`
    problems.push({ option: 'topic', message, fix: 'Give the pass type identifier, like pass.com.example.coffee.' })
  }
  if (pushType !== null && !isHeaderValue(pushType)) {
    const message = `${JSON.stringify(pushType)} is no push type.`
    problems.push({ option: 'pushType', message, fix: 'Give background or alert, or null to send none.' })
  }
  if (priority !== null && priority !== 5 && priority !== 10) {
    problems.push({ option: 'priority', message: `It is ${priority}.`, fix: 'Give 5, 10, or null to send none.' })
  } else if (pushType === 'background' && priority === 10) {
    const message = 'APNs refuses background pushes of priority 10.'
    problems.push({ option: 'priority', message, fix: 'Give 5, or another pushType.' })
  }
  const url = checkUrl(options.url ?? 'https://api.push.apple.com', problems)
  const checked = checkNumbers(options, problems)
  const secureContext = readCredentials(auth, options.ca, problems)
  refuseProblems(problems)
  const tokens = auth.kind === 'token' ? auth.tokens : undefined
  return { topic, pushType, priority, clock, onState, tokens, url: url!, secureContext: secureContext!, ...checked }
}

function isHeaderValue(value: unknown): boolean {
  return typeof value === 'string' && /^[\x21-\x7e]{1,256}$/.test(value)
}

/** Without TLS, anyone on the way could read the provider token and push in our name. */
function checkUrl(value: string, problems: Problem[]): URL | undefined {
  const url = URL.parse(value)
  if (url?.protocol === 'https:' && url.pathname === '/' && !url.search && !url.username) return url
  const message = `${JSON.stringify(value)} is no https address of a server.`
  problems.push({ option: 'url', message, fix: 'Give scheme, host and perhaps port, without a path.' })
  return undefined
}

function checkNumbers(options: ApnsOptions, problems: Problem[]): { [name in keyof typeof numbers]: number } {
  const checked = Object.entries(numbers).map(([option, { fallback, least, most }]) => {
    const value = options[option as keyof typeof numbers] ?? fallback
    if (!Number.isInteger(value) || value < least || value > most) {
      problems.push({ option, message: `It is ${value}.`, fix: `Give a whole number from ${least} to ${most}.` })
    }
    return [option, value]
  })
  return Object.fromEntries(checked)
}
