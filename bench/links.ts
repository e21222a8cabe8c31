import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { mintLink } from '../server/dist/campaigns/links/mint-link.js'
import type { Bench, Context } from './context.ts'
import { compare, type Outcome } from './harness.ts'
import { loop, sampleOf } from './measure.ts'

const customerId = 'cus_06ej9z3k2wq8v5x1t7r4y0abcd'
const campaignId = 'cam_06ej9z3k2wq8v5x1t7r4y0abcd'

/** What a company sends for each recipient of a mailing. */
const requests = Array.from({ length: 1000 }, (_, n) => ({
  campaignId,
  customerId,
  contactId: `customer-${100_000 + n}`,
  platform: 'auto',
  contact: { firstName: ['Ada', 'Grace', 'Jürgen', 'Zoë'][n % 4], lastName: `Lovelace-${n}` },
  voucher: { code: `WELCOME-${(n * 7919).toString(36).toUpperCase()}`, points: n % 500 },
}))

export const links: Bench = {
  name: 'links',
  method: [
    'A link for a request with name, code and points, made without the database.',
    'Reference: a loop of randomBytes(12), createCipheriv(aes-256-gcm), JSON.stringify of the request, base64url.',
    'Billfold: what POST /pers/v1/urls does for each request: checks it against its schema and seals a JWE.',
    'Both in one thread, one after another, in this process.',
  ],
  async run(context) {
    return [await compareMinting(context)]
  },
}

function compareMinting({ plan }: Context): Promise<Outcome> {
  return compare(
    {
      title: 'make link tokens',
      operation: 'links',
      reference: {
        name: 'the bare cipher, base64url and JSON',
        expectedPerSecond: 46_000,
        measure: async ({ durationMs }) => sampleOf(loop(durationMs, bareCipher())),
      },
      subject: {
        name: 'Billfold’s links',
        measure: async ({ durationMs }) => sampleOf(loop(durationMs, billfold())),
      },
      toReach: 0.6,
    },
    plan,
  )
}

function bareCipher(): (n: number) => string {
  const key = createSecretKey(randomBytes(32))
  return (n) => {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    const ciphertext = Buffer.concat([cipher.update(JSON.stringify(requests[n % requests.length])), cipher.final()])
    return `${iv.toString('base64url')}.${ciphertext.toString('base64url')}.${cipher.getAuthTag().toString('base64url')}`
  }
}

function billfold(): (n: number) => string {
  const at = new Date()
  const bytes = randomBytes(32)
  const key = {
    id: 'key12345',
    purpose: 'links',
    customerId,
    scope: '',
    bytes,
    secret: createSecretKey(bytes),
    state: 'active',
    acceptedUntil: null,
    createdAt: at,
  } as const
  const caller = {
    customerId,
    keyId: 'key_1',
    scopes: new Set(['links:create'] as const),
    campaignIds: null,
    notAfter: null,
  }
  const minting = { caller, key, urlPrefix: 'https://passes.example.com/api/pass/create/', at }
  return (n) => {
    const answer = mintLink(minting, requests[n % requests.length])
    if (!('url' in answer)) throw new Error(`No link was made: ${answer.error.detail}`)
    return answer.url
  }
}
