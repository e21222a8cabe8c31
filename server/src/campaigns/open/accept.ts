/** Whether a request's `Accept` header prefers a page for people over JSON (RFC 9110 §12.5.1); whoever names neither does not. */
export function prefersHtml(accept: string | undefined): boolean {
  const html = quality(accept, ['text/html', 'application/xhtml+xml'])
  return html > 0 && html >= quality(accept, ['application/problem+json', 'application/json'])
}

/** Whether a request's `Accept` header names a media type itself, not only by a wildcard. */
export const accepts = (accept: string | undefined, mediaType: string): boolean => quality(accept, [mediaType]) > 0

/** The highest weight given to any of these media types. */
function quality(accept: string | undefined, mediaTypes: readonly string[]): number {
  const weights = (accept ?? '').split(',').map((range) => {
    const [mediaType = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    if (!mediaTypes.includes(mediaType)) return 0
    const weight = parameters.find((parameter) => parameter.startsWith('q='))
    return weight === undefined ? 1 : Number(weight.slice(2)) || 0
  })
  return Math.max(...weights)
}
