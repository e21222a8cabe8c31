import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type AndroidNotification,
  type AndroidPhone,
  connectPhone,
  type LockScreenLine,
  openAndroidPhone,
  openDevelopmentAuthority,
  openPhone,
  openVirtualApns,
  openVirtualGoogle,
  type Phone,
  type VirtualGoogle,
} from '@billfold/simulator'
import type { Signer } from './google-judge.ts'
import { openPlace } from './place.ts'
import { apiOf } from './servers.ts'

/** A server process with an APNs and a Google of this process, one of whose issuers gives out the demo's coffee card. */
export interface TwoWallets {
  readonly google: VirtualGoogle
  /** The issuer's service account. */
  readonly signer: Signer
  readonly campaignId: string
  api<T>(method: string, path: string, body?: object): Promise<T>
  link(contactId: string, tokens: object): Promise<string>
  passOf(contactId: string): Promise<{ readonly id: string; readonly serialNumber: string }>
  /** Types of a pass's events, each with the wallet that it is about. */
  events(passId: string): Promise<string[]>
  iphone(name: string): Promise<{ readonly phone: Phone; readonly shown: readonly LockScreenLine[] }>
  android(name: string): Promise<{ readonly phone: AndroidPhone; readonly shown: readonly AndroidNotification[] }>
  stop(): Promise<void>
}

const clock = { now: () => new Date() }

export async function startTwoWallets(): Promise<TwoWallets> {
  const place = await openPlace()
  const { dataDir } = place
  const authority = await openDevelopmentAuthority(join(dataDir, 'demo', 'authority'), clock.now())
  const apns = await openVirtualApns({ authority, clock })
  const google = await openVirtualGoogle({ clock, loadImages: true })
  const server = await place.startDemo({
    BILLFOLD_APNS_URL: apns.url,
    BILLFOLD_APNS_CA_FILE: apns.caFile,
    BILLFOLD_GOOGLE_API_URL: google.apiUrl,
    BILLFOLD_GOOGLE_TOKEN_URL: google.tokenUrl,
    BILLFOLD_GOOGLE_SAVE_URL: google.saveUrl,
    BILLFOLD_GOOGLE_ROOT_KEYS_URL: google.rootKeysUrl,
  })
  const { campaigns, customerId } = server.ready
  const api = apiOf(server.ready)
  const campaignId = campaigns.find(({ name }) => name.includes('Coffee'))!.id
  const { issuerId, serviceAccountKey: serviceAccount } = await google.createIssuer()
  const { id: googleConfigurationId } = await api<{ id: string }>('POST', '/api/wallet-configurations', {
    wallet: 'google',
    name: 'Coffee',
    issuerId,
    serviceAccount,
  })
  await api('PATCH', `/api/campaigns/${campaignId}`, { googleConfigurationId })
  const connections: (() => Promise<void>)[] = []

  return {
    google,
    signer: { email: serviceAccount.client_email, key: serviceAccount.private_key },
    campaignId,
    api,
    async link(contactId, tokens) {
      const requests = [{ campaignId, customerId, contactId, platform: 'auto', ...tokens }]
      return (await api<{ urls: { url: string }[] }>('POST', '/pers/v1/urls', { requests })).urls[0]!.url
    },
    async passOf(contactId) {
      const path = `/api/passes?contactId=${contactId}`
      return (await api<{ items: { id: string; serialNumber: string }[] }>('GET', path)).items[0]!
    },
    async events(passId) {
      const path = `/api/events?limit=1000&passId=${passId}`
      const { items } = await api<{ items: { type: string; data: { wallet?: string } }[] }>('GET', path)
      return items.map(({ type, data }) => (data.wallet === undefined ? type : `${type} ${data.wallet}`))
    },
    async iphone(name) {
      const shown: LockScreenLine[] = []
      const phone = await openPhone(join(dataDir, 'phones', name), {
        name,
        clock,
        roots: [await readFile(server.ready.rootCaFile)],
        onLockScreen: (line) => shown.push(line),
      })
      await connectPhone(apns, phone, (error) => Promise.reject(error))
      return { phone, shown }
    },
    async android(name) {
      const shown: AndroidNotification[] = []
      const phone = await openAndroidPhone(join(dataDir, 'phones', name), {
        name,
        account: `${name}@example.com`,
        google,
        clock,
        onNotification: (notification) => shown.push(notification),
      })
      connections.push(phone.watch({ onFailure: (error) => Promise.reject(error) }))
      return { phone, shown }
    },
    async stop() {
      for (const end of connections) await end()
      await server.stop()
      await google.close()
      await apns.close()
      await place.remove()
    },
  }
}

/** What a campaign's answer says of Google. */
export interface CampaignAtGoogle {
  readonly google: { readonly state: string; readonly waiting: number; readonly etaSeconds: number | null } | null
}
