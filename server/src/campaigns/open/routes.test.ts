import { readPass } from '@billfold/pkpass'
import { describe, expect, test } from 'vitest'
import { voidPass } from '../../passes/void.ts'
import { iPhoneSafari, testBaseUrl, useTestStudio, windowsChrome } from '../testing.ts'
import { qrCode } from './page/qr-code.ts'
import { useOpenCampaign } from './testing.ts'

const pass = 'application/vnd.apple.pkpass'
const androidChrome =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Mobile Safari/537.36'

const studio = useTestStudio()
const coffee = useOpenCampaign(studio)
const { newContact, eventsOf, countRows } = coffee

describe('an iPhone’s Safari gets the signed pass at once', () => {
  test('with the headers of a download', async () => {
    const contactId = newContact()
    const path = await studio.link({ campaignId: coffee.id, contactId, contact: { firstName: 'Zoë' } })
    const answer = await studio.open(path, { userAgent: iPhoneSafari })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': pass,
      'content-disposition': expect.stringMatching(/^attachment; filename="[0-9a-z]{26}\.pkpass"$/),
      'last-modified': studio.accounts.clock.now().toUTCString(),
      'cache-control': expect.stringContaining('no-store'),
    })
    expect(answer.headers['content-encoding']).toBeUndefined()
    const { pass: json } = readPass(answer.rawPayload)
    expect(json).toMatchObject({
      passTypeIdentifier: 'pass.test.museum',
      serialNumber: (await studio.passOf(coffee.id, contactId))?.serial,
      webServiceURL: testBaseUrl,
      storeCard: { primaryFields: [{ key: 'name', value: 'Zoë' }] },
    })
  })

  test('and the log says that it was made and opened', async () => {
    const contactId = newContact()
    await studio.open(await studio.link({ campaignId: coffee.id, contactId }), { userAgent: iPhoneSafari })
    expect(await eventsOf(contactId)).toMatchObject([
      { type: 'created', data: { source: 'link' } },
      { type: 'opened', data: { platform: 'apple' } },
    ])
  })

  test('not if the link asks for Google Wallet: then its holder chooses on the page', async () => {
    const answer = await studio.open(
      await studio.link({ campaignId: coffee.id, contactId: newContact(), platform: 'google' }),
      {
        userAgent: iPhoneSafari,
      },
    )
    expect(answer.headers['content-type']).toMatch(/^text\/html/)
  })

  test('a program that asks for a pass by its media type gets it as well', async () => {
    const answer = await studio.open(await studio.link({ campaignId: coffee.id, contactId: newContact() }), {
      userAgent: 'curl/8.14.1',
      accept: pass,
    })
    expect(answer.headers['content-type']).toBe(pass)
  })
})

describe('other browsers get a page', () => {
  test('that leads to the pass by a button, and to the phone by a QR code of a short link', async () => {
    const contactId = newContact()
    const path = await studio.link({ campaignId: coffee.id, contactId })
    const answer = await studio.open(path)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('<h1 dir="auto">Coffee Card</h1>')
    expect(answer.body).toMatch(/<a class="button" href="\?wallet=apple">.*Add to Apple Wallet<\/a>/)
    expect(answer.body).toContain('href="?wallet=pkpass">Save for another wallet app</a>')
    expect(await eventsOf(contactId)).toMatchObject([
      { type: 'created' },
      { type: 'opened', data: { platform: 'browser' } },
    ])

    const row = await studio.accounts.database.db
      .selectFrom('short_links')
      .select(['code', 'expires_at'])
      .where('token', '=', path.split('/').at(-1) ?? '')
      .executeTakeFirstOrThrow()
    expect(row.code).toMatch(/^[0-9a-hjkmnp-tv-z]{16}$/)
    expect(row.expires_at).toEqual(new Date(studio.accounts.clock.now().getTime() + 400 * 86_400_000))
    expect(answer.body).toContain(qrCode(`${testBaseUrl}/api/pass/create/${row.code}`).markup)
  })

  test.each([
    ['apple', 'apple'],
    ['pkpass', 'pkpass'],
  ])('whose button ?wallet=%s gives the pass', async (wallet, platform) => {
    const contactId = newContact()
    const path = await studio.link({ campaignId: coffee.id, contactId })
    expect((await studio.open(`${path}?wallet=${wallet}`)).headers['content-type']).toBe(pass)
    expect((await eventsOf(contactId)).at(-1)).toEqual({ type: 'opened', data: { platform } })
  })

  test('also with parameters that mail programs add, and for wallets unknown', async () => {
    const path = await studio.link({ campaignId: coffee.id, contactId: newContact() })
    const answer = await studio.open(`${path}?utm_source=mail&fbclid=x&wallet=samsung`)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  })

  test('inside an app on an iPhone it says how to get to Safari', async () => {
    const inApp =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'
    const path = await studio.link({ campaignId: coffee.id, contactId: newContact() })
    const instagram = (await studio.open(path, { userAgent: `${inApp} Instagram 380.0.0.28.83` })).body
    expect(instagram).toContain('<strong>Open this page in Safari.</strong> You are inside Instagram,')
    expect(
      (await studio.open(path, { userAgent: `${inApp.replace('Mobile', 'CriOS/136.0 Mobile')} Safari/604.1` })).body,
    ).toContain('If nothing happens when you tap the button, open this page in Safari.')
    expect((await studio.open(path)).body).not.toContain('Safari')
  })

  test('that does not send phones to a phone', async () => {
    const { body } = await studio.open(await studio.link({ campaignId: coffee.id, contactId: newContact() }))
    expect(body).toContain('<section class="phone"')
    expect(body).toMatch(/@media \(max-width: 30rem\)[^{]*\{\s*\.phone \{ display: none; \}/)
  })

  test.each([
    ['that asks for Google Wallet', 'google', windowsChrome],
    ['opened on Android', 'auto', androidChrome],
  ] as const)('of a link %s says what to do instead', async (_name, platform, userAgent) => {
    const path = await studio.link({ campaignId: coffee.id, contactId: newContact(), platform })
    expect((await studio.open(path, { userAgent })).body).toContain('Google Wallet is not set up for this pass yet.')
    const other = await studio.link({ campaignId: coffee.id, contactId: newContact() })
    expect((await studio.open(other)).body).not.toContain('Google')
  })

  test('whose button on Android is not for Apple Wallet', async () => {
    const path = await studio.link({ campaignId: coffee.id, contactId: newContact() })
    const { body } = await studio.open(path, { userAgent: androidChrome })
    expect(body).toContain('<a class="button" href="?wallet=pkpass">')
    expect(body).not.toContain('Apple Wallet')
  })

  test('that shows nothing personal: the author’s samples stand in', async () => {
    const personal = await studio.publish(studio.fitSource({ title: '{{ contact.firstName }} at {{ contact.tier }}' }))
    const contact = { firstName: 'Zacharias', tier: 'gold' }
    const { body } = await studio.open(await studio.link({ campaignId: personal, contactId: newContact(), contact }))
    expect(body).toContain('<h1 dir="auto">Ada at gold</h1>')
    expect(body).not.toContain('Zacharias')
  })

  test('with the campaign’s colours and those of its images that the pass shows', async () => {
    const images = { icon: studio.imageId, strip: studio.imageId, thumbnail: studio.imageId }
    const colors = { background: '#102030', foreground: '#fefefe' }
    const colourful = await studio.publish(studio.fitSource({ images, colors }))
    const { body } = await studio.open(await studio.link({ campaignId: colourful, contactId: newContact() }))
    expect(body).toContain('--pass-background:#102030;--pass-foreground:#fefefe;--pass-label:#fefefe')
    expect(body).toContain(`<img class="strip" src="${testBaseUrl}/assets/${studio.imageId}.png" alt="">`)
    expect(body).not.toContain('class="thumbnail"')
  })

  test('with hostile names only as text', async () => {
    const hostile = `</style><script>alert('x')</script><img src=x onerror="alert(1)">`
    const fields = { primary: [{ key: 'a', label: hostile, value: 'x' }] }
    const campaign = await studio.publish(
      studio.fitSource({ title: hostile, issuerName: hostile, logoText: hostile, fields, details: undefined }),
    )
    const { body } = await studio.open(await studio.link({ campaignId: campaign, contactId: newContact() }))
    expect(body).toContain('<h1 dir="auto">&lt;/style&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;')
    expect(body).not.toMatch(/<script|<img src=x/)
    expect(body.match(/<\/style>/g)).toHaveLength(2)
  })

  test('under a policy that admits its own styles and images, and nothing else', async () => {
    const { headers, body } = await studio.open(await studio.link({ campaignId: coffee.id, contactId: newContact() }))
    const styles = [...body.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style = '']) => style)
    const hashes = await Promise.all(styles.map(sha256))
    expect(styles).toHaveLength(2)
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src ${hashes.map((hash) => `'sha256-${hash}'`).join(' ')}; img-src ${testBaseUrl}; ` +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(body).not.toMatch(/\sstyle=|<script/)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'x-robots-tag': 'noindex',
    })
  })
})

test('a void pass opens as void', async () => {
  const contactId = newContact()
  const path = await studio.link({ campaignId: coffee.id, contactId })
  await studio.open(path)
  await voidPass(studio.core, studio.customerId, (await studio.passOf(coffee.id, contactId))?.id ?? '')
  expect(readPass((await studio.open(path, { userAgent: iPhoneSafari })).rawPayload).pass.voided).toBe(true)
  expect((await studio.open(path)).body).toContain('This pass is no longer valid.')
})

describe('who only looks writes nothing', () => {
  const neutral = 'A pass for your wallet'

  test.each([
    ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'],
    ['WhatsApp/2.24.20.89 A'],
    ['Mozilla/5.0 (compatible; Google-Safety; +http://www.google.com/bot.html)'],
  ])('%s learns nothing, not even whether the link is one', async (userAgent) => {
    const paths = [await studio.link({ campaignId: coffee.id, contactId: newContact() }), '/api/pass/create/no-link']
    const before = await countRows()
    for (const path of paths.flatMap((each) => [each, `${each}?wallet=apple`])) {
      const answer = await studio.open(path, { userAgent, accept: '*/*' })
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(answer.headers['x-robots-tag']).toBe('noindex')
      expect(answer.body).toContain(`<title>${neutral}</title>`)
      expect(answer.body).not.toContain('Coffee')
    }
    expect(await countRows()).toBe(before)
  })

  test.each([[iPhoneSafari], [windowsChrome], ['curl/8.14.1']])('HEAD by %s', async (userAgent) => {
    const path = await studio.link({ campaignId: coffee.id, contactId: newContact() })
    const before = await countRows()
    for (const each of [path, `${path}/`, `${path}?wallet=apple`]) {
      const answer = await studio.open(each, { userAgent, accept: '*/*', method: 'HEAD' })
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(answer.body).toBe('')
    }
    expect(await countRows()).toBe(before)
  })
})

describe('an address that lost or gained something on its way', () => {
  test('a slash at the end changes nothing', async () => {
    const path = await studio.link({ campaignId: coffee.id, contactId: newContact() })
    const page = await studio.open(`${path}/`)
    expect([page.statusCode, page.body]).toEqual([200, expect.stringContaining('<h1 dir="auto">Coffee Card</h1>')])
    const answer = await studio.open(`${path}/?wallet=apple`)
    expect(answer.headers['content-type']).toBe(pass)
  })

  test.each(['/api/pass/create', '/api/pass/create/', '/api/pass/create//'])('without its token: %s', async (path) => {
    const page = await studio.open(path)
    expect([page.statusCode, page.body]).toEqual([400, expect.stringContaining('<h1>This link does not work</h1>')])
    const problem = await studio.open(path, { accept: '*/*' })
    expect([problem.statusCode, problem.json().code]).toEqual([400, 'link_invalid'])
  })
})

async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('base64')
}
