import { randomUUID } from 'node:crypto'
import {
  gson,
  type IntermediateKey,
  newIntermediateKey,
  newSigningKey,
  protocolVersion,
  type SigningKey,
  signMessage,
} from './keys.ts'

/** Somebody has put an object into a wallet, or taken it out. */
export interface HolderEvent {
  readonly eventType: 'save' | 'del'
  readonly classId: string
  readonly objectId: string
  readonly issuerId: string
}

/** What can be wrong with a callback that does not come from Google, or not any more. */
export const forgeries = [
  'bad-signature',
  'foreign-recipient',
  'foreign-object',
  'unknown-root',
  'expired-key',
  'expired-message',
  'wrong-protocol',
] as const
export type Forgery = (typeof forgeries)[number]

export interface SignedCallback {
  readonly nonce: string
  /** JSON, to be sent as it is. */
  readonly body: string
}

/** How long a message counts. */
const messageLifeMs = 600_000
const hourMs = 3_600_000
const foreignIssuerId = '3388000000099999999'

/** Signs a callback (Google Wallet API, *Use callbacks for saves and deletions*), or makes one that is not to be trusted. */
export function signCallback(
  event: HolderEvent,
  { roots, intermediate }: { readonly roots: readonly SigningKey[]; readonly intermediate: IntermediateKey },
  at: Date,
  forgery?: Forgery,
): SignedCallback {
  const nonce = randomUUID()
  const { issuerId, classId, eventType } = event
  const signedMessage = gson({
    classId,
    objectId: forgery === 'foreign-object' ? `${foreignIssuerId}.pass` : event.objectId,
    eventType,
    expTimeMillis: at.getTime() + (forgery === 'expired-message' ? -hourMs : messageLifeMs),
    count: 1,
    nonce,
  })
  const key = intermediateFor(forgery, roots, intermediate, at)
  const recipient = forgery === 'foreign-recipient' ? foreignIssuerId : issuerId
  const signer = forgery === 'bad-signature' ? newSigningKey() : key.key
  const body = gson({
    signature: signMessage(signer, recipient, signedMessage),
    intermediateSigningKey: { signedKey: key.signedKey, signatures: key.signatures },
    protocolVersion: forgery === 'wrong-protocol' ? 'ECv2' : protocolVersion,
    signedMessage,
  })
  return { nonce, body }
}

function intermediateFor(
  forgery: Forgery | undefined,
  roots: readonly SigningKey[],
  intermediate: IntermediateKey,
  at: Date,
): IntermediateKey {
  if (forgery === 'unknown-root') return newIntermediateKey([newSigningKey()], intermediate.expiresAtMs)
  if (forgery === 'expired-key') return newIntermediateKey(roots, at.getTime() - hourMs)
  return intermediate
}
