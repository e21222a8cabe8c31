import { describe, expect, test } from 'vitest'
import { iPhoneSafari, testBaseUrl, useTestStudio } from '../testing.ts'
import { qrCode } from './page/qr-code.ts'
import { useOpenCampaign } from './testing.ts'

const pass = 'application/vnd.apple.pkpass'

const studio = useTestStudio()
const coffee = useOpenCampaign(studio)
const { newContact, eventsOf } = coffee

describe('a short code', () => {
  async function codeOf(path: string): Promise<string> {
    await studio.open(path)
    const { code } = await studio.accounts.database.db
      .selectFrom('short_links')
      .select('code')
      .where('token', '=', path.split('/').at(-1) ?? '')
      .executeTakeFirstOrThrow()
    return code
  }

  test('opens to the same pass, and stays the same however often the link is opened', async () => {
    const contactId = newContact()
    const path = await studio.link({ campaignId: coffee.id, contactId })
    const code = await codeOf(path)
    expect(await codeOf(path)).toBe(code)
    expect((await studio.open(`/api/pass/create/${code}`, { userAgent: iPhoneSafari })).headers['content-type']).toBe(
      pass,
    )
    const page = await studio.open(`/api/pass/create/${code}`)
    expect(page.body).toContain(qrCode(`${testBaseUrl}/api/pass/create/${code}`).markup)
    expect((await eventsOf(contactId)).filter((event) => event.type === 'created')).toHaveLength(1)
  })

  test('may be typed in capitals, with O for 0 and I or L for 1', async () => {
    let typed: string | undefined
    while (typed === undefined) {
      const code = await codeOf(await studio.link({ campaignId: coffee.id, contactId: newContact() }))
      if (/0/.test(code) && /1.*1/.test(code))
        typed = code.toUpperCase().replaceAll('0', 'O').replace('1', 'I').replace('1', 'L')
    }
    expect((await studio.open(`/api/pass/create/${typed}`, { userAgent: iPhoneSafari })).statusCode).toBe(200)
  })

  test('expires with its link', async () => {
    const expiresAt = new Date(studio.accounts.clock.now().getTime() + 1000).toISOString()
    const code = await codeOf(await studio.link({ campaignId: coffee.id, contactId: newContact(), expiresAt }))
    studio.accounts.clock.turn(1000)
    expect((await studio.open(`/api/pass/create/${code}`, { userAgent: iPhoneSafari })).statusCode).toBe(410)
  })
})
