import { type Identity, loadIdentity, PassError } from '@billfold/pkpass'
import { Problem } from '../errors.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { type Keys, sealingKeyId } from '../platform/keys.ts'
import { unsealMaterial } from './material.ts'
import { selectWalletConfiguration } from './store.ts'
import type { WalletConfigurationRow } from './tables.ts'

/** The unsealed certificates in use, ready to sign with. */
export interface Identities {
  /**
   * The same object as long as the certificate is the same, so that what was compiled with it can be kept. A renewal by
   * another process is seen within 30 seconds.
   *
   * @throws Problem `not_found`, or `conflict` when the certificate cannot be used now, as when it has expired
   */
  byConfiguration(customerId: string, configurationId: string): Promise<Identity>
  /** Has a renewal that has committed count in this process at once. */
  forget(customerId: string, configurationId: string): void
}

const recheckAfterMs = 30_000
/** Bounds the memory of an installation with very many customers. */
const cachedIdentities = 1000

interface Loaded {
  readonly identity: Identity
  readonly modifiedAt: Date
}

export function openIdentities(options: { db: Db; keys: Keys; clock: Clock }): Identities {
  const { db, keys, clock } = options
  const cache = new Map<string, { readonly startedAt: Date; readonly loaded: Promise<Loaded> }>()

  const load = async (customerId: string, id: string, at: Date, before?: Promise<Loaded>): Promise<Loaded> => {
    const known = await before
    const row = await selectWalletConfiguration(db, customerId, id)
    if (known?.modifiedAt.getTime() === row.modified_at.getTime()) return known
    if (!hasKeys(keys, row, at)) await keys.refresh()
    return { identity: identityOf(keys, row, at), modifiedAt: row.modified_at }
  }
  const loadInto = (place: string, loaded: Promise<Loaded>, startedAt: Date): Promise<Loaded> => {
    cache.delete(place)
    const [oldest] = cache.keys()
    if (cache.size >= cachedIdentities && oldest !== undefined) cache.delete(oldest)
    cache.set(place, { startedAt, loaded })
    loaded.catch(() => {
      if (cache.get(place)?.loaded === loaded) cache.delete(place)
    })
    return loaded
  }

  return {
    async byConfiguration(customerId, configurationId) {
      const at = clock.now()
      const place = `${customerId} ${configurationId}`
      const cached = cache.get(place)
      const isFresh = cached && at.getTime() - cached.startedAt.getTime() < recheckAfterMs
      const { identity } = await (isFresh
        ? cached.loaded
        : loadInto(place, load(customerId, configurationId, at, cached?.loaded), at))
      if (at > identity.notAfter) throw unusable(configurationId, `it expired on ${identity.notAfter.toISOString()}.`)
      return identity
    },
    forget(customerId, configurationId) {
      cache.delete(`${customerId} ${configurationId}`)
    },
  }
}

/** Whether the keys are in memory that open this certificate and make its passes' tokens. */
function hasKeys(keys: Keys, row: WalletConfigurationRow, at: Date): boolean {
  const hasPhoneTokens = keys.accepted('phoneTokens', row.customer_id, row.pass_type_id, at).length > 0
  return hasPhoneTokens && keys.byId(sealingKeyId(row.sealed)) !== undefined
}

function identityOf(keys: Keys, row: WalletConfigurationRow, at: Date): Identity {
  const material = unsealMaterial(keys, row)
  try {
    return loadIdentity(material, at)
  } catch (error) {
    if (!(error instanceof PassError)) throw error
    throw unusable(row.id, error.issues.map((issue) => issue.message).join(' '))
  }
}

const unusable = (configurationId: string, why: string) =>
  new Problem('conflict', `The certificate of the wallet configuration ${configurationId} cannot be used: ${why}`, {
    hint: 'Renew the certificate of this pass type and post it to /api/wallet-configurations.',
  })
