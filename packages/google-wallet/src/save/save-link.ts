import type { ServiceAccount } from '../auth/service-account.ts'
import { signJwt } from '../auth/sign-jwt.ts'
import { endpoints } from '../endpoints.ts'
import { refuseIssues } from '../errors.ts'
import { type Issue, issueOf } from '../issue.ts'
import { type SavePass, saveClaims } from './save-claims.ts'

export interface SaveJwtInput {
  readonly serviceAccount: ServiceAccount
  readonly passes: readonly SavePass[]
  /** Where the JavaScript button may stand, like `https://www.example.com`; plain links need none. */
  readonly origins?: readonly string[] | undefined
}

/** Longer tokens do not survive in links everywhere (Google Wallet, "Working with JWTs"). */
const longestSafeJwt = 1800

/**
 * A signed token that lets whoever has it save the passes. It does not expire; treat it like the passes themselves.
 *
 * @param at When it is issued.
 * @throws GoogleWalletError `OPTIONS_REFUSED` if there is nothing to save
 */
export function createSaveJwt({ serviceAccount, passes, origins }: SaveJwtInput, at: Date): Promise<string> {
  refuseIssues('OPTIONS_REFUSED', 'The save link cannot be made.', passIssues(passes))
  return signJwt(saveClaims({ passes, origins, issuer: serviceAccount.clientEmail }, at), serviceAccount)
}

function passIssues(passes: readonly SavePass[]): Issue[] {
  if (passes.length === 0) return [issueOf('PAYLOAD_EMPTY', 'passes', 'There is no pass.', 'Give at least one.')]
  return passes.flatMap(({ object }, index) => {
    if (typeof object?.id === 'string' && object.id !== '') return []
    return [issueOf('KEY_MISSING', `passes[${index}].object.id`, 'The object has no id.', 'Add its id.')]
  })
}

/** @param prefix Default `https://pay.google.com/gp/v/save/`. */
export function saveUrl(jwt: string, prefix: string = endpoints.save): string {
  return prefix + jwt
}

/** Whether a token has more than the 1,800 characters that are safe in a link: use `skinny` passes or `jwt.insert`. */
export function isTooLong(jwt: string): boolean {
  return jwt.length > longestSafeJwt
}
