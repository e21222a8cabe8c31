/** File types by their first bytes: those that are taken, and those that people try most. */
const signatures: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['png', /^\x89PNG\r\n/],
  ['jpeg', /^\xff\xd8\xff/],
  ['webp', /^RIFF[\s\S]{4}WEBP/],
  ['a GIF', /^GIF8/],
  ['an SVG', /^\s*(?:<\?xml[\s\S]*)?<svg\b/],
  ['a HEIC or AVIF image', /^[\s\S]{4}ftyp(?:hei|hev|mif|msf|avi)/],
  ['a TIFF', /^(?:II\*\0|MM\0\*)/],
  ['a BMP', /^BM/],
  ['a PDF', /^%PDF-/],
  ['a multipart form', /^--[^\r\n]{1,100}\r\n[Cc]ontent-[Dd]isposition/],
  ['JSON', /^\s*[{[]/],
  ['HTML', /^\s*<(?:!doctype html|html)\b/i],
]

const accepted: readonly string[] = ['png', 'jpeg', 'webp']

/** What an upload is by its content; `other` says in words what it is instead of an image that is taken. */
export function sniff(bytes: Uint8Array): { readonly accepted: true } | { readonly accepted: false; other: string } {
  const head = Buffer.from(bytes.subarray(0, 512)).toString('latin1')
  const name = signatures.find(([, pattern]) => pattern.test(head))?.[0]
  if (name !== undefined && accepted.includes(name)) return { accepted: true }
  return { accepted: false, other: name ?? 'of a type that is not known' }
}
