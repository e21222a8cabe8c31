import { openRootKeys } from '@billfold/google-wallet'
import { callbackToken, openCallbackTokens } from '../credentials/callback-token.ts'
import type { GoogleAccounts } from '../credentials/google-accounts.ts'
import type { Core } from '../passes/core.ts'
import type { Logger } from '../platform/logger.ts'
import { openBudgets } from './budget/budgets.ts'
import type { BudgetOwner } from './budget/lease-slice.ts'
import { type CallbackDeps, callbackPath } from './callback/routes.ts'
import { type GoogleSettings, openGoogleClients } from './clients.ts'
import type { GoogleLinkDeps } from './open/deps.ts'
import { googlePlace } from './place.ts'
import { openPaths } from './sync/paths.ts'
import { openSender, type Sender, type SenderDeps } from './sync/sender.ts'

/** Google's side of a process: what its routes and what works in the background need. */
export interface Google {
  readonly links: GoogleLinkDeps
  readonly callbacks: CallbackDeps
  readonly sync: SenderDeps & { readonly sender: Sender }
}

/**
 * @param options.baseUrl where Google reaches this installation, without a slash at the end
 * @param options.requestsPerSecond what each credential may send, all processes together
 */
export function openGoogle(options: {
  core: Core
  accounts: GoogleAccounts
  settings: GoogleSettings
  baseUrl: string
  requestsPerSecond: number
  logger: Logger
}): Google {
  const { core, accounts, settings, baseUrl, requestsPerSecond, logger } = options
  const { database, keys, clock } = core
  const budgets = openBudgets({ pool: database.pool, requestsPerSecond })
  const deps = {
    core,
    clients: openGoogleClients({ accounts, budgets, settings, clock }),
    place: googlePlace(baseUrl),
    callbackUrl: ({ customerId, configurationId }: BudgetOwner) =>
      `${baseUrl}${callbackPath}/${callbackToken(keys, customerId, configurationId)}`,
    paths: openPaths(database.db),
    logger,
  }
  const senderDeps = { ...deps, budgets, requestsPerSecond }
  const sender = openSender(senderDeps)
  return {
    links: { ...deps, sender, requestsPerSecond, saveUrl: settings.googleSaveUrl, baseUrl },
    callbacks: {
      core,
      accounts,
      rootKeys: openRootKeys({
        url: settings.googleRootKeysUrl,
        clock,
        onFailure: ({ message }) => logger.warn(`Google’s root keys could not be fetched: ${message}`),
      }),
      callbackOwner: openCallbackTokens({ keys, clock }),
      logger,
    },
    sync: { ...senderDeps, sender },
  }
}
