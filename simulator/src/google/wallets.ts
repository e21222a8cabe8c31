import type { JsonObject } from '../json.ts'
import type { Answer, Request } from './answer.ts'
import { ApiError } from './api/api-error.ts'
import type { Vertical } from './api/verticals.ts'
import type { Google } from './google.ts'
import { issuerIn } from './resources/ids.ts'
import { withRotatingValues } from './resources/rotating-values.ts'
import { expiring } from './resources/stored.ts'
import { remove } from './save/save.ts'
import type { Notice } from './state.ts'

/** What a phone gets of the wallet of its Google account. Between phones and Google is Google's own business: so is this. */
export interface AccountWallet {
  readonly account: string
  /** In the order in which they were saved. */
  readonly passes: readonly AccountPass[]
  /** The latest last. */
  readonly notices: readonly Notice[]
}

export interface AccountPass {
  readonly vertical: Vertical
  readonly savedAtMs: number
  /** Its issuer may not publish passes yet. */
  readonly testOnly: boolean
  readonly passClass: JsonObject
  readonly object: JsonObject
}

/** Phones that listen for changes, by account. */
export interface Listeners {
  add(account: string, listener: () => void): () => void
  tell(account: string): void
}

export function openListeners(): Listeners {
  const byAccount = new Map<string, Set<() => void>>()
  return {
    add(account, listener) {
      const listeners = byAccount.get(account) ?? new Set()
      byAccount.set(account, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && byAccount.get(account) === listeners) byAccount.delete(account)
      }
    },
    tell(account) {
      for (const listener of byAccount.get(account) ?? []) listener()
    },
  }
}

/**
 * What a phone may ask: `GET /wallets/{account}`, `DELETE /wallets/{account}/{objectId}`, and
 * `GET /wallets/{account}/changes`, a stream of server-sent events, one for each change.
 * @throws ApiError
 */
export function answerWallets(google: Google, listeners: Listeners, { method, url }: Request): Answer {
  const [, , account = '', rest] = url.pathname.split('/').map(decodeURIComponent)
  if (method === 'GET' && rest === undefined) return { status: 200, body: walletOf(google, account) }
  if (method === 'GET' && rest === 'changes') {
    return {
      status: 200,
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
      stream: (send) => {
        send(': connected\n\n')
        return listeners.add(account, () => send('data: changed\n\n'))
      },
    }
  }
  if (method === 'DELETE' && rest !== undefined) {
    if (!remove(google, rest, account)) throw new ApiError('resourceNotFound', `Resource not found: ${rest}`)
    return { status: 200, body: {} }
  }
  throw new ApiError('notFound', `Not found: ${method} ${url.pathname}`)
}

function walletOf(google: Google, account: string): AccountWallet {
  const { state, clock } = google
  const passes: AccountPass[] = []
  for (const [objectId, holders] of state.holders) {
    const holder = holders.find((item) => item.account === account)
    const stored = state.objects.get(objectId)
    const passClass = state.classes.get(String(stored?.resource.classId))?.resource
    if (holder && stored && passClass) {
      passes.push({
        vertical: stored.vertical,
        savedAtMs: holder.savedAtMs,
        testOnly: state.issuers.get(issuerIn(objectId))?.demoMode ?? false,
        passClass,
        object: withRotatingValues(google, expiring(stored.resource, clock.now())),
      })
    }
  }
  passes.sort((a, b) => a.savedAtMs - b.savedAtMs)
  return { account, passes, notices: state.shown.filter((notice) => notice.account === account) }
}
