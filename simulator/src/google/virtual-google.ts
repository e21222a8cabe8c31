import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { DevelopmentAuthority } from '../authority/authority.ts'
import { textAt } from '../json.ts'
import { host, listen } from '../listen.ts'
import type { Clock } from '../phone/phone.ts'
import { createControlServer } from '../script/control.ts'
import { openJournal } from '../script/journal.ts'
import { createIssuer, createIssuerKey, type IssuerRequest, type ServiceAccountKey } from './accounts/console.ts'
import { openTokens } from './accounts/tokens.ts'
import { type CallbackRecord, openCallbacks } from './callbacks/deliver.ts'
import type { Google } from './google.ts'
import { handle, paths } from './handle.ts'
import { loadImages } from './images.ts'
import { openQuota } from './quota.ts'
import { issuerIn } from './resources/ids.ts'
import { act } from './script/act.ts'
import { isAct, requireCommand } from './script/check-command.ts'
import type { Command } from './script/commands.ts'
import { openRules } from './script/rules.ts'
import { type ReceivedRequest, serve } from './serve.ts'
import { openState } from './state-file.ts'
import { openListeners } from './wallets.ts'

export interface VirtualGoogleOptions {
  readonly clock: Clock
  /** Serves https with a certificate of its own; plain http unless given. */
  readonly authority?: DevelopmentAuthority
  /** Where it keeps what it knows, so that a later one goes on from there; nowhere unless given. */
  readonly file?: string
  /** Where everything is served; a free port unless given. */
  readonly port?: number
  /** Where the script is steered from outside; a free port unless given. */
  readonly controlPort?: number
  /** How many requests a second a project may send to the API; 20 unless given, null: as many as may be. */
  readonly requestsPerSecond?: number | null
  /** Whether images are loaded when a class or an object is written, as Google does; not unless given. */
  readonly loadImages?: boolean
  /** Whether robots.txt of an issuer's server is asked before it is called back; yes unless given. */
  readonly robots?: boolean
  /** How long an issuer's server may take to answer a callback. */
  readonly callbackTimeoutMs?: number
  /** How long to wait before each further attempt at a callback. */
  readonly callbackRetryWaitsMs?: readonly number[]
  /** Hears of every request, after {@link VirtualGoogle.received} has it. */
  readonly onRequest?: (request: ReceivedRequest) => void
}

/** A stand-in for Google Wallet: its API, its tokens, its save page, its callbacks. Addresses have no slash at the end. */
export interface VirtualGoogle {
  /** In place of `https://walletobjects.googleapis.com`. */
  readonly apiUrl: string
  /** In place of `https://oauth2.googleapis.com/token`. */
  readonly tokenUrl: string
  /** In place of `https://pay.google.com/gp/v/save`. */
  readonly saveUrl: string
  /** In place of `https://pay.google.com/gp/m/issuer/keys`. */
  readonly rootKeysUrl: string
  /** Where `POST /script` and `GET /received` are answered. */
  readonly controlUrl: string
  /** Where virtual Android phones connect. */
  readonly walletsUrl: string
  /**
   * Does what one does in Google's consoles: makes an issuer, and a service account that may act for it.
   * @throws SimulatorError `google_command_invalid` for an issuer id that is taken or none
   */
  createIssuer(
    request?: IssuerRequest,
  ): Promise<{ readonly issuerId: string; readonly serviceAccountKey: ServiceAccountKey }>
  /**
   * Gives the service account of an issuer a further key; the others stay valid.
   * @throws SimulatorError `google_command_invalid`
   */
  createKey(issuerId: string): Promise<ServiceAccountKey>
  /**
   * Has something done, at once or with requests, callbacks or reviews to come.
   * @throws SimulatorError `google_command_invalid` with everything that does not fit
   */
  script(command: Command): void
  /** The latest requests (up to 10,000), the latest last, and what came of each. */
  received(): readonly ReceivedRequest[]
  /** How often each outcome of a request has occurred since the start. */
  counts(): Readonly<Record<string, number>>
  /** The latest callbacks (up to 1,000), the latest last. */
  callbacks(): readonly CallbackRecord[]
  /** Waits until no callback is under way, retries included. */
  settled(): Promise<void>
  /** Ends every connection and frees the ports. */
  close(): Promise<void>
}

const unavailable = { code: 'google_port_unavailable', what: 'The virtual Google' } as const
const rememberedRequests = 10_000
const usualRequestsPerSecond = 20
const usualCallbackTimeoutMs = 10_000
const usualCallbackRetryWaitsMs = [1_000, 5_000, 30_000, 120_000]

/**
 * Starts a virtual Google on the loopback interface (Google Wallet API, v1). TLS and waits go by the machine's clock,
 * all else by `clock`.
 * @throws SimulatorError `google_port_unavailable`, `google_state_damaged`, `authority_not_valid`
 */
export async function openVirtualGoogle(options: VirtualGoogleOptions): Promise<VirtualGoogle> {
  const { clock, authority, onRequest = () => {}, requestsPerSecond = usualRequestsPerSecond } = options
  const kept = await openState(options.file)
  const { state } = kept
  const rules = openRules()
  const journal = openJournal<ReceivedRequest>(rememberedRequests)
  const quota = openQuota(clock, requestsPerSecond)
  const listeners = openListeners()
  const urls = { origin: '' }
  const tokens = openTokens(state, clock, () => urls.origin + paths.token)
  const callbacks = openCallbacks({
    state,
    clock,
    roots: authority ? [authority.rootPem] : [],
    timeoutMs: options.callbackTimeoutMs ?? usualCallbackTimeoutMs,
    retryWaitsMs: options.callbackRetryWaitsMs ?? usualCallbackRetryWaitsMs,
    robots: options.robots ?? true,
    ruleFor: rules.forCallback,
  })
  const away = { untilMs: 0 }

  const google: Google = {
    state,
    clock,
    review: (classId) => rules.forReview(classId),
    loadImages: options.loadImages ? loadImages : async () => {},
    saveUrl: () => urls.origin + paths.save,
    tellHolders(objectIds) {
      const holders = objectIds.flatMap((id) => state.holders.get(id) ?? [])
      for (const account of new Set(holders.map((holder) => holder.account))) listeners.tell(account)
    },
    tellIssuer(eventType, objectId) {
      const classId = String(state.objects.get(objectId)?.resource.classId)
      const url = callbackUrlOf(google, classId)
      if (url) callbacks.tell({ eventType, classId, objectId, issuerId: issuerIn(objectId) }, url)
    },
  }

  const listener = serve({
    clock,
    isAway: () => clock.now().getTime() < away.untilMs,
    ruleFor: (method, path) => (isOfPhone(path) ? undefined : rules.forRequest(method, path)),
    handle: (request) => handle({ google, tokens, quota, listeners }, request),
    note(received) {
      if (received.method !== 'GET') kept.save()
      if (isOfPhone(received.path)) return
      journal.add(received)
      onRequest(received)
    },
  })
  const server = authority ? createTlsServer(await certificateOf(authority, clock), listener) : createServer(listener)

  function script(command: unknown): void {
    requireCommand(command)
    if (isAct(command)) act({ state, clock, rules, quota, tokens, away, requestsPerSecond }, command)
    else rules.add(command)
    kept.save()
  }

  const control = createControlServer({
    script,
    received: () => ({ counts: journal.counts(), received: journal.received(), callbacks: callbacks.records() }),
  })
  const port = await listen(server, options.port ?? 0, unavailable)
  urls.origin = authority ? `https://localhost:${port}` : `http://${host}:${port}`
  const controlPort = await listen(control, options.controlPort ?? 0, unavailable).catch((error) => {
    server.close()
    throw error
  })

  return {
    apiUrl: urls.origin,
    tokenUrl: urls.origin + paths.token,
    saveUrl: urls.origin + paths.save,
    rootKeysUrl: urls.origin + paths.rootKeys,
    walletsUrl: urls.origin + paths.wallets,
    controlUrl: `http://${host}:${controlPort}`,
    async createIssuer(request = {}) {
      const created = await createIssuer(state, urls.origin + paths.token, request)
      kept.save()
      return created
    },
    async createKey(issuerId) {
      const key = await createIssuerKey(state, urls.origin + paths.token, issuerId)
      kept.save()
      return key
    },
    script,
    received: journal.received,
    counts: journal.counts,
    callbacks: callbacks.records,
    settled: callbacks.settled,
    async close() {
      const closed = Promise.all([once(server, 'close'), once(control, 'close')])
      callbacks.close()
      for (const each of [server, control]) {
        each.close()
        each.closeAllConnections()
      }
      await closed
      await kept.settled()
    },
  }
}

/** Between phones and Google is Google's own business: no script is about it, no journal tells it. */
function isOfPhone(path: string): boolean {
  return path.startsWith(`${paths.wallets}/`)
}

function callbackUrlOf({ state }: Google, classId: string): string | undefined {
  const options = state.classes.get(classId)?.resource.callbackOptions
  return textAt(options, 'url')
}

async function certificateOf(authority: DevelopmentAuthority, clock: Clock) {
  const issued = await authority.issueServerCertificate({ names: ['localhost', host], at: clock.now() })
  return { key: issued.privateKeyPem, cert: issued.certificatePem + authority.intermediatePem }
}
