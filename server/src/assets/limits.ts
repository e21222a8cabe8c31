/** Limits of an uploaded image. Pixels are counted from its header, before anything is decoded. */
export const maxUploadBytes = 10 * 1024 * 1024
export const maxPixels = 40_000_000

/** A larger image is scaled down to this before it is kept: no wallet shows more, on any screen. */
export const maxSidePixels = 2048
