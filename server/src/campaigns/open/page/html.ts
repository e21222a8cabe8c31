/** Markup that is safe to send: only `html` makes it. */
export interface Html {
  readonly markup: string
}

type Part = string | Html | readonly Html[] | false | undefined

/** A piece of a page. Every text put into it is escaped; only other pieces go in as they are. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((markup, text, index) => markup + markupOf(parts[index - 1]) + text) }
}

/** Takes over markup that another library made. */
export const trusted = (markup: string): Html => ({ markup })

function markupOf(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (character) => escapes[character] as string)
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('')
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
