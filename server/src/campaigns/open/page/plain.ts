import type { ErrorCode } from '../../../errors.ts'
import { type Html, html } from './html.ts'
import { stoppedIcon, walletIcon } from './icons.ts'
import type { Page } from './layout.ts'

const notReady = {
  title: 'This pass is not ready yet',
  text: 'It cannot be given out at the moment. Open this link again later.',
}

/** Why a link does not open, in words for whoever was sent it, by the code of the problem. */
const refusals: { readonly [Code in ErrorCode]?: { readonly title: string; readonly text: string } } = {
  link_invalid: {
    title: 'This link does not work',
    text: 'It may have been cut off on its way to you. Open it again from the message you were sent, or copy it as a whole.',
  },
  link_expired: {
    title: 'This link has expired',
    text: 'A pass that you have added already stays on your phone. Ask whoever sent you the link for a new one.',
  },
  link_revoked: {
    title: 'This link was withdrawn',
    text: 'It no longer opens. Ask whoever sent it to you for a new one.',
  },
  not_found: {
    title: 'There is no pass here',
    text: 'What this link led to does not exist any more. Ask whoever sent it to you.',
  },
  tokens_unfit: {
    title: 'This link has a mistake',
    text: 'It holds something that the pass cannot show. Ask whoever sent it to you for a new one.',
  },
  campaign_unpublished: notReady,
  conflict: notReady,
  campaign_archived: {
    title: 'This offer has ended',
    text: 'New passes are not given out any more. One that you have added already stays on your phone.',
  },
}

const failure = {
  title: 'Your pass cannot be shown just now',
  text: 'Something went wrong on our side. Please open this link again in a few minutes.',
}

export function refusalPage(code: ErrorCode): Page {
  const { title, text } = refusals[code] ?? failure
  return {
    title,
    description: text,
    body: plain(stoppedIcon, title, text),
  }
}

const neutral = {
  title: 'A pass for your wallet',
  text: 'Open this link in the browser of your phone to add the pass to your wallet.',
}

/** What link previews see: nothing of the campaign or of the recipient. */
export const neutralPage: Page = {
  title: neutral.title,
  description: neutral.text,
  body: plain(walletIcon, neutral.title, neutral.text),
}

function plain(icon: Html, title: string, text: string): Html {
  return html`<div class="plain">${icon}<h1>${title}</h1><p class="muted">${text}</p></div>`
}
