import { type Fetch, failureOf, timeoutMs } from './phone/send.ts'

/** What a browser gets for an address. */
export interface Page {
  readonly status: number
  /** In lower case, without parameters. */
  readonly mediaType: string
  /** Where a redirect that was not followed leads. */
  readonly location: string | undefined
  readonly body: Uint8Array
}

/** Opens an address as a browser does; redirects are followed unless `redirect` is `manual`. */
export async function getPage(
  link: string,
  {
    headers,
    fetch,
    redirect = 'follow',
  }: {
    readonly headers: Readonly<Record<string, string>>
    readonly fetch: Fetch
    readonly redirect?: 'follow' | 'manual'
  },
): Promise<Page | { readonly failure: string; readonly cause: unknown }> {
  try {
    const response = await fetch(link, { headers, redirect, signal: AbortSignal.timeout(timeoutMs) })
    return {
      status: response.status,
      mediaType: (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
      location: response.headers.get('location') ?? undefined,
      body: new Uint8Array(await response.arrayBuffer()),
    }
  } catch (cause) {
    return { failure: failureOf(cause), cause }
  }
}

/** What the server wanted to say: the detail of a problem document (RFC 9457) or the title of a page. */
export function whatItSays({ mediaType, body }: Page): string | undefined {
  const text = new TextDecoder().decode(body)
  if (mediaType === 'application/problem+json' || mediaType === 'application/json') {
    try {
      const { detail, title } = JSON.parse(text)
      return [detail, title].find((said) => typeof said === 'string')
    } catch {
      return undefined
    }
  }
  const [, title] = /<title[^>]*>(.*?)<\/title>/is.exec(text) ?? []
  return title === undefined ? undefined : unescaped(title.replace(/\s+/g, ' ')).trim()
}

/** Undoes the escapes that HTML cannot do without. */
export function unescaped(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
