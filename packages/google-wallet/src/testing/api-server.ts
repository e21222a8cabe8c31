import { openWallet, type WalletOptions } from '../rest/wallet.ts'
import { handClock } from './clock.ts'
import { type Answer, type Seen, scriptedServer } from './scripted-server.ts'
import { serviceAccount } from './service-account.ts'

/** A client whose API is a scripted server; tokens come from another one that always gives one. */
export async function openApi(
  script: readonly Answer[] | ((request: Seen) => Answer | Promise<Answer>),
  options: Partial<WalletOptions> = {},
) {
  const clock = handClock()
  const api = await scriptedServer(script)
  let tokens = 0
  const tokenServer = await scriptedServer(() => ({ body: { access_token: `token-${++tokens}`, expires_in: 3600 } }))
  const wallet = openWallet({
    serviceAccount,
    baseUrl: api.url,
    tokenUrl: tokenServer.url,
    clock,
    retry: { firstWaitMs: 1, longestWaitMs: 1000 },
    ...options,
  })
  const seen = () => api.seen.map(({ method, path }) => `${method} ${path}`)
  return { wallet, api, tokenServer, clock, seen }
}
