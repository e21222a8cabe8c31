import { ApiError } from '../api/api-error.ts'
import type { Issuer, ServiceAccount, State } from '../state.ts'

/** Roles that may read, or write too. */
const allowed = { read: ['OWNER', 'WRITER', 'READER'], write: ['OWNER', 'WRITER'], own: ['OWNER'] } as const
export type Access = keyof typeof allowed

/**
 * The issuer, if the account may do this with it.
 * @throws ApiError `permissionDenied`, which does not tell whether there is such an issuer
 */
export function requireAccess(state: State, account: ServiceAccount, issuerId: string, access: Access): Issuer {
  const issuer = state.issuers.get(issuerId)
  const roles: readonly string[] = allowed[access]
  const permitted = issuer?.permissions.some(
    ({ emailAddress, role }) => emailAddress === account.email && roles.includes(role),
  )
  if (issuer && permitted) return issuer
  throw new ApiError('permissionDenied', `Permission denied: ${account.email} has no access to issuer ${issuerId}.`)
}

/** @throws ApiError `accessNotConfigured`: the Google Wallet API has not been enabled in the account's project */
export function requireApiEnabled(state: State, account: ServiceAccount): void {
  const project = state.projects.get(account.projectId)
  if (project?.apiEnabled) return
  const number = project?.projectNumber ?? ''
  throw new ApiError(
    'accessNotConfigured',
    `Google Wallet API has not been used in project ${number} before or it is disabled. Enable it by visiting ` +
      `https://console.developers.google.com/apis/api/walletobjects.googleapis.com/overview?project=${number} then retry. ` +
      'If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.',
  )
}
