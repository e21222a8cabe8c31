import { generateKeyPair, randomBytes, randomInt } from 'node:crypto'
import { promisify } from 'node:util'
import { SimulatorError } from '../../errors.ts'
import type { Issuer, ServiceAccount, State } from '../state.ts'

export interface IssuerRequest {
  readonly name?: string
  /** Decimal; one of its own, like Google's, unless given. */
  readonly issuerId?: string
  /** Whether the service account has been invited to the issuer in the Google Pay & Wallet console; yes unless given. */
  readonly invited?: boolean
  /** Whether the Google Wallet API has been enabled in the service account's project; yes unless given. */
  readonly apiEnabled?: boolean
  /** Whether only test users can save passes; no unless given. */
  readonly demoMode?: boolean
  /** E-mail addresses of Google accounts. */
  readonly testUsers?: readonly string[]
}

/** The JSON file that the Google Cloud console gives once for a key of a service account. */
export interface ServiceAccountKey {
  readonly type: 'service_account'
  readonly project_id: string
  readonly private_key_id: string
  readonly private_key: string
  readonly client_email: string
  readonly client_id: string
  readonly auth_uri: string
  readonly token_uri: string
  readonly auth_provider_x509_cert_url: string
  readonly client_x509_cert_url: string
  readonly universe_domain: 'googleapis.com'
}

/**
 * Makes an issuer, and a service account with a key that may act for it.
 * @throws SimulatorError `google_command_invalid` for an id that is taken or none
 */
export async function createIssuer(
  state: State,
  tokenUrl: string,
  request: IssuerRequest,
): Promise<{ readonly issuerId: string; readonly serviceAccountKey: ServiceAccountKey }> {
  const { issuerId = newIssuerId(), name = 'Example issuer', invited = true, apiEnabled = true } = request
  const { demoMode = false, testUsers = [] } = request
  requireFree(state, issuerId)
  const projectId = `example-${randomBytes(4).toString('hex')}`
  const email = `billfold@${projectId}.iam.gserviceaccount.com`
  const account: ServiceAccount = { email, clientId: digits(21), projectId, keys: [] }
  const serviceAccountKey = await createKey(account, tokenUrl)
  state.projects.set(projectId, { projectId, projectNumber: digits(12), apiEnabled })
  state.serviceAccounts.set(email, account)
  state.issuers.set(issuerId, {
    issuerId,
    serviceAccountEmail: email,
    resource: { issuerId, name },
    permissions: invited ? [{ emailAddress: email, role: 'WRITER' }] : [],
    demoMode,
    testUsers,
  })
  return { issuerId, serviceAccountKey }
}

function requireFree(state: State, issuerId: string): void {
  if (/^\d{1,19}$/.test(issuerId) && !state.issuers.has(issuerId)) return
  const fault = state.issuers.has(issuerId) ? 'There is an issuer with this id already' : 'An issuer id is a number'
  throw new SimulatorError('google_command_invalid', `${fault}: ${issuerId}.`, {
    fix: 'Give another id, or none to have one made.',
  })
}

/**
 * A further key of the service account that was made with an issuer.
 * @throws SimulatorError `google_command_invalid`
 */
export function createIssuerKey(state: State, tokenUrl: string, issuerId: string): Promise<ServiceAccountKey> {
  const { serviceAccountEmail } = requireIssuer(state, issuerId)
  const account = state.serviceAccounts.get(serviceAccountEmail ?? '')
  if (account) return createKey(account, tokenUrl)
  throw new SimulatorError('google_command_invalid', `No service account was made with the issuer ${issuerId}.`, {
    fix: 'Use the one that has made it.',
  })
}

/** @throws SimulatorError `google_command_invalid` */
export function requireIssuer(state: State, issuerId: string): Issuer {
  const issuer = state.issuers.get(issuerId)
  if (issuer) return issuer
  const known = [...state.issuers.keys()].join(', ') || 'none'
  throw new SimulatorError('google_command_invalid', `There is no issuer ${issuerId}.`, { fix: `Issuers: ${known}.` })
}

const generate = promisify(generateKeyPair)

/** Gives a service account a further key. */
async function createKey(account: ServiceAccount, tokenUrl: string): Promise<ServiceAccountKey> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 })
  const keyId = randomBytes(20).toString('hex')
  const publicKeyPem = String(publicKey.export({ type: 'spki', format: 'pem' }))
  account.keys = [...account.keys, { keyId, publicKeyPem, tokenUrl }]
  return {
    type: 'service_account',
    project_id: account.projectId,
    private_key_id: keyId,
    private_key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    client_email: account.email,
    client_id: account.clientId,
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: tokenUrl,
    auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
    client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(account.email)}`,
    universe_domain: 'googleapis.com',
  }
}

/** What an issuer may do without any service account: be made by one, and belong to it. */
export function addIssuer(state: State, owner: string, resource: Issuer['resource']): Issuer {
  const issuerId = newIssuerId()
  const issuer: Issuer = {
    issuerId,
    resource: { ...resource, issuerId },
    permissions: [{ emailAddress: owner, role: 'OWNER' }],
    demoMode: false,
    testUsers: [],
  }
  state.issuers.set(issuerId, issuer)
  return issuer
}

/** Google's look like this. */
function newIssuerId(): string {
  return `3388000000022${digits(6)}`
}

function digits(count: number): string {
  return Array.from({ length: count }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('')
}
