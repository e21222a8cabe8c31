import { createPublicKey, verify } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Whether a callback comes from Google and is for this issuer, in a few lines that follow Google's documentation
 * (*Use callbacks for saves and deletions*) and know nothing of what signs. Returns the message, or says what is wrong.
 */
export function verifyCallback(body: string, rootKeysJson: string, issuerId: string, nowMs: number) {
  const { signature, intermediateSigningKey, protocolVersion, signedMessage } = JSON.parse(body)
  if (protocolVersion !== 'ECv2SigningOnly') return { fault: 'protocol' } as const
  const { signedKey, signatures } = intermediateSigningKey
  const roots = JSON.parse(rootKeysJson).keys.filter(
    (root: Root) => root.protocolVersion === 'ECv2SigningOnly' && Number(root.keyExpiration) > nowMs,
  )
  const rooted = roots.some((root: Root) =>
    signatures.some((own: string) => isSigned(root.keyValue, own, 'GooglePayPasses', 'ECv2SigningOnly', signedKey)),
  )
  if (!rooted) return { fault: 'root' } as const
  const { keyValue, keyExpiration } = JSON.parse(signedKey)
  if (!(Number(keyExpiration) > nowMs)) return { fault: 'intermediate expired' } as const
  if (!isSigned(keyValue, signature, 'GooglePayPasses', issuerId, 'ECv2SigningOnly', signedMessage)) {
    return { fault: 'signature' } as const
  }
  const message = JSON.parse(signedMessage)
  if (!(message.expTimeMillis > nowMs)) return { fault: 'message expired' } as const
  if (!message.objectId.startsWith(`${issuerId}.`)) return { fault: 'foreign object' } as const
  return { message } as const
}

interface Root {
  readonly keyValue: string
  readonly protocolVersion: string
  readonly keyExpiration: string
}

function isSigned(keyValue: string, signature: string, ...parts: readonly string[]): boolean {
  const key = createPublicKey({ key: Buffer.from(keyValue, 'base64'), format: 'der', type: 'spki' })
  const bytes = Buffer.concat(
    parts.map((part) => {
      const prefix = Buffer.alloc(4)
      prefix.writeUInt32LE(Buffer.byteLength(part))
      return Buffer.concat([prefix, Buffer.from(part)])
    }),
  )
  return verify('sha256', bytes, key, Buffer.from(signature, 'base64'))
}

export interface Callback {
  readonly body: string
  readonly headers: IncomingHttpHeaders
}

/** The server of an issuer, which takes callbacks at `/callback` and answers as a test tells it to. */
export interface IssuerServer extends AsyncDisposable {
  readonly url: string
  readonly callbacks: readonly Callback[]
  /** The statuses to come; 200 when there are none left. `null`: no answer at all. */
  answer(...statuses: readonly (number | null)[]): void
  /** What `/robots.txt` says; 404 unless set. */
  robots(status: number, text?: string): void
}

export async function startIssuerServer(): Promise<IssuerServer> {
  const callbacks: Callback[] = []
  let answers: readonly (number | null)[] = []
  let robots: { readonly status: number; readonly text: string } = { status: 404, text: '' }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.url === '/robots.txt') {
      response.writeHead(robots.status).end(robots.text)
      return
    }
    callbacks.push({ body: Buffer.concat(chunks).toString('utf8'), headers: request.headers })
    const [status = 200, ...rest] = answers
    answers = rest
    if (status !== null) response.writeHead(status).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    callbacks,
    answer(...statuses) {
      answers = statuses
    },
    robots(status, text = '') {
      robots = { status, text }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
