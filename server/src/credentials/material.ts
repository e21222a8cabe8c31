import { type Keys, sealFor, sealingKeyId, unsealFor } from '../platform/keys.ts'
import type { WalletConfigurationRow } from './tables.ts'

/** A pass certificate with its private key, as it was uploaded. It is kept only sealed. */
export interface Material {
  readonly certificate?: string
  readonly privateKey?: string
  /** Base64 of a .p12 file, instead of certificate and privateKey. */
  readonly pkcs12?: string
  readonly passphrase?: string
  /** Of a development authority; Apple's are built in. */
  readonly intermediates?: readonly string[]
}

/** What is sealed: the certificates of a pass type, the one that was stored last first; once it was one by itself. */
export type SealedMaterial = Material | readonly Material[]

export const materialsIn = (sealed: SealedMaterial): readonly Material[] =>
  Array.isArray(sealed) ? sealed : [sealed as Material]

type Place = Pick<WalletConfigurationRow, 'customer_id' | 'id'>

/** @param material whatever JSON holds */
export function sealMaterial(keys: Keys, place: Place, material: object): Buffer {
  return sealFor(keys, place.customer_id, Buffer.from(JSON.stringify(material)), contextOf(place))
}

/**
 * Opens what `sealMaterial` made of an `M`, also under a key that another process has made since.
 *
 * @throws Error when the value was changed or belongs to another configuration
 */
export async function unsealMaterial<M>(keys: Keys, row: Place & Pick<WalletConfigurationRow, 'sealed'>): Promise<M> {
  if (keys.byId(sealingKeyId(row.sealed)) === undefined) await keys.refresh()
  return JSON.parse(unsealFor(keys, row.customer_id, row.sealed, contextOf(row)).toString())
}

const contextOf = ({ customer_id, id }: Place) => `wallet_configurations ${customer_id} ${id}`
