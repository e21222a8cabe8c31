import { Problem } from '../errors.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { isAccepted, type Key, type Keys } from '../platform/keys.ts'
import type { Logger } from '../platform/logger.ts'
import type { Caller } from './caller.ts'
import { type Claims, decodeKeyText } from './key-text.ts'
import { listRevocations } from './store.ts'

/** Judges API keys without the database: their claims stand in them, and the revocations are in memory. */
export interface ApiKeys {
  /**
   * @param authorization the request's `Authorization` header
   * @throws Problem `unauthorized`, saying what is wrong with the key
   */
  authenticate(authorization: string | undefined): Caller
  /** When a key was revoked, if so: what it made before stays valid. */
  revokedAt(keyId: string): Date | undefined
  /** Has the keys of a customer in memory that another process has just made. */
  meet(customerId: string): Promise<void>
  /** Makes a revocation that has committed count in this process at once; the others learn of it by refreshing. */
  noteRevoked(keyId: string, revokedAt: Date): void
  /** Takes in what other processes revoked and rotated. When the database does not answer, what is known stays. */
  refresh(): Promise<void>
  stop(): void
}

const refreshEveryMs = 30_000
/** Checking a MAC and parsing claims costs a few µs; the keys in daily use are few. */
const cachedTexts = 1000

/** Loads the revocations, and keeps them and the installation's keys fresh until stopped. */
export async function openApiKeys(options: { db: Db; keys: Keys; clock: Clock; logger: Logger }): Promise<ApiKeys> {
  const { db, keys, clock, logger } = options
  const revocations = new Map<string, Date>()
  const verified = new Map<string, Verified>()
  let failing = false

  const load = async () => {
    // A revocation is never taken back, so what one refresh read late can only lack some of the newest.
    for (const { keyId, revokedAt } of await listRevocations(db)) revocations.set(keyId, revokedAt)
  }
  const refresh = async () => {
    try {
      await Promise.all([load(), keys.refresh()])
      if (failing) logger.info('API keys: revocations and keys are being refreshed again')
      failing = false
    } catch (error) {
      if (!failing) {
        logger.warn({ err: error }, 'API keys: revocations and keys could not be refreshed; those known still count')
      }
      failing = true
    }
  }
  const verify = (text: string): Verified => {
    const known = verified.get(text)
    if (known) return known
    const decoded = decodeKeyText(text, keys.byId)
    if ('fault' in decoded) throw new Problem('unauthorized', `${decoded.fault}.`)
    const fresh = { caller: callerOf(decoded.claims), macKeyId: decoded.macKey.id }
    const [oldest] = verified.keys()
    if (verified.size >= cachedTexts && oldest !== undefined) verified.delete(oldest)
    verified.set(text, fresh)
    return fresh
  }

  await load()
  const timer = setInterval(refresh, refreshEveryMs).unref()

  return {
    authenticate(authorization) {
      const { caller, macKeyId } = verify(keyTextOf(authorization))
      const fault = faultOf(caller, keys.byId(macKeyId), revocations.get(caller.keyId), clock.now())
      if (fault !== undefined) throw new Problem('unauthorized', `The API key ${caller.keyId} ${fault}.`)
      return caller
    },
    revokedAt: (keyId) => revocations.get(keyId),
    async meet(customerId) {
      if (keys.accepted('serials', customerId, undefined, clock.now()).length === 0) await refresh()
    },
    noteRevoked(keyId, revokedAt) {
      revocations.set(keyId, revokedAt)
    },
    refresh,
    stop: () => clearInterval(timer),
  }
}

/** What never changes about a key's text: who it speaks for, and that its MAC is right under that key. */
interface Verified {
  readonly caller: Caller
  readonly macKeyId: string
}

function keyTextOf(authorization: string | undefined): string {
  if (authorization === undefined) {
    throw new Problem('unauthorized', 'The request has no Authorization header.')
  }
  const text = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  if (text !== undefined) return text
  throw new Problem('unauthorized', 'The Authorization header is not of the form "Bearer <API key>".')
}

const callerOf = ({ k, c, s, g, x }: Claims): Caller => ({
  customerId: c,
  keyId: k,
  scopes: new Set(s),
  campaignIds: g ?? null,
  notAfter: x === undefined ? null : new Date(x * 1000),
})

/** Why a genuine key is not valid now, if so. */
function faultOf(caller: Caller, macKey: Key | undefined, revokedAt: Date | undefined, at: Date): string | undefined {
  if (revokedAt) return `was revoked on ${revokedAt.toISOString()}`
  if (caller.notAfter && at > caller.notAfter) return `expired on ${caller.notAfter.toISOString()}`
  if (macKey && isAccepted(macKey, at)) return undefined
  return 'was made under a key of this installation that is no longer accepted, because it had leaked'
}
