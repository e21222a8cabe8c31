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
body { font: 16px/1.5 system-ui, sans-serif; max-width: 28rem; margin: 3rem auto; padding: 0 1rem; color: #202124 }
article { background: #e8f0fe; border-radius: 1rem; padding: 1rem 1.5rem; margin: 1rem 0 }
article p { margin: 0; color: #5f6368 } article h2 { margin: 0 }
form { display: grid; gap: 1rem } input, button { font: inherit; padding: .5rem 1rem }
button { background: #1f1f1f; color: #fff; border: 0; border-radius: 2rem; cursor: pointer }
small { color: #5f6368 }
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
