/** The shapes in which Google shows images. */
export type GoogleRendition = 'google-logo' | 'google-wide-logo' | 'google-hero'

/** What has to come from outside, so that rendering stays a pure function. */
export interface GooglePlace {
  /** The public address of an asset, in a shape of Google's or as it is. It never shows anything else. */
  imageUrl(assetId: string, rendition?: GoogleRendition): string
}
