/** Servers in Apple's place, and what is needed to push to them. */
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { openDevelopmentAuthority } from '../simulator/dist/index.js'

export const topic = 'pass.dev.billfold.bench'
/** As many as APNs offers. */
export const maxConcurrentStreams = 1000

/** Push tokens differ, as those of phones do; these come again after so many, because each is a file of nghttpd's. */
const distinctTokens = 1000

export const pushTokenOf = (n: number): string =>
  createHash('sha256')
    .update(String(n % distinctTokens))
    .digest('hex')

/** The same in SQL, of a column `n`. */
export const pushTokenSql = `encode(sha256(convert_to((n % ${distinctTokens})::text, 'UTF8')), 'hex')`

/** What the servers present, and what their clients do. */
export interface PushCredentials {
  readonly ca: string
  readonly caFile: string
  readonly serverCertificateFile: string
  readonly serverKeyFile: string
  readonly certificate: string
  readonly privateKey: string
  /** A key for provider tokens. */
  readonly providerKey: string
}

export async function issuePushCredentials(folder: string): Promise<PushCredentials> {
  const place = join(folder, 'apns')
  mkdirSync(place, { recursive: true })
  const file = (name: string) => join(place, name)
  const at = new Date()
  const authority = await openDevelopmentAuthority(file('authority'), at)
  const issued = await authority.issueServerCertificate({ names: ['127.0.0.1', 'localhost'], at })
  writeFileSync(file('server.pem'), issued.certificatePem + authority.intermediatePem)
  writeFileSync(file('server.key'), issued.privateKeyPem)
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  // node-apn refuses certificates without the marks of Apple's push certificates.
  const marks = ['1.2.840.113635.100.6.3.1', '1.2.840.113635.100.6.3.2'].flatMap((oid) => [
    '-addext',
    `${oid}=ASN1:NULL`,
  ])
  const certificate = ['-newkey', 'rsa:2048', '-nodes', '-days', '30', '-keyout', file('client.key')]
  openssl('req', '-x509', ...certificate, '-out', file('client.pem'), '-subj', `/UID=${topic}/CN=${topic}`, ...marks)
  const text = (name: string) => readFileSync(file(name), 'utf8')
  return {
    ca: authority.rootPem,
    caFile: authority.rootFile,
    serverCertificateFile: file('server.pem'),
    serverKeyFile: file('server.key'),
    certificate: text('client.pem'),
    privateKey: text('client.key'),
    providerKey: openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256').toString(),
  }
}

/** Where a Billfold is to push to. */
export const apnsAt = (port: number, { caFile }: PushCredentials) => ({ url: `https://127.0.0.1:${port}`, caFile })

export interface PushSink {
  readonly port: number
  stop(): Promise<void>
}

/** Debian has it where the path of an ordinary user does not lead. */
const environment = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }

/**
 * nghttpd, of one thread: it answers 200 and nothing else. Written in C, it leaves the processor to who pushes.
 *
 * @param options.wantsCertificate whether it takes no client without a certificate; it does not look at whose it is
 * @throws Error that says how to install it, when the machine has none
 */
export async function startNghttpd(
  folder: string,
  { serverCertificateFile, serverKeyFile }: PushCredentials,
  { wantsCertificate, streams = maxConcurrentStreams }: { wantsCertificate: boolean; streams?: number },
): Promise<PushSink> {
  const root = join(folder, 'nghttpd')
  mkdirSync(join(root, '3/device'), { recursive: true })
  for (let n = 0; n < distinctTokens; n++) writeFileSync(join(root, '3/device', pushTokenOf(n)), '')
  const port = await freePort()
  const limits = ['--address', '127.0.0.1', '--max-concurrent-streams', String(streams), '--workers', '1']
  const args = [...limits, '--htdocs', root, ...(wantsCertificate ? ['--verify-client'] : [])]
  const server = spawn('nghttpd', [...args, String(port), serverKeyFile, serverCertificateFile], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await once(server, 'spawn').catch((cause: unknown) => {
    throw new Error('nghttpd, which is pushed to, is missing: install it (Debian: apt-get install nghttp2-server).', {
      cause,
    })
  })
  const exited = once(server, 'exit')
  // Also when this process ends before its time: nobody else would end it.
  const end = () => server.kill()
  process.once('exit', end)
  while (!(await accepts(port))) {
    if (server.exitCode !== null) throw new Error(`nghttpd ended with status ${server.exitCode}.`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return {
    port,
    async stop() {
      process.off('exit', end)
      end()
      await exited
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
