const stray = /(^|\/)(__MACOSX|\.DS_Store|Thumbs\.db)(\/|$)/

/** What macOS and Windows leave behind in folders; Wallet wants none of it in a pass. */
export function isStray(name: string): boolean {
  return stray.test(name)
}

/** Why a path must not stand in an archive that others unpack, or nothing. */
export function unsafeName(name: string): string | undefined {
  if (name === '') return 'is empty'
  if (name.includes('\\')) return 'contains a backslash'
  if (/\p{Cc}/u.test(name)) return 'contains a control character'
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'is absolute'
  if (name.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    return 'contains an empty part, "." or ".."'
  }
  if (Buffer.byteLength(name) > maxNameBytes) return `is longer than ${maxNameBytes} bytes`
  return undefined
}

const maxNameBytes = 255
