import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { DevelopmentAuthority } from '../authority/authority.ts'
import { host, listen } from '../listen.ts'
import type { Clock } from '../phone/phone.ts'
import { createControlServer } from '../script/control.ts'
import { openJournal } from '../script/journal.ts'
import { isAct, requireCommand } from './check-command.ts'
import type { Act, Command } from './commands.ts'
import { type Connection, type Service, serveConnection } from './connection.ts'
import { openDevices, type Receive } from './devices.ts'
import type { ProviderKey } from './provider-token.ts'
import { accepted, type ReceivedPush, rememberedPushes } from './push.ts'
import { openRules } from './rules.ts'

export interface VirtualApnsOptions {
  /** Vouches for the server, and for the pass type certificates with which senders show who they are. */
  readonly authority: DevelopmentAuthority
  readonly clock: Clock
  /** Where senders connect; a free port unless given. */
  readonly port?: number
  /** Where the script is steered from outside; a free port unless given. */
  readonly controlPort?: number
  /** Further certificates (PEM), roots and intermediates, under which senders' certificates may stand. */
  readonly clientRoots?: readonly string[]
  /** The keys with which senders without a certificate sign their tokens; none unless given. */
  readonly providerKeys?: readonly ProviderKey[]
  /** Hears of every push that passed the checks, after {@link VirtualApns.received} has it. */
  readonly onPush?: (push: ReceivedPush) => void
}

/** A stand-in for Apple Push Notification service. */
export interface VirtualApns {
  /** Where senders connect, without a slash at the end. */
  readonly url: string
  /** Where `POST /script` and `GET /received` are answered, without a slash at the end. */
  readonly controlUrl: string
  /** The root that senders have to trust. */
  readonly caPem: string
  readonly caFile: string
  /**
   * Has something done, at once or with pushes to come.
   * @throws SimulatorError `apns_command_invalid` with everything that does not fit
   */
  script(command: Command): void
  /** The latest pushes that passed the checks (up to 10,000), the latest last, and what came of each. */
  received(): readonly ReceivedPush[]
  /** How often each outcome has occurred since the start, requests that failed the checks included. */
  counts(): Readonly<Record<string, number>>
  /** Delivers the pushes to a device from now on; returns what ends it. A device may be delivered to in several ways. */
  deliverTo(deviceToken: string, receive: Receive): () => void
  /** Takes a device off the air, or back: then it gets what was kept for it, one push for each topic. */
  setAirplaneMode(deviceToken: string, on: boolean): void
  /** Ends every connection and frees the ports. */
  close(): Promise<void>
}

const unavailable = { code: 'apns_port_unavailable', what: 'The virtual APNs' } as const

/** As many as APNs has been seen to allow. */
const usualConcurrentStreams = 1_000

/**
 * Starts a virtual APNs: HTTP/2 over TLS, with client certificates or provider tokens, and the statuses and reasons of
 * Apple's (Apple, *Sending notification requests to APNs*). TLS itself goes by the machine's clock, all else by `clock`.
 * @throws SimulatorError `apns_port_unavailable`, `authority_not_valid`
 */
export async function openVirtualApns(options: VirtualApnsOptions): Promise<VirtualApns> {
  const { authority, clock, clientRoots = [], providerKeys = [], onPush = () => {} } = options
  const certificate = await authority.issueServerCertificate({ names: ['localhost', host], at: clock.now() })
  const rules = openRules()
  const devices = openDevices()
  const journal = openJournal<ReceivedPush>(rememberedPushes)
  const sockets = new Set<Socket>()
  const connections = new Set<Connection>()
  let concurrentStreams = usualConcurrentStreams
  let refusingUntilMs = 0

  const service: Service = {
    clock,
    providerKeys,
    maxConcurrentStreams: () => concurrentStreams,
    behaviourFor: (push) => rules.next(push.deviceToken),
    onPush(push, outcome) {
      const at = clock.now()
      const received = { ...push, at: at.toISOString(), outcome }
      journal.add(received)
      onPush(received)
      if (outcome === accepted) devices.accept(push, at)
    },
    onRefusal: journal.count,
  }

  const tlsServer = createTlsServer(
    {
      key: certificate.privateKeyPem,
      cert: certificate.certificatePem + authority.intermediatePem,
      ca: [authority.rootPem, authority.intermediatePem, ...clientRoots],
      // Whoever has none may have a token; what is wrong with one is answered with a reason.
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['h2'],
    },
    (socket) => {
      socket.on('error', () => {})
      if (socket.alpnProtocol !== 'h2') {
        socket.destroy()
        return
      }
      const connection = serveConnection(socket, service, () => connections.delete(connection))
      connections.add(connection)
    },
  )
  const listener = createServer((socket) => {
    if (clock.now().getTime() < refusingUntilMs) {
      socket.resetAndDestroy()
      return
    }
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    tlsServer.emit('connection', socket)
  })

  function act(command: Act): void {
    switch (command.kind) {
      case 'max-concurrent-streams':
        setConcurrentStreams(command.streams)
        break
      case 'refuse-connections':
        refusingUntilMs = clock.now().getTime() + command.forMs
        break
      case 'close-connections':
        for (const connection of [...connections]) connection.goAway(command.hard ?? false)
        break
      case 'airplane-mode':
        devices.setAirplaneMode(command.deviceToken, command.on, clock.now())
        break
      case 'reset':
        rules.clear()
        refusingUntilMs = 0
        setConcurrentStreams(usualConcurrentStreams)
    }
  }

  function setConcurrentStreams(streams: number): void {
    concurrentStreams = streams
    for (const connection of connections) connection.announceStreams()
  }

  function script(command: unknown): void {
    requireCommand(command)
    if (isAct(command)) act(command)
    else rules.add(command)
  }

  const control = createControlServer({
    script,
    received: () => ({ counts: journal.counts(), received: journal.received() }),
  })
  const port = await listen(listener, options.port ?? 0, unavailable)
  const controlPort = await listen(control, options.controlPort ?? 0, unavailable).catch((error) => {
    listener.close()
    throw error
  })

  return {
    url: `https://localhost:${port}`,
    controlUrl: `http://${host}:${controlPort}`,
    caPem: authority.rootPem,
    caFile: authority.rootFile,
    script,
    received: journal.received,
    counts: journal.counts,
    deliverTo: devices.deliverTo,
    setAirplaneMode: (deviceToken, on) => devices.setAirplaneMode(deviceToken, on, clock.now()),
    async close() {
      const closed = Promise.all([once(listener, 'close'), once(control, 'close')])
      listener.close()
      control.close()
      control.closeAllConnections()
      for (const connection of connections) connection.destroy()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
