import { readPass } from '@billfold/pkpass'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issuePass } from '../../passes/issue.ts'
import { iPhoneSafari, openTestStudio, type TestStudio, windowsChrome } from '../testing.ts'

const pass = 'application/vnd.apple.pkpass'

let studio: TestStudio
let campaignId: string
beforeAll(async () => {
  studio = await openTestStudio()
  campaignId = await studio.publish(studio.fitSource())
})
afterAll(() => studio.close())

let contacts = 0
const newContact = () => `contact-${++contacts}`

const eventsOf = async (contactId: string) => studio.events((await studio.passOf(campaignId, contactId))?.id ?? '')

describe('whose tokens count', () => {
  const minuteMs = 60_000
  const linkWith = (contactId: string, firstName: string) =>
    studio.link({ campaignId, contactId, contact: { firstName } })
  const nameOf = async (contactId: string) => (await studio.passOf(campaignId, contactId))?.tokens['contact.firstName']

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
    await studio.open(await studio.link({ campaignId, contactId, contact: { points: 7 } }))
    expect((await studio.passOf(campaignId, contactId))?.tokens).toMatchObject({
      'contact.firstName': 'Zoë',
      'contact.points': 7,
    })
  })

  test('what an API call has set survives every link', async () => {
    const contactId = newContact()
    const tokens = { 'contact.firstName': 'Api' }
    await issuePass(studio.core, {
      customerId: studio.customerId,
      campaignId,
      contactId,
      tokens,
      source: { kind: 'api' },
    })
    studio.accounts.clock.turn(minuteMs)
    await studio.open(await studio.link({ campaignId, contactId, contact: { firstName: 'Link', points: 3 } }))
    expect((await studio.passOf(campaignId, contactId))?.tokens).toMatchObject({
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
    expect(new Set(serials)).toEqual(new Set([(await studio.passOf(campaignId, contactId))?.serial]))
  })

  test('tokens that the campaign cannot show make no pass', async () => {
    const contactId = newContact()
    const path = await studio.link({ campaignId, contactId, contact: { points: 'many' } })
    const answer = await studio.open(path, { userAgent: iPhoneSafari, accept: 'application/json' })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'tokens_unfit'])
    expect(answer.json().errors).not.toEqual([])
    expect(await studio.passOf(campaignId, contactId)).toBeUndefined()
  })
})
