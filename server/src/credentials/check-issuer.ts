import { GoogleApiError, openWallet, type ServiceAccount, type Wallet } from '@billfold/google-wallet'
import { Problem } from '../errors.ts'
import type { Clock } from '../platform/clock.ts'
import type { GooglePlaces } from './deps.ts'
import { type GoogleFinding, googleFindings } from './google-findings.ts'

/** What Google says of a service account that wants to act for an issuer. */
export type IssuerCheck =
  | { readonly kind: 'good'; readonly issuerName: string | null }
  /** It says no: `said` is in its own words. */
  | { readonly kind: 'refused'; readonly finding: GoogleFinding; readonly said: string }
  /** It could not be asked, or was in no state to answer. */
  | { readonly kind: 'unanswered'; readonly why: string }

/** Somebody waits: enough for one answer that breaks off, less than a command waits for us. */
const patience = { timeoutMs: 10_000, retry: { tries: 2 } }

/** Tries a service account: has it get an access token, ask for the issuer, and for what it may do there. */
export async function checkIssuer(
  deps: GooglePlaces & { readonly clock: Clock },
  account: { readonly serviceAccount: ServiceAccount; readonly issuerId: string },
): Promise<IssuerCheck> {
  const { googleApiUrl: baseUrl, googleTokenUrl: tokenUrl, clock } = deps
  const { serviceAccount, issuerId } = account
  const { issuers, permissions } = openWallet({ serviceAccount, baseUrl, tokenUrl, clock, ...patience })
  try {
    const { name } = await issuers.get(issuerId)
    const listed = await permissionsOf(permissions, issuerId)
    if (roleOf(listed, serviceAccount.clientEmail) === 'READER')
      return { kind: 'refused', finding: 'google_read_only', said: 'Google says: its role is READER.' }
    return { kind: 'good', issuerName: name ?? null }
  } catch (error) {
    if (!(error instanceof GoogleApiError)) throw error
    const finding = findingOf(error)
    if (finding === undefined) return { kind: 'unanswered', why: error.googleMessage }
    const said = `Google says: ${error.googleMessage}`
    if (!isAboutIssuer(finding)) return { kind: 'refused', finding, said }
    const others = await otherIssuers(issuers)
    if (others.length === 0) return { kind: 'refused', finding, said }
    return { kind: 'refused', finding: 'google_issuer_wrong', said: `The account may act for ${others.join(', ')}.` }
  }
}

interface Row {
  readonly code: GoogleApiError['code']
  /** In what Google says; without one the code is enough. */
  readonly wording?: RegExp
  readonly finding: GoogleFinding
}

/** The first row that fits counts; what fits none says nothing about the credentials. */
const rows: readonly Row[] = [
  { code: 'CREDENTIALS_REFUSED', wording: /reasonable timeframe|\biat\b/, finding: 'google_clock_wrong' },
  { code: 'CREDENTIALS_REFUSED', finding: 'google_key_refused' },
  { code: 'UNAUTHENTICATED', finding: 'google_key_refused' },
  {
    code: 'PERMISSION_DENIED',
    wording: /accessNotConfigured|SERVICE_DISABLED|has not been used in project|it is disabled/,
    finding: 'google_api_disabled',
  },
  { code: 'PERMISSION_DENIED', finding: 'google_not_invited' },
  { code: 'NOT_FOUND', finding: 'google_issuer_wrong' },
  { code: 'INVALID_RESOURCE', finding: 'google_issuer_wrong' },
]

function findingOf({ code, reason, googleMessage }: GoogleApiError): GoogleFinding | undefined {
  const said = `${reason} ${googleMessage}`
  return rows.find((row) => row.code === code && (row.wording?.test(said) ?? true))?.finding
}

const isAboutIssuer = (finding: GoogleFinding) => finding === 'google_not_invited' || finding === 'google_issuer_wrong'

/** Nothing if Google does not say: who may change passes need not be one who may see these. */
async function permissionsOf(permissions: Wallet['permissions'], issuerId: string): Promise<readonly Permission[]> {
  try {
    return (await permissions.get(issuerId)).permissions ?? []
  } catch (error) {
    if (error instanceof GoogleApiError) return []
    throw error
  }
}

type Permission = NonNullable<Awaited<ReturnType<Wallet['permissions']['get']>>['permissions']>[number]

const roleOf = (permissions: readonly Permission[], email: string) =>
  permissions.find(({ emailAddress }) => emailAddress?.toLowerCase() === email.toLowerCase())?.role

/** More than a person reads. */
const mostNamed = 5

/** Google does not tell an issuer that there is not from one that is another's; which ones the account has tells us. */
async function otherIssuers(issuers: Wallet['issuers']): Promise<string[]> {
  const listed = await issuers.list().catch((error: unknown) => {
    if (error instanceof GoogleApiError) return []
    throw error
  })
  return listed.slice(0, mostNamed).map(({ issuerId, name }) => (name ? `${issuerId} (${name})` : String(issuerId)))
}

/** What a refusal is to whoever wants to store the credentials. */
export function refusedByGoogle(
  { finding, said }: Extract<IssuerCheck, { kind: 'refused' }>,
  identity: { readonly issuerId: string; readonly serviceAccountEmail: string },
): Problem {
  const { message, fix } = googleFindings[finding]
  return new Problem(finding, `${message(identity)} ${said}`, { hint: fix(identity) })
}
