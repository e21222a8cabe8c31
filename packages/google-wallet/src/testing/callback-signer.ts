import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { signedBytes } from '../callbacks/signed-bytes.ts'
import type { CallbackMessage } from '../callbacks/verdict.ts'

/** A root and an intermediate key of our own, that sign callbacks as Google's do. */
export function callbackSigner(at: Date) {
  const [root, intermediate] = [makeKeys(), makeKeys()]
  const expiresAtMs = at.getTime() + 7 * 86_400_000
  const signedKey = JSON.stringify({ keyValue: spki(intermediate), keyExpiration: String(expiresAtMs) })
  const signatures = [signature(root.privateKey, 'GooglePayPasses', 'ECv2SigningOnly', signedKey)]
  return {
    rootKeysJson: JSON.stringify({
      keys: [{ keyValue: spki(root), protocolVersion: 'ECv2SigningOnly', keyExpiration: String(expiresAtMs) }],
    }),
    /** The body of a callback. */
    body(issuerId: string, message: Partial<CallbackMessage> | Readonly<Record<string, unknown>>): string {
      const signedMessage = JSON.stringify({
        classId: `${issuerId}.coffee`,
        objectId: `${issuerId}.coffee-1`,
        eventType: 'save',
        expTimeMillis: at.getTime() + 60_000,
        count: 1,
        nonce: '5b3e0f6e-6f0a-4d57-9f9c-1f2f3a4b5c6d',
        ...message,
      })
      return JSON.stringify({
        signature: signature(intermediate.privateKey, 'GooglePayPasses', issuerId, 'ECv2SigningOnly', signedMessage),
        intermediateSigningKey: { signedKey, signatures },
        protocolVersion: 'ECv2SigningOnly',
        signedMessage,
      })
    },
  }
}

const makeKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

const spki = ({ publicKey }: { readonly publicKey: KeyObject }) =>
  publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

const signature = (key: KeyObject, ...parts: readonly string[]) =>
  sign('sha256', signedBytes(...parts), key).toString('base64')
