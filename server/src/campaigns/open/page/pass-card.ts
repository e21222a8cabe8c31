import { shownRoles } from '../../../apple/images.ts'
import { imageStylesOf } from '../../../apple/style.ts'
import type { PassContent } from '../../../passes/content/content.ts'
import { type Html, html } from './html.ts'

const maxFields = 3

/**
 * A picture of the campaign's passes with nothing of their holder: colours, images, title, and labels whose values are
 * bars. It says nothing that the page does not say in words, so screen readers skip it.
 */
export function passCard(content: PassContent, assetUrl: (assetId: string) => string): Html {
  const { images = {}, fields } = content
  const shown = shownRoles(imageStylesOf(content), images)
  const image = (role: (typeof shown)[number], className: string): Html | undefined => {
    const id = shown.includes(role) ? images[role] : undefined
    return id === undefined ? undefined : html`<img class="${className}" src="${assetUrl(id)}" alt="">`
  }
  const labels = [...fields.secondary, ...fields.auxiliary, ...fields.primary].flatMap(({ label }) => label || [])
  return html`<div class="pass" aria-hidden="true">
${image('background', 'backdrop')}
<header>${image('logo', 'logo')}<span class="name" dir="auto">${content.logoText ?? (images.logo ? '' : content.issuerName)}</span></header>
${image('strip', 'strip')}
<div class="face"><span class="title" dir="auto">${content.title}</span>${image('thumbnail', 'thumbnail')}</div>
<dl>${labels.slice(0, maxFields).map((label) => html`<div><dt dir="auto">${label}</dt><dd></dd></div>`)}</dl>
</div>`
}

/** The card's colours as CSS custom properties; those that the campaign does not choose are legible on the others. */
export function passColors({ colors = {} }: PassContent): Readonly<Record<string, string>> {
  const background = colors.background ?? '#ffffff'
  const foreground = colors.foreground ?? (isDark(background) ? '#ffffff' : '#1d1d1f')
  return {
    '--pass-background': background,
    '--pass-foreground': foreground,
    '--pass-label': colors.label ?? foreground,
  }
}

/** Whether white is easier to read than black on a colour `#rrggbb` (WCAG 2.2, relative luminance). */
function isDark(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179
}
