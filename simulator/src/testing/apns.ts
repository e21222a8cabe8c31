import { once } from 'node:events'
import { type ClientHttp2Session, connect, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2'
import { join } from 'node:path'
import type { ReceivedPush } from '../apns/push.ts'
import { openVirtualApns, type VirtualApns, type VirtualApnsOptions } from '../apns/virtual-apns.ts'
import { type DevelopmentAuthority, openDevelopmentAuthority } from '../authority/authority.ts'
import type { CertifiedKey } from '../authority/certificates.ts'
import { handClock, passTypeIdentifier, teamIdentifier, temporaryFolder } from './development-passes.ts'

export const deviceToken = 'a1'.repeat(32)

/** TLS goes by the machine's clock, whatever it shows. */
const now = new Date()

/** An authority with a certificate for the tests' pass type. */
export interface TestAuthority {
  readonly authority: DevelopmentAuthority
  readonly certificate: CertifiedKey
}

let shared: Promise<TestAuthority> | undefined

/** One authority for all tests of a process, since to make its keys takes longer than most of them. */
export function sharedAuthority(): Promise<TestAuthority> {
  shared ??= openTestAuthority()
  return shared
}

async function openTestAuthority(): Promise<TestAuthority> {
  const folder = await temporaryFolder()
  const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), now)
  const certificate = await authority.issuePassCertificate({
    passTypeIdentifier,
    teamIdentifier,
    organizationName: 'Example Coffee',
    at: now,
  })
  return { authority, certificate }
}

export interface TestApns extends AsyncDisposable {
  readonly apns: VirtualApns
  readonly clock: ReturnType<typeof handClock>
  /** A connection of a sender, with the tests' certificate unless others or none (null) are given. */
  connect(certificate?: CertifiedKey | null): TestSender
  /** Waits for the next push that passes the checks. */
  nextPush(): Promise<ReceivedPush>
}

export async function openTestApns(
  { authority, certificate }: TestAuthority,
  options: Partial<VirtualApnsOptions> = {},
): Promise<TestApns> {
  const clock = handClock(now)
  const senders: TestSender[] = []
  const listeners: ((push: ReceivedPush) => void)[] = []
  const apns = await openVirtualApns({
    authority,
    clock,
    onPush: (push) => {
      for (const listener of listeners.splice(0)) listener(push)
    },
    ...options,
  })
  return {
    apns,
    clock,
    connect(own = certificate) {
      const sender = openSender(apns, own)
      senders.push(sender)
      return sender
    },
    nextPush: () => new Promise((resolve) => listeners.push(resolve)),
    async [Symbol.asyncDispose]() {
      for (const sender of senders) sender.session.destroy()
      await apns.close()
    },
  }
}

export interface PushRequest {
  readonly method?: string
  readonly path?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Buffer
}

export interface PushAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Undefined if the answer had no body. */
  readonly body: { readonly reason?: string; readonly timestamp?: number } | undefined
}

/** One HTTP/2 connection to a virtual APNs. */
export interface TestSender {
  readonly session: ClientHttp2Session
  /** Settles with the answer, or rejects with an error whose `message` names the code of the stream's end. */
  push(request?: PushRequest): Promise<PushAnswer>
  /** Waits until the server has announced so many streams, if it has not done so. */
  streams(expected: number): Promise<void>
  /** Waits for GOAWAY. */
  goaway(): Promise<{ readonly code: number; readonly lastStreamId: number; readonly data: string }>
  closed(): Promise<void>
}

function openSender(apns: VirtualApns, certificate: CertifiedKey | null): TestSender {
  const session = connect(apns.url, {
    ca: apns.caPem,
    ...(certificate ? { cert: certificate.certificatePem, key: certificate.privateKeyPem } : {}),
  })
  const closing = new Promise<void>((resolve) => session.once('close', resolve))
  session.on('error', () => {})
  return {
    session,
    push: (request) => sendPush(session, request),
    async streams(expected) {
      while (session.connecting || session.remoteSettings.maxConcurrentStreams !== expected) {
        await once(session, 'remoteSettings')
      }
    },
    async goaway() {
      const [code, lastStreamId, data] = await once(session, 'goaway')
      return { code, lastStreamId, data: data?.toString('utf8') ?? '' }
    },
    closed: () => closing,
  }
}

function sendPush(session: ClientHttp2Session, request: PushRequest = {}): Promise<PushAnswer> {
  const { method = 'POST', path = `/3/device/${deviceToken}`, headers = {}, body = '{}' } = request
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': method,
      ':path': path,
      'apns-topic': passTypeIdentifier,
      ...headers,
    })
    const chunks: Buffer[] = []
    let answer: IncomingHttpHeaders | undefined
    stream.on('response', (received) => {
      answer = received
    })
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('error', () => {})
    stream.on('close', () => {
      const status = answer?.[':status']
      if (!answer || status === undefined || stream.rstCode !== 0) reject(new Error(`stream ended: ${stream.rstCode}`))
      else {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: Number(status), headers: answer, body: text === '' ? undefined : JSON.parse(text) })
      }
    })
    stream.end(body)
  })
}
