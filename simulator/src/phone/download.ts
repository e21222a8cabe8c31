import { readFile } from 'node:fs/promises'
import { SimulatorError } from '../errors.ts'
import { getPage, whatItSays } from '../web-page.ts'
import { type Fetch, failureOf } from './send.ts'
import type { Step } from './steps.ts'

export const passMediaType = 'application/vnd.apple.pkpass'

/** Safari of iOS 16.6 opening a link. */
const safariHeaders = {
  'User-Agent':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language': 'en-US,en;q=0.9',
} as const

interface Browser {
  readonly fetch: Fetch
  readonly onStep: (step: Step) => void
}

/**
 * The package behind what a person opens: a link as in Safari, redirects followed, or a file as in Mail.
 * @throws SimulatorError `link_failed` says what came instead of a pass, `file_unreadable`
 */
export async function fetchPackage(source: string | URL | Uint8Array, browser: Browser): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source
  const text = String(source)
  if (/^https?:/i.test(text)) return openLink(text, browser)
  try {
    return await readFile(text.startsWith('file:') ? new URL(text) : text)
  } catch (cause) {
    throw new SimulatorError('file_unreadable', `The pass cannot be read: ${failureOf(cause)}.`, {
      fix: 'Give a link that starts with http:// or https://, or the path of a .pkpass file.',
      cause,
    })
  }
}

async function openLink(link: string, { fetch, onStep }: Browser): Promise<Uint8Array> {
  const page = await getPage(link, { headers: safariHeaders, fetch })
  onStep({ kind: 'request', method: 'GET', url: link, outcome: 'failure' in page ? page.failure : page.status })
  if ('failure' in page) {
    throw new SimulatorError('link_failed', `The link ${link} could not be opened: ${page.failure}`, {
      fix: 'Check that the server is running and that its address in the link is one this machine can reach.',
      cause: page.cause,
    })
  }
  if (page.status === 200 && page.mediaType === passMediaType) return page.body
  const said = whatItSays(page)
  throw new SimulatorError(
    'link_failed',
    `The link ${link} led to ${page.mediaType || 'something without a type'} with status ${page.status}` +
      ` instead of a pass (${passMediaType} with status 200)${said ? `: ${said}` : '.'}`,
    { fix: 'Open the link in a browser, or look for its request in the log of the server.' },
  )
}
