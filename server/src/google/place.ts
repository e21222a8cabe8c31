import { assetPath, type RenditionName } from '../assets/renditions.ts'

/** What has to come from outside, so that rendering stays a pure function. */
export interface GooglePlace {
  /** The public address of an asset, in a shape of Google's or as it is. It never shows anything else. */
  imageUrl(assetId: string, rendition?: RenditionName): string
}

/** @param baseUrl where this installation is reached, without a trailing slash */
export const googlePlace = (baseUrl: string): GooglePlace => ({
  imageUrl: (assetId, rendition) => baseUrl + assetPath(assetId, rendition),
})
