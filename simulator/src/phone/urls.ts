/**
 * Addresses of the pass web service as iOS builds them. Every path component is percent-encoded and then encoded once
 * more when it is appended, so that a serial number `a b` is sent as `a%2520b`; a slash is left alone both times and
 * splits the path. A tag in the query is encoded once, `+`, `&` and `=` left alone.
 */

/** The characters, besides letters and digits, that `NSCharacterSet.urlPathAllowed` leaves alone. */
const allowedInPath = "!$&'()*+,-./:=@_~"
/** Those of `NSCharacterSet.urlQueryAllowed`. */
const allowedInQuery = `${allowedInPath};?`

/** What a web service is known by on the phone: `webServiceURL` without one slash at its end, which makes no difference. */
export function webServiceOf(webServiceURL: string): string {
  return webServiceURL.replace(/\/$/, '')
}

/** The address of `components` under `/v1` of a web service, with the tag of the last list if there is one. */
export function webServiceAddress(webService: string, components: readonly string[], updatedSince?: string): string {
  const path = ['v1', ...components].map((component) => encode(component, allowedInPath).replaceAll('%', '%25'))
  const query = updatedSince === undefined ? '' : `?passesUpdatedSince=${encode(updatedSince, allowedInQuery)}`
  return `${webService}/${path.join('/')}${query}`
}

function encode(text: string, allowed: string): string {
  return [...text.toWellFormed()]
    .map((character) =>
      /^[A-Za-z0-9]$/.test(character) || allowed.includes(character) ? character : percentEncode(character),
    )
    .join('')
}

function percentEncode(character: string): string {
  return [...Buffer.from(character, 'utf8')]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('')
}
