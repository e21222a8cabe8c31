import type { FastifyRequest } from 'fastify'
import { phoneTokenMatches } from '../../credentials/phone-token.ts'
import { Problem } from '../../errors.ts'
import type { AppleDeps } from '../deps.ts'
import type { PassPath } from './schema.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The customer whose pass the address names: set by `authenticatePhone`, on routes of phones only. */
    passOwnerId: string
  }
}

/** RFC 9110 §11.4: the scheme in any case. Wallets on Android say `AndroidPass`, all else as iPhones do. */
const credentials = /^(?:applepass|androidpass) +([^ ]{1,512})$/i

/**
 * A route's `onRequest` hook: lets only a phone through that holds the pass which the address names, and sets
 * `request.passOwnerId`. It costs no statement, and comes before the body is read.
 *
 * @throws Problem `pass_unauthorized`, the same for a wrong token, an unknown pass type and an unknown serial
 */
export function authenticatePhone({ core, walletDirectory }: AppleDeps): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const { passTypeId, serial } = request.params as PassPath
    const token = credentials.exec(request.headers.authorization ?? '')?.[1]
    const owner = token === undefined ? undefined : await walletDirectory.find(passTypeId)
    if (token === undefined || owner === undefined) throw passUnauthorized()
    const at = core.clock.now()
    if (!phoneTokenMatches(core.keys, owner.customerId, passTypeId, serial, token, at)) throw passUnauthorized()
    request.passOwnerId = owner.customerId
  }
}

/** The one refusal of whoever cannot show a pass's token: it tells nobody which passes exist. */
export function passUnauthorized(): Problem {
  return new Problem('pass_unauthorized', 'The request does not carry the authentication token of this pass.')
}
