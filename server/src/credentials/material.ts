import { type Keys, sealFor, unsealFor } from '../platform/keys.ts'
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

type Place = Pick<WalletConfigurationRow, 'customer_id' | 'id'>

/** @param material whatever JSON holds */
export function sealMaterial(keys: Keys, place: Place, material: object): Buffer {
  return sealFor(keys, place.customer_id, Buffer.from(JSON.stringify(material)), contextOf(place))
}

/** @throws Error when the value was changed or belongs to another configuration */
export function unsealMaterial<M>(keys: Keys, row: Place & Pick<WalletConfigurationRow, 'sealed'>): M {
  return JSON.parse(unsealFor(keys, row.customer_id, row.sealed, contextOf(row)).toString())
}

const contextOf = ({ customer_id, id }: Place) => `wallet_configurations ${customer_id} ${id}`
