import type { Caller } from '../accounts/caller.ts'
import type { FieldError } from '../errors.ts'
import { transact } from '../log/transact.ts'
import { invalidRequest } from '../platform/request-validator.ts'
import { checkIssuer, refusedByGoogle } from './check-issuer.ts'
import { configureGoogle } from './configure-google.ts'
import type { CredentialDeps } from './deps.ts'
import type { NewGoogleConfiguration } from './schema.ts'
import { readServiceAccount } from './service-account.ts'
import type { GoogleConfiguration, Warning } from './wallet-configuration.ts'

/**
 * Reads an uploaded key file, tries it at Google and stores it. When Google does not answer it is stored all the same:
 * an outage there keeps nobody from setting up.
 *
 * @param misshapen what the request's schema refuses of it
 * @throws Problem `invalid_request` naming every fault, what Google has found (`google_…`), or `conflict`
 */
export async function addServiceAccount(
  deps: CredentialDeps,
  { customerId, keyId: by }: Pick<Caller, 'customerId' | 'keyId'>,
  { name, issuerId, serviceAccount: given }: NewGoogleConfiguration,
  misshapen: readonly FieldError[],
): Promise<{ configuration: GoogleConfiguration; renewed: boolean; warnings: readonly Warning[] }> {
  const { core, googleAccounts } = deps
  const isReadable = !misshapen.some(({ path }) => path === '/serviceAccount')
  const read = isReadable ? readServiceAccount(given, deps.googleTokenUrl) : { faults: [] }
  if ('faults' in read || misshapen.length > 0) {
    throw invalidRequest([...misshapen, ...('faults' in read ? read.faults : [])])
  }
  const { account: serviceAccount, keyFile } = read
  const { clientEmail: serviceAccountEmail } = serviceAccount
  const check = await checkIssuer({ ...deps, clock: core.clock }, { serviceAccount, issuerId })
  if (check.kind === 'refused') throw refusedByGoogle(check, { issuerId, serviceAccountEmail })
  const at = core.clock.now()
  const found =
    check.kind === 'good' ? { issuerName: check.issuerName, checkedAt: at } : { issuerName: null, checkedAt: null }
  const stored = await transact(core, customerId, (trx) =>
    configureGoogle(trx, core.keys, { customerId, name, issuerId, serviceAccountEmail, keyFile, ...found, by }, at),
  )
  googleAccounts.forget(customerId, stored.configuration.id)
  return { ...stored, warnings: stored.renewed ? [] : [maybeDemoMode] }
}

/** Said once: the API never tells. */
const maybeDemoMode: Warning = {
  code: 'maybe_demo_mode',
  message:
    'Every issuer begins in demo mode, and Google does not say through its API whether this one has left it: in demo mode ' +
    'passes are marked [TEST ONLY], and only users and test accounts of the issuer can save them.',
  fix: 'In the Google Pay & Wallet Console open Google Wallet API and see whether it offers to request publishing access.',
}
