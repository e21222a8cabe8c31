import { html } from './html.ts'
import { stoppedIcon, walletIcon } from './icons.ts'
import type { Page } from './layout.ts'

/** What somebody sees who wants a pass in Google Wallet that Google does not have yet. */
const states = {
  wait: {
    icon: walletIcon,
    title: 'Your pass is being prepared',
    text: 'Google Wallet will have it in a moment. This page goes on by itself.',
  },
  late: {
    icon: walletIcon,
    title: 'Your pass takes a little longer',
    text: 'Google Wallet does not have it yet. Try again in a few minutes, or save it for another wallet app.',
  },
  unavailable: {
    icon: stoppedIcon,
    title: 'Google Wallet does not take this pass now',
    text: 'Something has to be put right on our side first. Save it for another wallet app, or open this link again later.',
  },
} as const

export function googleWaitPage(state: keyof typeof states): Page {
  const { icon, title, text } = states[state]
  return {
    title,
    description: text,
    body: html`<div class="plain">${icon}<h1>${title}</h1><p class="muted">${text}</p>
<div class="actions"><a class="button google" href="?wallet=google">Try again</a><a class="button second" href="?wallet=pkpass">Save for another wallet app</a></div></div>`,
  }
}
