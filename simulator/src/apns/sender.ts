import type { TLSSocket } from 'node:tls'
import { judgeProviderToken, type ProviderKey } from './provider-token.ts'
import type { Reason } from './reasons.ts'

/** Who is at the other end of a connection, as far as APNs is to know. */
export interface Sender {
  /** Whether it has shown who it is: from its first handshake with a certificate, else from its first good token. */
  readonly isKnown: boolean
  /** Judges a request by what the connection or its own `authorization` header says about its sender. */
  judge(
    authorization: string | undefined,
    at: Date,
  ): { readonly topic: string | undefined } | { readonly refusal: Reason }
}

const tokenChangeMs = 20 * 60_000

/**
 * The sender at the other end of a TLS connection. With a client certificate, the token is not looked at, and the
 * certificate must have been verified and be made out to a topic (in its subject's UID).
 */
export function senderOf(socket: TLSSocket, providerKeys: readonly ProviderKey[]): Sender {
  if (!socket.getPeerX509Certificate()) return senderWithTokens(providerKeys)
  const topic = socket.getPeerCertificate().subject?.UID
  const judgement = socket.authorized && typeof topic === 'string' ? { topic } : { refusal: 'BadCertificate' as const }
  return { isKnown: true, judge: () => judgement }
}

function senderWithTokens(providerKeys: readonly ProviderKey[]): Sender {
  let current: { readonly token: string; readonly since: Date } | undefined
  return {
    get isKnown() {
      return current !== undefined
    },
    judge(authorization, at) {
      const judgement = judgeProviderToken(authorization, providerKeys, at)
      if ('refusal' in judgement) return judgement
      const { token } = judgement
      if (current?.token !== token) {
        const tooSoon = current && at.getTime() - current.since.getTime() < tokenChangeMs
        if (tooSoon) return { refusal: 'TooManyProviderTokenUpdates' }
        current = { token, since: at }
      }
      return { topic: undefined }
    },
  }
}
