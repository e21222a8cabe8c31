import { ApiError } from '../api/api-error.ts'

/**
 * The issuer in the id of a class or an object, which is `issuer id.identifier`.
 * @throws ApiError `invalidResource`
 */
export function issuerIn(id: unknown): string {
  const [, issuerId] = (typeof id === 'string' ? /^(\d{1,19})\.[\w.-]+$/.exec(id) : null) ?? []
  if (issuerId) return issuerId
  throw new ApiError('invalidResource', `Invalid resource ID: ${id === undefined ? '' : String(id)}`)
}

/**
 * A 64-bit number in a path or query.
 * @throws ApiError `invalidResource`
 */
export function issuerIdFrom(text: string | null): string {
  if (text !== null && /^\d{1,19}$/.test(text)) return text
  throw new ApiError('invalidResource', `Invalid issuer ID: ${text ?? ''}`)
}
