import type { Caller } from '../../accounts/caller.ts'
import { errorKinds, type FieldError, Problem } from '../../errors.ts'
import type { Key } from '../../platform/keys.ts'
import { invalidRequest, requestValidator } from '../../platform/request-validator.ts'
import { type LinkAnswer, LinkRequest } from './schema.ts'
import { sealLink } from './token.ts'

/** Whom the links of one call are made for. */
export interface Minting {
  readonly caller: Caller
  /** The customer's active key for links. */
  readonly key: Key
  /** What stands before the token. */
  readonly urlPrefix: string
  readonly at: Date
}

/** Longer ones are cut by SMS gateways and mail programs, and make barcodes that phones cannot read. */
const longestToken = 1500
const defaultLifetimeMs = 400 * 24 * 60 * 60 * 1000
/** Tokens smaller than this are not worth naming when a link is too long. */
const largeTokenBytes = 64

const validate = requestValidator({ schema: LinkRequest, method: 'POST', url: '/pers/v1/urls', httpPart: 'body' })

/** The URL for one request, or why there is none. Needs no database. */
export function mintLink(minting: Minting, request: unknown): LinkAnswer {
  try {
    return { url: minting.urlPrefix + mintToken(minting, checked(request)) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { code, message: detail, hint = errorKinds[code].remedy, errors } = error
    return { error: { code, detail, hint, ...(errors && { errors: [...errors] }) } }
  }
}

function checked(request: unknown): LinkRequest {
  const { error } = validate(request) as { error?: Problem }
  if (error) throw error
  return request as LinkRequest
}

function mintToken({ caller, key, at }: Minting, request: LinkRequest): string {
  const { campaignId, contactId, platform = 'auto', contact = {}, voucher = {} } = request
  const expiresAt = request.expiresAt ? new Date(request.expiresAt) : new Date(at.getTime() + defaultLifetimeMs)
  refuse(caller, foreign(caller, request), expiresAt > at ? [] : [past(at)])
  const apiKeyId = caller.keyId
  const token = sealLink(key, { issuedAt: at, expiresAt, apiKeyId, campaignId, contactId, platform, contact, voucher })
  if (token.length > longestToken) throw tooLong(token.length, { contact, voucher })
  return token
}

/** What the key may not touch, whether or not it exists. */
function foreign(caller: Caller, { customerId, campaignId }: LinkRequest): FieldError[] {
  const errors: FieldError[] = []
  if (customerId !== undefined && customerId !== caller.customerId) {
    errors.push({
      path: '/customerId',
      code: 'other_customer',
      message: 'is not the customer of the API key',
      fix: `Send ${caller.customerId}, leave it out, or use a key of that customer.`,
    })
  }
  if (caller.campaignIds?.includes(campaignId) === false) {
    errors.push({
      path: '/campaignId',
      code: 'other_campaign',
      message: 'is none of the campaigns that the API key is limited to',
      fix: `Use one of ${caller.campaignIds.join(', ')}, or a key without this limit.`,
    })
  }
  return errors
}

const past = (at: Date): FieldError => ({
  path: '/expiresAt',
  code: 'past',
  message: `is not after now, ${at.toISOString()}`,
  fix: 'Give a time to come, or leave it out.',
})

function refuse(caller: Caller, forbidden: readonly FieldError[], invalid: readonly FieldError[]): void {
  const errors = [...forbidden, ...invalid]
  if (errors.length === 0) return
  if (forbidden.length === 0) throw invalidRequest(errors)
  const places = errors.map((error) => `${error.path} ${error.message}`).join('; ')
  throw new Problem('forbidden', `The API key ${caller.keyId} may not make this link: ${places}.`, { errors })
}

function tooLong(length: number, groups: Pick<LinkRequest, 'contact' | 'voucher'>): Problem {
  const sizes = Object.entries(groups).flatMap(([group, tokens]) =>
    Object.entries(tokens).map(([name, value]) => ({
      path: `/${group}/${name}`,
      sizeBytes: Buffer.byteLength(JSON.stringify(value)),
    })),
  )
  const large = sizes.filter(({ sizeBytes }) => sizeBytes >= largeTokenBytes).sort((a, b) => b.sizeBytes - a.sizeBytes)
  const errors = large.map(({ path, sizeBytes }) => ({
    path,
    code: 'large',
    message: `takes ${sizeBytes} bytes`,
    fix: 'Shorten it, or set it with POST /api/passes and leave it out here.',
  }))
  const detail = `The link's token would be ${length} characters long; at most ${longestToken} are allowed.`
  return new Problem('link_too_long', detail, { errors })
}
