/** What opens links, as far as its User-Agent tells. */
export type Client =
  /** Fetches links to check or preview them; nobody looks at what it gets. */
  | { readonly kind: 'scanner' }
  /** Hands a .pkpass to Wallet by itself. */
  | { readonly kind: 'safari' }
  /** A browser on an iPhone or iPad other than Safari, often the inside of another app. */
  | { readonly kind: 'inApp'; readonly app: string; readonly opensPasses: boolean }
  /** An Android phone or tablet, which knows no Apple Wallet. */
  | { readonly kind: 'android' }
  | { readonly kind: 'other' }

/**
 * Link scanners, link previews and crawlers. An opened link makes a pass and counts as opened, which only a person may
 * cause. Headless browsers are not listed: what fetches as a browser cannot be told from one.
 */
const scanners = [
  // Previews in chats and social networks.
  /Slackbot|Slack-ImgProxy|Discordbot|TelegramBot|SkypeUriPreview|^WhatsApp\/|Snap URL Preview|Bluesky Cardyb/i,
  /facebookexternalhit|Facebot|meta-external|Twitterbot|LinkedInBot|Pinterestbot|redditbot|Mastodon\/|vkShare/i,
  // Mail programs and what protects them. Word and Outlook fetch a link before the browser does.
  /ms-office|Microsoft Office\/|Safe ?Links|Barracuda|Proofpoint|Mimecast|Google-Safety|GoogleImageProxy|YahooMailProxy/i,
  // Search engines; the last row catches what names itself, but not the telephones of the make CUBOT.
  /Googlebot|AdsBot-Google|Google-InspectionTool|bingbot|BingPreview|DuckDuckBot|YandexBot|Baiduspider|Applebot/i,
  /(?<!cu)bot\b|crawler|spider|link-?(check|preview)|url-?preview/i,
]

/** Browsers on iOS by the mark that each leaves in Safari's User-Agent, and whether they hand passes to Wallet. */
const iosBrowsers: readonly { readonly app: string; readonly mark: RegExp; readonly opensPasses: boolean }[] = [
  { app: 'Instagram', mark: /Instagram/, opensPasses: false },
  { app: 'Messenger', mark: /FBAN\/Messenger/, opensPasses: false },
  { app: 'Facebook', mark: /FBAN|FBAV|FB_IAB|FBIOS/, opensPasses: false },
  { app: 'LINE', mark: /\bLine\//, opensPasses: false },
  { app: 'TikTok', mark: /TikTok|musical_ly|BytedanceWebview/i, opensPasses: false },
  { app: 'Snapchat', mark: /Snapchat/, opensPasses: false },
  { app: 'Pinterest', mark: /Pinterest/, opensPasses: false },
  { app: 'LinkedIn', mark: /LinkedInApp/, opensPasses: false },
  { app: 'X', mark: /Twitter for i/, opensPasses: false },
  { app: 'WeChat', mark: /MicroMessenger/, opensPasses: false },
  { app: 'KakaoTalk', mark: /KAKAOTALK/i, opensPasses: false },
  { app: 'the Google app', mark: /\bGSA\//, opensPasses: false },
  { app: 'Edge', mark: /EdgiOS/, opensPasses: false },
  { app: 'Opera', mark: /OPiOS|OPT\/|OPX\//, opensPasses: false },
  { app: 'DuckDuckGo', mark: /DuckDuckGo|Ddg\//, opensPasses: false },
  { app: 'Chrome', mark: /CriOS/, opensPasses: true },
  { app: 'Firefox', mark: /FxiOS|\bFocus\//, opensPasses: true },
]

/**
 * Reads a User-Agent. An iPad calls itself a Mac unless asked not to, and many Macs and iPads have no Wallet: both are
 * `other`.
 */
export function clientOf(userAgent: string): Client {
  if (scanners.some((scanner) => scanner.test(userAgent))) return { kind: 'scanner' }
  if (!/\b(iPhone|iPad|iPod)\b/.test(userAgent)) return { kind: /\bAndroid\b/.test(userAgent) ? 'android' : 'other' }
  const browser = iosBrowsers.find(({ mark }) => mark.test(userAgent))
  if (browser) return { kind: 'inApp', app: browser.app, opensPasses: browser.opensPasses }
  // Only Safari names both its version and itself; a web view inside an app stops before that.
  if (/ Version\/\S+ .*Safari\//.test(userAgent)) return { kind: 'safari' }
  return { kind: 'inApp', app: 'an app', opensPasses: false }
}
