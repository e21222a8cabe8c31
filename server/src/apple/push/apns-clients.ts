import {
  type Apns,
  ApnsError,
  openApns,
  openProviderTokens,
  type ProviderTokens,
  type PushOutcome,
} from '@billfold/apns'
import type { Identity } from '@billfold/pkpass'
import { isIssuedByApple } from '../../credentials/check-material.ts'
import type { Identities } from '../../credentials/identities.ts'
import type { WalletDirectory } from '../../credentials/wallet-directory.ts'
import { Problem } from '../../errors.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'

/** How this installation reaches APNs. */
export interface ApnsSettings {
  /** Another server of its kind in Apple's place; undefined is Apple's own. */
  readonly url: string | undefined
  /** PEM of authorities that this server's certificate may come from. */
  readonly ca: string | undefined
  readonly pushType: string | null
  readonly priority: 5 | 10 | null
  /** A key of the developer account, instead of the certificates of its team's pass types. */
  readonly providerKey: { readonly teamId: string; readonly keyId: string; readonly privateKey: string } | undefined
}

/** Pushes for one pass type. */
export interface Pusher {
  /** Pushes to one device. Never rejects: what is wrong on our side is an outcome as well. */
  push(pushToken: string): Promise<PushOutcome>
  /** Resolves when a push can start without waiting in memory, or would have its outcome at once. */
  ready(): Promise<void>
}

/** The clients of APNs, one for each pass type, made when the first push wants it and anew with a new certificate. */
export interface ApnsClients {
  /** Never rejects: without usable credentials, that is the outcome of every push. */
  of(passTypeId: string): Promise<Pusher>
  close(): Promise<void>
}

interface Opened {
  readonly identity: Identity
  readonly apns: Apns
}

/** Together less than a push's lease, see schedule.ts: nobody else pushes meanwhile. */
const maxWaitMs = 20_000
const requestTimeoutMs = 10_000

export function openApnsClients(deps: {
  identities: Identities
  walletDirectory: WalletDirectory
  settings: ApnsSettings
  clock: Clock
  logger: Logger
}): ApnsClients {
  const { identities, walletDirectory, settings, clock, logger } = deps
  const { url, ca, pushType, priority, providerKey } = settings
  const opened = new Map<string, Opened>()
  const tokens: ProviderTokens | undefined = providerKey && openProviderTokens({ ...providerKey, clock })

  const open = (passTypeId: string, identity: Identity): Apns =>
    openApns({
      topic: passTypeId,
      auth:
        tokens && identity.teamIdentifier === providerKey?.teamId ? { kind: 'token', tokens } : certificateOf(identity),
      url,
      ca,
      pushType,
      priority,
      maxWaitMs,
      requestTimeoutMs,
      clock,
      onState: (state) => logger.debug({ passTypeId, ...state }, 'apns'),
    })

  const clientOf = async (passTypeId: string): Promise<Apns> => {
    const owner = await walletDirectory.find(passTypeId)
    if (!owner) throw new Problem('conflict', `No wallet configuration has the pass type ${passTypeId}.`)
    const identity = await identities.byConfiguration(owner.customerId, owner.configurationId)
    const known = opened.get(passTypeId)
    if (known?.identity === identity) return known.apns
    if (url === undefined && !isIssuedByApple(identity, clock.now())) throw developmentCertificate(passTypeId)
    const apns = open(passTypeId, identity)
    opened.set(passTypeId, { identity, apns })
    void known?.apns.close()
    return apns
  }

  return {
    of: (passTypeId) =>
      clientOf(passTypeId).then(
        (apns) => ({ push: (pushToken) => apns.push(pushToken).catch(outcomeOf), ready: () => apns.ready() }),
        (error: unknown) => ({ push: async () => outcomeOf(error), ready: async () => {} }),
      ),
    async close() {
      await Promise.all([...opened.values()].map(({ apns }) => apns.close()))
    },
  }
}

function certificateOf({ certificate, intermediate, privateKey }: Identity) {
  if (!privateKey) throw new Problem('conflict', 'The private key of the certificate is not on this machine.')
  return {
    kind: 'certificate',
    certificate: certificate.toString() + intermediate.toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  } as const
}

/** What stands in the way before APNs is asked: credentials that cannot be used, or a database that is away. */
function outcomeOf(error: unknown): PushOutcome {
  const explanation = error instanceof Error ? error.message : String(error)
  if (error instanceof Problem) return { kind: 'misconfigured', reason: 'CertificateUnusable', explanation }
  if (error instanceof ApnsError && error.code === 'OPTIONS_REFUSED')
    return { kind: 'misconfigured', reason: 'SettingsRefused', explanation }
  return { kind: 'later', reason: 'Interrupted', afterMs: undefined }
}

function developmentCertificate(passTypeId: string): Problem {
  return new Problem(
    'conflict',
    `The certificate of ${passTypeId} is of a development authority, which Apple refuses. Set BILLFOLD_APNS_URL to a virtual APNs.`,
  )
}
