import { createSaveJwt, isTooLong, type SavePass, saveUrl } from '@billfold/google-wallet'
import type { BudgetOwner } from '../budget/lease-slice.ts'
import type { GoogleLinkDeps } from './deps.ts'

/** The address at which a pass can be saved, signed with the issuer's key; it does not expire. */
export async function saveLink(
  deps: GoogleLinkDeps,
  owner: BudgetOwner,
  what: SavePass,
): Promise<{ readonly url: string; readonly isTooLong: boolean }> {
  const { serviceAccount } = await deps.clients.of(owner)
  const origins = [new URL(deps.baseUrl).origin]
  const jwt = await createSaveJwt({ serviceAccount, passes: [what], origins }, deps.core.clock.now())
  return { url: saveUrl(jwt, deps.saveUrl && `${deps.saveUrl}/`), isTooLong: isTooLong(jwt) }
}
