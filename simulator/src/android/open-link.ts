import { SimulatorError } from '../errors.ts'
import type { Fetch } from '../phone/send.ts'
import type { Step } from '../phone/steps.ts'
import { getPage, type Page, unescaped, whatItSays } from '../web-page.ts'

/** Chrome on an Android phone, which tells no model any more. */
const chromeHeaders = {
  'User-Agent':
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
} as const

/** Chrome follows so many redirects; here, pages with a button count too. */
const mostHops = 20
const genuineSaveUrl = 'https://pay.google.com/gp/v/save'

export interface Browser {
  readonly fetch: Fetch
  readonly onStep: (step: Step) => void
  readonly language: string
  /** Where "Add to Google Wallet" leads. */
  readonly saveUrl: string
}

/**
 * Opens a link as Chrome does, follows redirects, taps the Google Wallet button of a page, and stops at the save link.
 * @throws SimulatorError `link_failed` says what came instead
 */
export async function findSaveLink(link: string, browser: Browser): Promise<string> {
  let url = link
  for (let hops = 0; hops < mostHops; hops++) {
    if (url.startsWith(`${browser.saveUrl}/`)) return url
    if (url.startsWith(`${genuineSaveUrl}/`)) throw leadsToGoogle(browser.saveUrl)
    url = new URL(nextOf(url, await open(url, browser), browser), url).href
  }
  throw new SimulatorError('link_failed', `The link ${link} leads on and on.`, { fix: 'Look at its redirects.' })
}

async function open(url: string, { fetch, onStep, language }: Browser): Promise<Page> {
  const headers = { ...chromeHeaders, 'Accept-Language': language }
  const page = await getPage(url, { headers, fetch, redirect: 'manual' })
  onStep({ kind: 'request', method: 'GET', url, outcome: 'failure' in page ? page.failure : page.status })
  if (!('failure' in page)) return page
  throw new SimulatorError('link_failed', `The link ${url} could not be opened: ${page.failure}`, {
    fix: 'Check that the server is running and that its address in the link is one this machine can reach.',
    cause: page.cause,
  })
}

/** Where a page leads: its redirect, or its Google Wallet button. */
function nextOf(url: string, page: Page, browser: Browser): string {
  if (page.status >= 300 && page.status < 400 && page.location !== undefined) return page.location
  const button = page.status === 200 && page.mediaType === 'text/html' ? buttonOf(page, browser.saveUrl) : undefined
  if (button !== undefined) return button
  const said = whatItSays(page)
  throw new SimulatorError(
    'link_failed',
    `The link ${url} led to ${page.mediaType || 'something without a type'} with status ${page.status}` +
      ` instead of a pass for Google Wallet${said ? `: ${said}` : '.'}`,
    { fix: 'Open the link in a browser, or look for its request in the log of the server.' },
  )
}

/** A link to the save page, else one that says that it is for Google Wallet. */
function buttonOf({ body }: Page, saveUrl: string): string | undefined {
  const html = new TextDecoder().decode(body)
  const links = [...html.matchAll(/<a\b([^>]*)>(.*?)<\/a>/gis)].map(([, attributes = '', content = '']) => {
    const [, href = ''] = /\bhref="([^"]*)"/i.exec(attributes) ?? []
    return { href: unescaped(href), says: `${attributes} ${content}` }
  })
  const found =
    links.find(({ href }) => href.startsWith(`${saveUrl}/`) || href.startsWith(`${genuineSaveUrl}/`)) ??
    links.find(({ href, says }) => href !== '' && (/[?&]wallet=google\b/.test(href) || /google wallet/i.test(says)))
  return found?.href
}

function leadsToGoogle(saveUrl: string): SimulatorError {
  return new SimulatorError('link_failed', `The link leads to ${genuineSaveUrl}, which this phone cannot reach.`, {
    fix: `Have the server's save links begin with ${saveUrl}.`,
  })
}
