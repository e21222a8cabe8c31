import type { Keys } from '../keys.ts'
import { seal, unseal } from './seal.ts'

/** Every key id is this long; a sealed value begins with the id of its key, so that rotated keys still open it. */
const keyIdLength = 8

export const sealingKeyId = (sealed: Buffer): string => sealed.toString('latin1', 0, keyIdLength)

/**
 * Seals bytes under the customer's active sealing key and notes which one that was.
 *
 * @param context where the value belongs, as table and id
 */
export function sealFor(keys: Keys, customerId: string, plaintext: Uint8Array, context: string): Buffer {
  const key = keys.active('sealing', customerId)
  return Buffer.concat([Buffer.from(key.id, 'latin1'), seal(key.bytes, plaintext, context)])
}

/**
 * Opens what `sealFor` made, also after its key was rotated.
 *
 * @throws Error when it was changed, belongs to another customer or place, or its key is not in memory
 */
export function unsealFor(keys: Keys, customerId: string, sealed: Buffer, context: string): Buffer {
  const key = keys.byId(sealingKeyId(sealed))
  if (key?.purpose !== 'sealing' || key.customerId !== customerId) {
    throw new Error('The key of this sealed value is not one of the customer’s sealing keys')
  }
  return unseal(key.bytes, sealed.subarray(keyIdLength), context)
}
