import type { PassContent } from '../../../passes/content/content.ts'
import type { Platform } from '../../links/token.ts'
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
  /** The wallet that the link asks for. */
  readonly platform: Platform
  /** Whether the campaign gives out passes for Google Wallet. */
  readonly google: boolean
  /** The same pass under a short address. */
  readonly shortUrl: string
  readonly assetUrl: (assetId: string) => string
}

/** The page between a link and a wallet, wherever the pass cannot be handed over at once. */
export function landingPage({ content, voided, client, platform, google, shortUrl, assetUrl }: Landing): Page {
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
${!google && (platform === 'google' || client.kind === 'android') && withoutGoogle}
<div class="actions">${buttons(waysFor(client, platform, google))}</div>
<section class="phone" aria-labelledby="phone">
<div role="img" aria-label="QR code of this page’s address">${qrCode(shortUrl)}</div>
<div><h2 id="phone">Continue on your phone</h2><p class="small muted">Scan this code with the camera of the phone that you want the pass on.</p></div>
</section>
</div>`,
  }
}

type Way = 'apple' | 'google' | 'pkpass'

/** The ways into a wallet, the likeliest first. */
function waysFor(client: Client, platform: Platform, google: boolean): readonly Way[] {
  // There is no Apple Wallet on Android, and no Google Wallet on an iPhone.
  if (client.kind === 'android') return google ? ['google', 'pkpass'] : ['pkpass']
  if (google && platform === 'google') return ['google', 'apple', 'pkpass']
  return google && client.kind === 'other' ? ['apple', 'google', 'pkpass'] : ['apple', 'pkpass']
}

/** Google's button is dark wherever it stands, and says what Google wants it to say (Google Wallet, *Brand guidelines*). */
const looks: Readonly<Record<Way, { readonly className: string; readonly label: Html }>> = {
  apple: { className: '', label: html`${walletIcon}Add to Apple Wallet` },
  google: { className: ' google', label: html`Add to Google Wallet` },
  pkpass: { className: '', label: html`Save for another wallet app` },
}

const buttons = (ways: readonly Way[]): Html[] =>
  ways.map((way, place) => {
    const { className, label } = looks[way]
    const rank = place > 0 && way !== 'google' ? ' second' : ''
    return html`<a class="button${className}${rank}" href="?wallet=${way}">${label}</a>
`
  })

const withoutGoogle = html`<p class="note">Google Wallet is not set up for this pass yet. Save it for another wallet app that takes passes.</p>`

function wayToSafari(client: Client): Html | undefined {
  if (client.kind !== 'inApp') return undefined
  if (client.opensPasses) {
    return html`<p class="note">If nothing happens when you tap the button, open this page in Safari.</p>`
  }
  return html`<p class="note"><strong>Open this page in Safari.</strong> You are inside ${client.app}, which may not be able to add passes. Tap the menu or share button, then “Open in Safari” or “Open in browser”.</p>`
}
