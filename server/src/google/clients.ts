import { openAccessTokens, openWallet, type ServiceAccount, type Wallet } from '@billfold/google-wallet'
import type { Config } from '../config.ts'
import type { GoogleAccount, GoogleAccounts } from '../credentials/google-accounts.ts'
import type { Clock } from '../platform/clock.ts'
import type { Budgets } from './budget/budgets.ts'
import type { BudgetOwner } from './budget/lease-slice.ts'
import type { Priority } from './budget/priorities.ts'

/** Where Google's services are; each undefined is Google's own. */
export type GoogleSettings = Pick<Config, 'googleApiUrl' | 'googleTokenUrl' | 'googleSaveUrl' | 'googleRootKeysUrl'>

/** Google in the name of one credential. */
export interface GoogleClient {
  readonly issuerId: string
  readonly serviceAccount: ServiceAccount
  /** Sends each request once, when the budget has a permit for it; what is to be tried again is the queue's business. */
  readonly wallet: Wallet
}

export interface GoogleClients {
  /** @throws Problem `not_found`, or `conflict` when the credential cannot be used here */
  of(owner: BudgetOwner): Promise<GoogleClient>
}

/** The budget had no permit in time, so nothing was sent. */
export class NoPermit extends Error {}

/** Whoever waits at a link is told before this that it takes longer. */
const openWithinMs = 1000
const requestTimeoutMs = 10_000

/** The clients of all credentials, each made when it is needed first and anew with a new key. */
export function openGoogleClients(deps: {
  accounts: GoogleAccounts
  budgets: Budgets
  settings: GoogleSettings
  clock: Clock
}): GoogleClients {
  const { accounts, budgets, settings, clock } = deps
  const opened = new Map<string, { readonly account: GoogleAccount; readonly client: GoogleClient }>()

  const open = (owner: BudgetOwner, account: GoogleAccount): GoogleClient => {
    const { issuerId, serviceAccount } = account
    const { googleApiUrl: baseUrl, googleTokenUrl: tokenUrl } = settings
    const tokens = openAccessTokens({ serviceAccount, tokenUrl, clock, timeoutMs: requestTimeoutMs })
    const wallet = openWallet({
      tokens,
      baseUrl,
      clock,
      timeoutMs: requestTimeoutMs,
      retry: { tries: 1 },
      beforeRequest: async ({ priority, signal }) => {
        const patience = priority === 'open' ? within(signal, openWithinMs) : signal
        if (!(await budgets.of(owner).take(priority as Priority, patience))) throw new NoPermit()
      },
    })
    return { issuerId, serviceAccount, wallet }
  }

  return {
    async of(owner) {
      const place = `${owner.customerId} ${owner.configurationId}`
      const account = await accounts.byConfiguration(owner.customerId, owner.configurationId)
      const known = opened.get(place)
      if (known?.account === account) return known.client
      const client = open(owner, account)
      opened.set(place, { account, client })
      return client
    },
  }
}

function within(signal: AbortSignal | undefined, ms: number): AbortSignal {
  const timeout = AbortSignal.timeout(ms)
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}
