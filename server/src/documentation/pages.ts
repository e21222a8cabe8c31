import { type Html, html } from '../campaigns/open/page/html.ts'
import type { Page } from '../campaigns/open/page/layout.ts'
import { type ErrorCode, errorKinds } from '../errors.ts'

/** What stands at the root of an installation, for people who try its address. */
export const homePage: Page = {
  title: 'Billfold',
  description: 'Passes for the wallets of phones.',
  body: html`<div class="prose">
<h1>Billfold</h1>
<p>This is an installation of Billfold, which issues passes for the wallets of phones. If somebody sent you a pass, open the link in their message.</p>
<ul>
<li><a href="/docs">The API</a>, to try out and to read about</li>
<li><a href="/openapi.json">The API as an OpenAPI document</a></li>
<li><a href="/docs/errors">Every error code</a>, with what to do about it</li>
</ul>
</div>`,
}

const codes = (Object.keys(errorKinds) as ErrorCode[]).sort()

/** Every error code. */
export const errorListPage: Page = {
  title: 'Error codes – Billfold',
  description: 'Every error code of the API, with what to do about it.',
  body: html`<div class="prose">
<p class="small"><a href="/docs">API</a></p>
<h1>Error codes</h1>
<p>Every refusal is a problem document (RFC 9457) with one of these codes.</p>
<dl>
${codes.map(
  (code) =>
    html`<dt><a href="/docs/errors/${code}"><code>${code}</code></a></dt><dd>${errorKinds[code].title}. <span class="muted">HTTP ${String(errorKinds[code].status)}</span></dd>
`,
)}</dl>
</div>`,
}

/** An error code's own page, which the `type` of its problem documents leads to. */
export function errorPage(code: ErrorCode): Page {
  const { title, status, happened, remedy } = errorKinds[code]
  return {
    title: `${code} – Billfold`,
    description: `${title}.`,
    body: html`<div class="prose">
<p class="small"><a href="/docs/errors">Error codes</a></p>
<h1><code>${code}</code></h1>
<p>${title}. <span class="muted">HTTP ${String(status)}</span></p>
<h2>What happened</h2>
<p>${marked(happened)}</p>
<h2>How to fix it</h2>
<p>${marked(remedy)}</p>
</div>`,
  }
}

/** What people find at the address of a code that there is not. */
export const unknownErrorPage: Page = {
  title: 'No such error code – Billfold',
  description: 'There is no error code of this name.',
  body: html`<div class="prose">
<h1>There is no such error code</h1>
<p>The address may be misspelt, or be of another version of Billfold. <a href="/docs/errors">See all error codes.</a></p>
</div>`,
}

/** Text with its `code` in backticks as markup. */
const marked = (text: string): Html[] =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
