import { createPublicKey, type KeyObject } from 'node:crypto'

/** Google uses one intermediate key for days. */
const mostRemembered = 32
const remembered = new Map<string, KeyObject>()

/**
 * A public key on P-256 from its SubjectPublicKeyInfo in base64, or undefined. To import one costs a third of a
 * verification, so the last ones used are remembered: give it only keys that were vouched for.
 */
export function importP256(base64: string): KeyObject | undefined {
  const known = remembered.get(base64)
  remembered.delete(base64)
  const key = known ?? tryImport(base64)
  if (key === undefined) return undefined
  remembered.set(base64, key)
  if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value!)
  return key
}

function tryImport(base64: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined
  } catch {
    return undefined
  }
}
