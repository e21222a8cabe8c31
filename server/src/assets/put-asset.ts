import { hash } from 'node:crypto'
import { type ImageHeader, readImageHeader } from '@billfold/pkpass'
import { Problem } from '../errors.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { ImageFault, type ImageWorker } from './image-worker.ts'
import { maxPixels } from './limits.ts'

/** An image of a customer, found by the hash of what is kept of it. */
export interface Asset {
  /** SHA-256 of the PNG, in hex: what content names in `images`. */
  readonly id: string
  readonly widthPixels: number
  readonly heightPixels: number
  readonly sizeBytes: number
}

/** What of an upload is not kept, besides what every image loses. */
export interface AssetWarning {
  readonly code: string
  readonly message: string
  readonly fix: string
}

const animated: AssetWarning = {
  code: 'image_animated',
  message: 'The image is an animation: only its first picture is kept, as wallets show no others.',
  fix: 'Upload the picture that is to be shown, if that is another one.',
}

export interface AssetWriter {
  readonly db: Db
  readonly clock: Clock
  readonly imageWorker: ImageWorker
}

/**
 * Keeps an image for a customer, decoded and encoded anew: nothing of the upload but its pixels remains.
 *
 * @returns `created` is false if the customer has this very image already
 * @throws Problem `image_unreadable` or `image_too_large`
 */
export async function putAsset(
  { db, clock, imageWorker }: AssetWriter,
  customerId: string,
  upload: Uint8Array,
): Promise<{ asset: Asset; created: boolean; warnings: readonly AssetWarning[] }> {
  const header = headerOf(upload)
  const { png, widthPixels, heightPixels } = await normalise(imageWorker, upload)
  const id = hash('sha256', png)
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('assets')
    .values({
      customer_id: customerId,
      sha256: id,
      extension: 'png',
      width: widthPixels,
      height: heightPixels,
      bytes: Buffer.from(png),
      created_at: clock.now(),
    })
    .onConflict((conflict) => conflict.columns(['customer_id', 'sha256']).doNothing())
    .executeTakeFirstOrThrow()
  const asset = { id, widthPixels, heightPixels, sizeBytes: png.byteLength }
  return { asset, created: numInsertedOrUpdatedRows === 1n, warnings: header.isAnimated ? [animated] : [] }
}

/** @throws Problem for what is not to be decoded */
function headerOf(upload: Uint8Array): ImageHeader {
  if (upload.byteLength === 0) throw new Problem('image_unreadable', 'The body is empty.')
  const header = readImageHeader(upload)
  if (header.format === undefined)
    throw new Problem('image_unreadable', `The body is ${header.found}, by its first bytes.`)
  const { widthPixels, heightPixels } = header
  if (widthPixels * heightPixels > maxPixels) {
    const detail = `The image has ${widthPixels} × ${heightPixels} pixels; at most ${maxPixels / 1_000_000} million are taken.`
    throw new Problem('image_too_large', detail)
  }
  return header
}

function normalise(imageWorker: ImageWorker, upload: Uint8Array) {
  return imageWorker.run('normalise', upload).catch((error: unknown) => {
    if (!(error instanceof ImageFault)) throw error
    const detail = 'The image cannot be decoded: its first bytes are those of an image, but it is cut off or damaged.'
    throw new Problem('image_unreadable', detail, { cause: error })
  })
}
