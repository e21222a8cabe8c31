import { randomUUID } from 'node:crypto'
import { isObject, type JsonObject, objectsIn } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import type { Answer, Request } from '../answer.ts'
import { ApiError } from '../api/api-error.ts'
import type { Side } from '../api/verticals.ts'
import type { Google } from '../google.ts'
import type { ServiceAccount } from '../state.ts'

const uploadPath = /^\/upload\/walletobjects\/v1\/privateContent\/(\d{1,19})\/uploadPrivateImage$/

/**
 * Takes an image that only the holder of one object shall see (Google Wallet API, *Secure private images*): the body is
 * the image.
 * @throws ApiError
 */
export function uploadPrivateImage({ state }: Google, account: ServiceAccount, request: Request): Answer {
  const { method, url, headers, body } = request
  const [, issuerId] = uploadPath.exec(url.pathname) ?? []
  if (method !== 'POST' || !issuerId) throw new ApiError('notFound', `Not found: ${method} ${url.pathname}`)
  requireAccess(state, account, issuerId, 'write')
  const type = headers['content-type'] ?? ''
  if (!type.startsWith('image/'))
    throw new ApiError('invalidResource', `Invalid image: ${type || 'no type'} is not image/….`)
  if (body.length === 0) throw new ApiError('invalidResource', 'Invalid image: it is empty.')
  const privateImageId = randomUUID()
  state.privateImages.set(privateImageId, { issuerId, objectId: undefined })
  return { status: 200, body: { privateImageId } }
}

/**
 * Private images are in the image modules of objects only, belong to the issuer, and to one object each.
 * @throws ApiError `invalidResource`
 */
export function judgePrivateImages({ state }: Google, side: Side, issuerId: string, resource: JsonObject): void {
  const { imageModulesData, ...rest } = resource
  const [misplaced] = idsIn(side === 'class' ? resource : rest)
  if (misplaced) {
    throw new ApiError(
      'invalidResource',
      `Invalid privateImageId: ${misplaced} may only stand in imageModulesData of an object.`,
    )
  }
  for (const id of idsIn(imageModulesData)) {
    const image = state.privateImages.get(id)
    if (image?.issuerId !== issuerId) throw new ApiError('invalidResource', `Invalid privateImageId: ${id}`)
    if (image.objectId !== undefined && image.objectId !== resource.id) {
      throw new ApiError('invalidResource', `Invalid privateImageId: ${id} is that of another object.`)
    }
  }
}

/** Remembers to which object its private images belong. */
export function claimPrivateImages({ state }: Google, resource: JsonObject): void {
  for (const id of idsIn(resource.imageModulesData)) {
    const image = state.privateImages.get(id)
    if (image) state.privateImages.set(id, { ...image, objectId: String(resource.id) })
  }
}

function idsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return objectsIn(value).flatMap(idsIn)
  if (!isObject(value)) return []
  const { privateImageId, ...rest } = value
  const inner = Object.values(rest).flatMap(idsIn)
  return typeof privateImageId === 'string' ? [privateImageId, ...inner] : inner
}
