import type { Answer } from '../answer.ts'
import type { ApiError } from '../api/api-error.ts'
import type { TitleArea } from '../card/title-area.ts'

/** The pages that people see behind "Add to Google Wallet". */

export function offerPage(passes: readonly TitleArea[]): Answer {
  return page(
    200,
    'Add to Google Wallet',
    `${passes.map(({ issuer, title }) => `<article><p>${escaped(issuer)}</p><h2>${escaped(title)}</h2></article>`).join('\n')}
<form method="post">
<label>Google account <input type="email" name="account" value="android@example.com" required></label>
<button>Add</button>
</form>`,
  )
}

export function savedPage(account: string): Answer {
  return page(200, 'Added', `<p>The pass is in the wallet of ${escaped(account)}.</p>`)
}

/** Google tells what is wrong to people of the issuer only; here everybody is one. */
export function errorPage({ status, reason, messages }: ApiError): Answer {
  const list = messages.map((message) => `<li>${escaped(message)}</li>`).join('')
  const answer = page(status, 'Something went wrong', `<p>The pass cannot be added.</p><ul>${list}</ul>`)
  return { ...answer, reason }
}

function page(status: number, title: string, body: string): Answer {
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
:root { color-scheme: light dark; --muted: light-dark(#5f6368, #9aa0a6) }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 28rem; margin: 3rem auto; padding: 0 1rem; color: light-dark(#202124, #e8eaed); background: light-dark(#fff, #202124) }
h1 { font-size: 1.5rem; line-height: 1.2 }
article { background: light-dark(#e8f0fe, #303134); border-radius: 1rem; padding: 1rem 1.5rem; margin: 1rem 0 }
article p { margin: 0; color: var(--muted) } article h2 { margin: 0; font-size: 1.2rem }
form, label { display: grid; gap: .25rem } form { gap: 1rem }
input, button { font: inherit; padding: .6rem 1rem; border: 1px solid #747775; border-radius: .5rem }
button { background: #1f1f1f; color: #fff; border-radius: 2rem; cursor: pointer }
small { color: var(--muted) }
</style>
<h1>${title}</h1>
${body}
<p><small>This is Billfold’s virtual Google on this machine, not Google.</small></p>
</html>
`,
  }
}

const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
