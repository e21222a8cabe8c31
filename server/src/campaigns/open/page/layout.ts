import { createHash } from 'node:crypto'
import { type Html, html, trusted } from './html.ts'
import { styles } from './styles.ts'

export interface Page {
  readonly title: string
  /** What link previews say below the title. */
  readonly description: string
  readonly body: Html
  /** CSS custom properties of this page alone, as `--pass-background`. */
  readonly properties?: Readonly<Record<string, string>>
}

export interface RenderedPage {
  readonly markup: string
  readonly contentSecurityPolicy: string
}

/**
 * The one frame of all pages of the server. No scripts; the policy admits these styles and images of Billfold's own,
 * nothing else.
 *
 * @param imageOrigin where the images of passes are served; absent if the page shows none
 */
export function renderPage(page: Page, imageOrigin?: string): RenderedPage {
  const properties = propertiesRule(page.properties ?? {})
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta property="og:title" content="${page.title}">
<meta property="og:description" content="${page.description}">
<title>${page.title}</title>
<style>${trusted(styles)}</style>
<style>${trusted(properties)}</style>
</head>
<body>
<main>
${page.body}
</main>
</body>
</html>
`
  const contentSecurityPolicy = [
    "default-src 'none'",
    `style-src '${hashOf(styles)}' '${hashOf(properties)}'`,
    ...(imageOrigin === undefined ? [] : [`img-src ${imageOrigin}`]),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return { markup, contentSecurityPolicy }
}

function propertiesRule(properties: Readonly<Record<string, string>>): string {
  const declarations = Object.entries(properties).map(([name, value]) => `${name}:${value}`)
  return `:root{${declarations.join(';')}}`
}

const hashOf = (style: string): string => `sha256-${createHash('sha256').update(style).digest('base64')}`
