import { isObject, type JsonObject, textAt } from '../json.ts'
import { ApiError } from './api/api-error.ts'

/** Google gives up on images that take longer. */
const timeoutMs = 5_000

/**
 * Loads every image of a class or an object from where it says that it is.
 * @throws ApiError `invalidResource` with every image that cannot be had
 */
export async function loadImages(resource: JsonObject): Promise<void> {
  const faults = await Promise.all(imagesIn(resource).map(faultOf))
  const [first, ...others] = faults.filter((fault) => fault !== undefined)
  if (first) throw new ApiError('invalidResource', first, ...others)
}

function imagesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn)
  if (!isObject(value)) return []
  const uri = textAt(value, 'sourceUri', 'uri')
  return uri === undefined ? Object.values(value).flatMap(imagesIn) : [uri]
}

async function faultOf(uri: string): Promise<string | undefined> {
  try {
    const answer = await fetch(uri, { signal: AbortSignal.timeout(timeoutMs) })
    await answer.arrayBuffer()
    const type = answer.headers.get('content-type') ?? 'no type'
    if (answer.ok && type.startsWith('image/')) return undefined
    return `Image cannot be loaded: ${uri} answers ${answer.status} with ${type}.`
  } catch (error) {
    return `Image cannot be loaded: ${uri}: ${error instanceof Error ? error.message : error}.`
  }
}
