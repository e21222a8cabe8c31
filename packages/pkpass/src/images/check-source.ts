import { type Issue, issueOf } from '../errors.ts'
import { maxImageBytes, maxImagePixels } from '../limits.ts'
import { type ImageHeader, readImageHeader } from './header.ts'

/**
 * The header of an image that may be decoded, or why not: by its content, by its size in bytes, and by the pixels that
 * it states. Nothing is decoded for that.
 *
 * @param path how the issue calls the image
 */
export function checkImageSource(bytes: Uint8Array, path: string): ImageHeader | Issue {
  const header = readImageHeader(bytes)
  if (header.format === undefined) {
    const message = bytes.length === 0 ? 'It is empty.' : `It is ${header.found}, by its first bytes.`
    return issueOf('IMAGE_UNREADABLE', path, message, 'Give a PNG, JPEG or WebP image.')
  }
  const { widthPixels, heightPixels } = header
  const shrink = 'Shrink it: no phone shows more than 1,125 pixels across.'
  if (bytes.length > maxImageBytes) {
    const message = `It has ${bytes.length} bytes; at most ${maxImageBytes} are decoded.`
    return issueOf('IMAGE_TOO_LARGE', path, message, shrink)
  }
  if (widthPixels * heightPixels <= maxImagePixels) return header
  const message = `It has ${widthPixels} × ${heightPixels} pixels; at most ${maxImagePixels / 1_000_000} million are decoded.`
  return issueOf('IMAGE_TOO_LARGE', path, message, shrink)
}
