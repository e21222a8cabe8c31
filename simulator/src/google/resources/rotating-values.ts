import { isObject, type JsonObject } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import type { Answer, Request } from '../answer.ts'
import { ApiError } from '../api/api-error.ts'
import { collectionFor } from '../api/verticals.ts'
import { checkBody } from '../check/check.ts'
import type { Google } from '../google.ts'
import type { ServiceAccount } from '../state.ts'
import { issuerIn } from './ids.ts'
import { requireStored } from './stored.ts'

/**
 * Values that a transit operator makes for the rotating barcodes of its tickets (Google Wallet API, *Partner-generated
 * rotating barcodes*): uploaded as JSON, and told again.
 */

const path = /^(?:\/upload)?\/walletobjects\/v1\/transitObject\/([^/]+)\/(up|down)loadRotatingBarcodeValues$/
const longestBytes = 5_000_000

/** Whether a request is about such values. */
export function isAboutRotatingValues({ url }: Request): boolean {
  return path.test(url.pathname)
}

/** @throws ApiError */
export function answerRotatingValues({ state }: Google, account: ServiceAccount, request: Request): Answer {
  const { method, url, body } = request
  const [, id = '', direction] = path.exec(url.pathname) ?? []
  const objectId = decodeURIComponent(id)
  if (`${method} ${direction}` === 'POST up') {
    requireObject('write')
    if (body.length > longestBytes) throw new ApiError('uploadTooLarge', `The values exceed ${longestBytes} bytes.`)
    state.rotatingValues.set(objectId, checkBody('RotatingBarcodeValues', parsed(body)))
    return { status: 200, body: {} }
  }
  if (`${method} ${direction}` === 'GET down') {
    requireObject('read')
    const values = state.rotatingValues.get(objectId)
    if (!values)
      throw new ApiError('resourceNotFound', `Resource not found: ${objectId} has no rotating barcode values.`)
    return { status: 200, body: values }
  }
  throw new ApiError('notFound', `Not found: ${method} ${url.pathname}`)

  function requireObject(access: 'read' | 'write'): void {
    requireAccess(state, account, issuerIn(objectId), access)
    requireStored(state, collectionFor('transit', 'object'), objectId)
  }
}

/** Values that come with an object are kept apart, since Google does not tell them with it. */
export function withoutInitialValues({ state }: Google, resource: JsonObject): JsonObject {
  const { rotatingBarcode } = resource
  if (!isObject(rotatingBarcode) || !isObject(rotatingBarcode.initialRotatingBarcodeValues)) return resource
  const { initialRotatingBarcodeValues, ...rest } = rotatingBarcode
  state.rotatingValues.set(String(resource.id), initialRotatingBarcodeValues as JsonObject)
  return { ...resource, rotatingBarcode: rest }
}

/** An object as phones get it, with the values for its barcode. */
export function withRotatingValues({ state }: Google, resource: JsonObject): JsonObject {
  const values = state.rotatingValues.get(String(resource.id))
  if (!values || !isObject(resource.rotatingBarcode)) return resource
  return { ...resource, rotatingBarcode: { ...resource.rotatingBarcode, initialRotatingBarcodeValues: values } }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new ApiError('parseError', 'Invalid JSON payload received. Parse Error.')
  }
}
