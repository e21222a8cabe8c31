import { Problem } from '../errors.ts'
import type { Database } from '../platform/database.ts'
import { rememberRecent } from '../platform/recent.ts'
import type { Rendition } from './image-tasks.ts'
import type { ImageWorker } from './image-worker.ts'
import { findImage } from './store.ts'

/**
 * The shapes in which a wallet fetches images by itself, by the name at the end of their addresses (Google Wallet, *Brand
 * guidelines*): the logo is shown in a circle and keeps 15 % away from its square's edges, the hero fills three by one.
 */
export const renditions = {
  'google-logo': { widthPixels: 660, heightPixels: 660, fit: 'framed', marginPixels: 99 },
  'google-wide-logo': { widthPixels: 1280, heightPixels: 400, fit: 'left' },
  'google-hero': { widthPixels: 1032, heightPixels: 336, fit: 'cover' },
} as const satisfies Readonly<Record<string, Rendition>>

export type RenditionName = keyof typeof renditions

/** Where everybody sees an image, as it is kept or in one of the shapes, below the installation's address. */
export const assetPath = (id: string, rendition?: RenditionName): string =>
  `/assets/${id}${rendition === undefined ? '' : `-${rendition}`}.png`

/** Some 100 kB each. */
const keptImages = 200

export interface ServedImages {
  /**
   * The image that an address below `/assets/` names, as it is kept or made in one of the shapes.
   *
   * @throws Problem `not_found`
   */
  of(file: string): Promise<Uint8Array>
}

export function openServedImages(options: { database: Database; imageWorker: ImageWorker }): ServedImages {
  const remember = rememberRecent<Uint8Array>(keptImages)

  async function find(id: string | undefined): Promise<Uint8Array> {
    const image = id === undefined ? undefined : await findImage(options.database.pool, id)
    if (image) return image.bytes
    const hint = 'Use the `url` in the answer of PUT /api/assets as it is.'
    throw new Problem('not_found', 'There is no image at this address.', { hint })
  }

  async function render(id: string, rendition: Rendition): Promise<Uint8Array> {
    const [png] = await options.imageWorker.run('render', { png: await find(id), renditions: [rendition] })
    return png as Uint8Array
  }

  return {
    async of(file) {
      const [, id, name] = /^([0-9a-f]{64})(?:-([a-z-]+))?\.png$/.exec(file) ?? []
      if (id === undefined || name === undefined) return find(id)
      const rendition = new Map<string, Rendition>(Object.entries(renditions)).get(name)
      return rendition === undefined ? find(undefined) : remember(file, () => render(id, rendition))
    },
  }
}
