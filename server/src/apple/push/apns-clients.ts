import type { Identity } from '@billfold/pkpass'
import { isIssuedByApple } from '../../credentials/check-material.ts'
import type { Identities } from '../../credentials/identities.ts'
import type { WalletDirectory } from '../../credentials/wallet-directory.ts'
import { Problem } from '../../errors.ts'
import type { Clock } from '../../platform/clock.ts'
import {
  type ApnsSettings,
  interrupted,
  type OpenPusher,
  type Pusher,
  type PusherOptions,
  pusherWithout,
} from './pusher.ts'

/** The pushers, one for each pass type, made when the first push wants it and anew with a new certificate. */
export interface ApnsClients {
  /** Never rejects: without usable credentials, that is the outcome of every push. */
  of(passTypeId: string): Promise<Pick<Pusher, 'push' | 'pushAll'>>
  close(): Promise<void>
}

export function openApnsClients(deps: {
  identities: Identities
  walletDirectory: WalletDirectory
  settings: Pick<ApnsSettings, 'url' | 'providerKey'>
  openPusher: OpenPusher
  clock: Clock
}): ApnsClients {
  const { identities, walletDirectory, settings, openPusher, clock } = deps
  const opened = new Map<string, { readonly identity: Identity; readonly pusher: Pusher }>()
  let closed = false

  const pusherOf = async (passTypeId: string): Promise<Pusher> => {
    const owner = await walletDirectory.find(passTypeId)
    if (!owner) throw new Problem('conflict', `No wallet configuration has the pass type ${passTypeId}.`)
    const identity = await identities.byConfiguration(owner.customerId, owner.configurationId)
    const known = opened.get(passTypeId)
    if (known?.identity === identity) return known.pusher
    if (closed) return pusherWithout(interrupted)
    if (settings.url === undefined && !isIssuedByApple(identity, clock.now())) throw developmentCertificate(passTypeId)
    const byKey = identity.teamIdentifier === settings.providerKey?.teamId
    const pusher = openPusher({ passTypeId, certificate: byKey ? undefined : certificateOf(identity) })
    opened.set(passTypeId, { identity, pusher })
    void known?.pusher.close()
    return pusher
  }

  return {
    of: (passTypeId) => pusherOf(passTypeId).catch((error: unknown) => pusherWithout(outcomeOf(error))),
    async close() {
      closed = true
      await Promise.all([...opened.values()].map(({ pusher }) => pusher.close()))
    },
  }
}

function certificateOf({ certificate, intermediate, privateKey }: Identity): PusherOptions['certificate'] {
  if (!privateKey) throw new Problem('conflict', 'The private key of the certificate is not on this machine.')
  return {
    certificate: certificate.toString() + intermediate.toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}

/** What stands in the way before APNs is asked: credentials that cannot be used, or a database that is away. */
function outcomeOf(error: unknown) {
  if (!(error instanceof Problem)) return interrupted
  return { kind: 'misconfigured', reason: 'CertificateUnusable', explanation: error.message } as const
}

function developmentCertificate(passTypeId: string): Problem {
  return new Problem(
    'conflict',
    `The certificate of ${passTypeId} is of a development authority, which Apple refuses. Set BILLFOLD_APNS_URL to a virtual APNs.`,
  )
}
