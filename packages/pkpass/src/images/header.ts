/** What an image file is and how large, from its first bytes and without a decoder. */
import { jpegSize } from './jpeg.ts'
import { isAnimatedPng, pngSize } from './png.ts'
import { isAnimatedWebp, webpSize } from './webp.ts'

export type ImageFormat = 'png' | 'jpeg' | 'webp'

export interface ImageHeader {
  readonly format: ImageFormat
  /** As it is shown, which may be turned by its EXIF orientation. */
  readonly widthPixels: number
  readonly heightPixels: number
  /** That it moves: it holds several pictures. */
  readonly isAnimated?: true
}

/** Something else than an image that can be used. */
export interface NoImage {
  readonly format: undefined
  /** What it is instead, with its article: "a GIF". */
  readonly found: string
}

/** Width and height as they are shown, or nothing if the file is damaged. */
export type ImageSize = readonly [widthPixels: number, heightPixels: number] | undefined

const readers: Readonly<Record<ImageFormat, (bytes: Buffer) => ImageSize>> = {
  png: pngSize,
  jpeg: jpegSize,
  webp: webpSize,
}

/** By the first bytes: images that can be used, and what people try most. */
const signatures: readonly (readonly [pattern: RegExp, format: ImageFormat | undefined, name: string])[] = [
  [/^\x89PNG\r\n/, 'png', 'a PNG'],
  [/^\xff\xd8\xff/, 'jpeg', 'a JPEG'],
  [/^RIFF[\s\S]{4}WEBP/, 'webp', 'a WebP image'],
  [/^GIF8/, undefined, 'a GIF'],
  [/^(?:\xef\xbb\xbf)?\s*(?:<[?!][\s\S]*)?<svg\b/, undefined, 'an SVG'],
  [/^[\s\S]{4}ftyp(?:hei|hev|mif|msf|avi)/, undefined, 'a HEIC or AVIF image'],
  [/^(?:II\*\0|MM\0\*)/, undefined, 'a TIFF'],
  [/^BM/, undefined, 'a BMP'],
  [/^%PDF-/, undefined, 'a PDF'],
  [/^--[^\r\n]{1,100}\r\n[Cc]ontent-[Dd]isposition/, undefined, 'a multipart form'],
  [/^\s*[{[]/, undefined, 'JSON'],
  [/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b/i, undefined, 'HTML'],
  // As an SVG whose beginning is a long comment.
  [/^(?:\xef\xbb\xbf)?\s*<[?!]/, undefined, 'XML'],
]

/** Type and size of an image by its content; throws for nothing. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | NoImage {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = image.toString('latin1', 0, 512)
  const [, format, name] = signatures.find(([pattern]) => pattern.test(start)) ?? []
  if (format === undefined)
    return { format, found: name ?? (image.length === 0 ? 'empty' : 'of a type that is not known') }
  const [widthPixels, heightPixels] = readers[format](image) ?? []
  if (!widthPixels || !heightPixels) return { format: undefined, found: `${name} that is damaged` }
  const isAnimated = (format === 'png' && isAnimatedPng(image)) || (format === 'webp' && isAnimatedWebp(image))
  return { format, widthPixels, heightPixels, ...(isAnimated && { isAnimated }) }
}
