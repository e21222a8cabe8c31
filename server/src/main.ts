import { readFile } from 'node:fs/promises'
import { ApnsError, openProviderTokens, type ProviderTokenOptions } from '@billfold/apns'
import { openApiKeys } from './accounts/api-keys.ts'
import { buildApp, queues, workOn } from './app.ts'
import { openImages } from './apple/images.ts'
import { openApnsClients } from './apple/push/apns-clients.ts'
import { openEvidence } from './apple/push/evidence.ts'
import { openPushWorker } from './apple/push/push-worker.ts'
import type { ApnsSettings } from './apple/push/pusher.ts'
import { startPushes } from './apple/push/start-pushes.ts'
import { openTemplates } from './apple/template.ts'
import { openImageWorker } from './assets/image-worker.ts'
import type { Config } from './config.ts'
import { openGoogleAccounts } from './credentials/google-accounts.ts'
import { openIdentities } from './credentials/identities.ts'
import { openWalletDirectory } from './credentials/wallet-directory.ts'
import { watchCertificates } from './credentials/watch-certificates.ts'
import { openNats } from './events/relay/nats.ts'
import { startRelay } from './events/relay/relay.ts'
import { openGoogle } from './google/open-google.ts'
import { startGoogleSync } from './google/sync/start-sync.ts'
import { openInstallation } from './installation.ts'
import { startSequencer } from './log/sequencer.ts'
import { watchLogs } from './log/watch.ts'
import type { Core } from './passes/core.ts'
import { openRevisions } from './passes/revisions.ts'
import { passVersions } from './passes/versions.ts'
import { systemClock } from './platform/clock.ts'
import { type HeldPort, holdFreePort } from './platform/free-port.ts'
import { openJobs } from './platform/jobs.ts'
import { openLogger } from './platform/logger.ts'
import { StartupError } from './platform/startup-error.ts'

export interface Running {
  readonly baseUrl: string
  readonly core: Core
  stop(): Promise<void>
}

/**
 * Starts a whole Billfold: database, job queue, sequencer, HTTP. Any number of them may run on one database.
 *
 * @throws StartupError with what is wrong and what to do
 */
export async function startBillfold(settings: Config): Promise<Running> {
  /** What was opened so far, to be closed the other way round: at the end, or when a later step fails. */
  const closers: (() => void | Promise<void>)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    // Passes carry the base URL, so a free port is chosen before anything is built and not left to the listening socket.
    const held = settings.port === 0 ? await holdFreePort(settings.host) : undefined
    if (held) closers.push(held.release)
    const config = held ? at(held, settings) : settings
    const core = await start(config, closers, held)
    return { baseUrl: config.baseUrl, core, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(
  config: Config,
  closers: (() => void | Promise<void>)[],
  held: HeldPort | undefined,
): Promise<Core> {
  const logger = openLogger(config.logLevel)
  const apns = await apnsSettings(config)
  const clock = systemClock
  const installation = await openInstallation(config, { clock, logger })
  closers.push(installation.close)
  const { database, keys, connectionString } = installation
  const sequencer = startSequencer({ database, clock, versions: passVersions, logger })
  closers.push(sequencer.stop)
  const logWatch = watchLogs({ connectionString, logger })
  closers.push(logWatch.stop)
  if (config.natsUrl !== undefined) {
    const broker = openNats({ url: config.natsUrl, logger })
    closers.push(startRelay({ db: database.db, broker, logWatch, logger, baseUrl: config.baseUrl }).stop)
  }
  const jobs = await openJobs({ connectionString, logger, queues })
  closers.push(jobs.stop)
  const core: Core = { database, clock, keys, jobs, sequencer, revisions: openRevisions() }
  const apiKeys = await openApiKeys({ db: database.db, keys, clock, logger })
  closers.push(apiKeys.stop)
  const identities = openIdentities({ db: database.db, keys, clock })
  const googleAccounts = openGoogleAccounts({ db: database.db, keys, clock, tokenUrl: config.googleTokenUrl })
  const walletDirectory = await openWalletDirectory({ db: database.db, keys, clock })
  // Two, so that somebody's large upload does not keep a phone waiting for its pass.
  const imageWorker = openImageWorker()
  const passImageWorker = openImageWorker()
  closers.push(imageWorker.close, passImageWorker.close)
  const templates = openTemplates(openImages({ database, imageWorker: passImageWorker }))
  const evidence = openEvidence({ database, logger })
  closers.push(evidence.stop)
  const google = openGoogle({
    core,
    accounts: googleAccounts,
    settings: config,
    baseUrl: config.baseUrl,
    requestsPerSecond: config.googleRequestsPerSecond,
    logger,
  })
  const accounts = { apiKeys, identities, googleAccounts, walletDirectory }
  const ofGoogle = { google: google.links, callbacks: google.callbacks }
  const deps = { core, ...accounts, ...ofGoogle, templates, evidence, imageWorker, logger, logWatch }
  const app = await buildApp({ ...config, ...deps })
  closers.push(() => app.close())
  await workOn(jobs, core)
  await held?.release()
  await app.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? portTaken(config) : error
  })
  const { openPusher, close: closePushWorker } = openPushWorker({ settings: apns, logger })
  closers.push(closePushWorker)
  const clients = openApnsClients({ identities, walletDirectory, settings: apns, openPusher, clock })
  closers.push(startPushes({ core, clients, logger, logWatch }).stop)
  closers.push(watchCertificates({ db: database.db, clock, logger }).stop)
  closers.push(startGoogleSync({ ...google.sync, logWatch }).stop)
  return core
}

/** @throws StartupError `configuration_invalid` when a file that a setting names cannot be read, or is no push key */
async function apnsSettings(config: Config): Promise<ApnsSettings> {
  const read = (variable: string, file: string | undefined) =>
    file === undefined
      ? undefined
      : readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
          throw new StartupError('configuration_invalid', `${variable}: ${file} cannot be read (${error.code}).`)
        })
  const ca = await read('BILLFOLD_APNS_CA_FILE', config.apnsCaFile)
  const privateKey = await read('BILLFOLD_APNS_KEY_FILE', config.apnsKeyFile)
  const { apnsUrl: url, apnsPushType: pushType, apnsPriority: priority, apnsKeyId: keyId, apnsTeamId: teamId } = config
  const providerKey = privateKey && keyId && teamId ? { privateKey, keyId, teamId } : undefined
  if (providerKey) refuseUnusableKey(providerKey, config.apnsKeyFile)
  return { url, ca, pushType, priority, providerKey }
}

function refuseUnusableKey(key: ProviderTokenOptions, file: string | undefined): void {
  try {
    openProviderTokens(key)
  } catch (error) {
    if (!(error instanceof ApnsError)) throw error
    const why = error.problems.map(({ message, fix }) => `${message} ${fix}`).join(' ')
    throw new StartupError('configuration_invalid', `BILLFOLD_APNS_KEY_FILE: ${file} is no push key. ${why}`)
  }
}

function portTaken(config: Config): StartupError {
  const message = `Port ${config.port} on ${config.host} is taken by another program.`
  return new StartupError(
    'port_taken',
    message,
    'Stop that program, or choose another port with --port or BILLFOLD_PORT.',
  )
}

/** The configuration of a server at that port. */
function at({ port }: HeldPort, config: Config): Config {
  return { ...config, port, baseUrl: config.baseUrl.replace(/:0$/, `:${port}`) }
}
