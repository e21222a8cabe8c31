import type { PassContent } from '../../../passes/content/content.ts'
import type { Client } from '../clients.ts'
import { type Html, html } from './html.ts'
import { walletIcon } from './icons.ts'
import type { Page } from './layout.ts'
import { passCard, passColors } from './pass-card.ts'
import { qrCode } from './qr-code.ts'

export interface Landing {
  /** What the campaign's passes look like before anything is known of their holder. */
  readonly content: PassContent
  /** Whether the recipient's own pass is void. */
  readonly voided: boolean
  readonly client: Client
  /** The same pass under a short address. */
  readonly shortUrl: string
  readonly assetUrl: (assetId: string) => string
}

/** The page between a link and a wallet, wherever the pass cannot be handed over at once. */
export function landingPage({ content, voided, client, shortUrl, assetUrl }: Landing): Page {
  const { title, issuerName } = content
  return {
    title: `${title} – ${issuerName}`,
    description: 'Add this pass to the wallet on your phone.',
    properties: passColors(content),
    body: html`${passCard(content, assetUrl)}
<div class="side">
<div class="heading"><h1 dir="auto">${title}</h1><p class="muted" dir="auto">${issuerName}</p></div>
${voided && html`<p class="note">This pass is no longer valid. You can still add it, and it will say so.</p>`}
${wayToSafari(client)}
<div class="actions">
<a class="button" href="?wallet=apple">${walletIcon}Add to Apple Wallet</a>
<a class="button second" href="?wallet=pkpass">Save for another wallet app</a>
</div>
<section class="phone" aria-labelledby="phone">
<div role="img" aria-label="QR code of this page’s address">${qrCode(shortUrl)}</div>
<div><h2 id="phone">Continue on your phone</h2><p class="small muted">Scan this code with the camera of the phone that you want the pass on.</p></div>
</section>
</div>`,
  }
}

function wayToSafari(client: Client): Html | undefined {
  if (client.kind !== 'inApp') return undefined
  if (client.opensPasses) {
    return html`<p class="note">If nothing happens when you tap the button, open this page in Safari.</p>`
  }
  return html`<p class="note"><strong>Open this page in Safari.</strong> You are inside ${client.app}, which may not be able to add passes. Tap the menu or share button, then “Open in Safari” or “Open in browser”.</p>`
}
