import { expect, test } from 'vitest'
import { html } from './html.ts'

test('every text is escaped, in content and in attributes', () => {
  const hostile = `<img src=x onerror="alert('1')">&amp;`
  expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;">' +
      '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</p>',
  )
})

test('pieces go in as they are, lists one after the other, nothing as nothing', () => {
  const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`)
  expect(html`<ul>${items}${false}${undefined}</ul>`.markup).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>')
})
