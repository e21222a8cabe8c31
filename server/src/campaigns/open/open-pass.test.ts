import { readPass } from '@billfold/pkpass'
import { describe, expect, test } from 'vitest'
import { issuePass } from '../../passes/issue.ts'
import { iPhoneSafari, useTestStudio, windowsChrome } from '../testing.ts'
import { useOpenCampaign } from './testing.ts'

const pass = 'application/vnd.apple.pkpass'

const studio = useTestStudio()
const coffee = useOpenCampaign(studio)
const { newContact, eventsOf } = coffee

describe('whose tokens count', () => {
  const minuteMs = 60_000
  const linkWith = (contactId: string, firstName: string) =>
    studio.link({ campaignId: coffee.id, contactId, contact: { firstName } })
  const nameOf = async (contactId: string) => (await studio.passOf(coffee.id, contactId))?.tokens['contact.firstName']

  test('a newer link’s replace an older one’s, never the other way round', async () => {
    const contactId = newContact()
    const older = await linkWith(contactId, 'Old')
    studio.accounts.clock.turn(1)
    const newer = await linkWith(contactId, 'New')
    await studio.open(older)
    expect(await nameOf(contactId)).toBe('Old')
    await studio.open(newer)
    expect(await nameOf(contactId)).toBe('New')
    studio.accounts.clock.turn(minuteMs)
    await studio.open(older)
    expect(await nameOf(contactId)).toBe('New')
  })

  test('a newer link keeps the values that it does not name', async () => {
    const contactId = newContact()
    await studio.open(await linkWith(contactId, 'Zoë'))
    studio.accounts.clock.turn(minuteMs)
    await studio.open(await studio.link({ campaignId: coffee.id, contactId, contact: { points: 7 } }))
    expect((await studio.passOf(coffee.id, contactId))?.tokens).toMatchObject({
      'contact.firstName': 'Zoë',
      'contact.points': 7,
    })
  })

  test('what an API call has set survives every link', async () => {
    const contactId = newContact()
    const tokens = { 'contact.firstName': 'Api' }
    await issuePass(studio.core, {
      customerId: studio.customerId,
      campaignId: coffee.id,
      contactId,
      tokens,
      source: { kind: 'api' },
    })
    studio.accounts.clock.turn(minuteMs)
    await studio.open(
      await studio.link({ campaignId: coffee.id, contactId, contact: { firstName: 'Link', points: 3 } }),
    )
    expect((await studio.passOf(coffee.id, contactId))?.tokens).toMatchObject({
      'contact.firstName': 'Api',
      'contact.points': 3,
    })
  })

  test('a hundred simultaneous opens of one link make one pass', async () => {
    const contactId = newContact()
    const path = await linkWith(contactId, 'Zoë')
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        studio.open(path, { userAgent: index % 2 === 0 ? iPhoneSafari : windowsChrome }),
      ),
    )
    expect(answers.map((answer) => answer.statusCode)).toEqual(Array.from({ length: 100 }, () => 200))
    const types = (await eventsOf(contactId)).map((event) => event.type)
    expect(types.filter((type) => type === 'created')).toHaveLength(1)
    expect(types.filter((type) => type === 'opened')).toHaveLength(100)
    expect(types).toHaveLength(101)
    const serials = answers.flatMap(({ headers, rawPayload }) =>
      headers['content-type'] === pass ? readPass(rawPayload).pass.serialNumber : [],
    )
    expect(serials).toHaveLength(50)
    expect(new Set(serials)).toEqual(new Set([(await studio.passOf(coffee.id, contactId))?.serial]))
  })
})

describe('tokens that the campaign cannot show', () => {
  const unfit = { points: 'many', tier: 'gold' }

  test('make no pass: whoever sent the link has to mend it, and the log output says so', async () => {
    const contactId = newContact()
    const path = await studio.link({ campaignId: coffee.id, contactId, contact: unfit })
    const answer = await studio.open(path, { userAgent: iPhoneSafari, accept: 'application/json' })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'tokens_unfit'])
    expect(answer.json().errors).not.toEqual([])
    const page = await studio.open(path)
    expect([page.statusCode, page.body]).toEqual([422, expect.stringContaining('<h1>This link has a mistake</h1>')])
    expect(await studio.passOf(coffee.id, contactId)).toBeUndefined()
    const logged = studio.accounts.logged.filter((line) => line.includes('a link has unfit tokens'))
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([
      { campaignId: coffee.id, reason: expect.stringContaining('/tokens/contact/points') },
      { campaignId: coffee.id },
    ])
    expect(logged.join()).not.toContain('many')
  })

  test('are left out of a pass that exists, and the event names their places without their values', async () => {
    const contactId = newContact()
    await studio.open(await studio.link({ campaignId: coffee.id, contactId, contact: { points: 3 } }))
    const before = await studio.passOf(coffee.id, contactId)
    studio.accounts.clock.turn(1)
    const answer = await studio.open(await studio.link({ campaignId: coffee.id, contactId, contact: unfit }), {
      userAgent: iPhoneSafari,
    })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, pass])
    const after = await studio.passOf(coffee.id, contactId)
    expect([after?.tokens, after?.linkIssuedAt]).toEqual([before?.tokens, before?.linkIssuedAt])
    expect((await eventsOf(contactId)).slice(2)).toEqual([
      { type: 'opened', data: { platform: 'apple', tokensUnfit: ['/tokens/contact/points'] } },
    ])
  })

  test('do not keep a good link that is older than them from applying', async () => {
    const contactId = newContact()
    await studio.open(await studio.link({ campaignId: coffee.id, contactId, contact: { points: 3 } }))
    studio.accounts.clock.turn(1)
    const good = await studio.link({ campaignId: coffee.id, contactId, contact: { points: 4 } })
    studio.accounts.clock.turn(1)
    await studio.open(await studio.link({ campaignId: coffee.id, contactId, contact: unfit }))
    await studio.open(good)
    expect((await studio.passOf(coffee.id, contactId))?.tokens).toMatchObject({ 'contact.points': 4 })
  })
})
