import { describe, expect, test } from 'vitest'
import { draftOf, useTestStudio } from './testing.ts'

const studio = useTestStudio()

describe('POST /api/campaigns/:id/preview', () => {
  const preview = (id: string, body: object) => studio.call('POST', `/api/campaigns/${id}/preview`, body)

  test('shows the draft with tokens, samples in place of those absent', async () => {
    const id = await studio.create({ draft: draftOf(studio.fitSource()) })
    const answer = await preview(id, { contact: { firstName: 'Zoë' } })
    expect(answer.statusCode).toBe(200)
    const { at, content, applePassJson } = answer.json()
    expect(at).toBe(studio.now())
    expect(content).toMatchObject({
      kind: 'loyalty',
      title: 'Coffee Card',
      fields: { primary: [{ key: 'name', label: 'Name', value: 'Zoë' }] },
      barcode: { format: 'qr', message: 'C0FFEE' },
    })
    expect(applePassJson).toMatchObject({
      organizationName: 'Roast & Co',
      storeCard: { primaryFields: [{ key: 'name', value: 'Zoë' }] },
    })
  })

  test('shows a published revision, whatever the draft says', async () => {
    const id = await studio.publish(studio.fitSource())
    await studio.call('PUT', `/api/campaigns/${id}/draft`, { content: { title: 'Unfit' } })
    expect((await preview(id, { revision: 1 })).json().content.title).toBe('Coffee Card')
    expect((await preview(id, {})).json().code).toBe('campaign_unfit')
    expect((await preview(id, { revision: 2 })).statusCode).toBe(404)
  })

  test('shows any time and any facts', async () => {
    const variants = [
      { when: { installed: true as const, after: 'PT15S' }, message: 'Welcome' },
      { when: { from: '2026-12-24T00:00:00Z' }, content: { title: 'Christmas Card' } },
    ]
    const id = await studio.create({ draft: draftOf({ ...studio.fitSource(), variants }) })
    const facts = { installedAt: '2026-12-01T00:00:00Z' }
    const newsOf = async (at: string) => {
      const { content } = (await preview(id, { facts, at })).json()
      return content.fields.back.find((field: { key: string }) => field.key === 'news').value
    }
    expect(await newsOf('2026-12-01T00:00:14Z')).toBe('')
    expect(await newsOf('2026-12-01T00:00:15Z')).toBe('Welcome')
    expect((await preview(id, { at: '2026-12-24T00:00:00Z' })).json().content.title).toBe('Christmas Card')
    expect((await preview(id, { facts: { voidedAt: '2026-01-01T00:00:00Z' } })).json().content.voided).toBe(true)
  })

  test('refuses tokens that the campaign cannot show, by their places', async () => {
    const id = await studio.create({ draft: draftOf(studio.fitSource()) })
    const answer = await preview(id, { contact: { points: 'many' } })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'tokens_unfit'])
    expect(answer.json().errors).not.toEqual([])
  })

  test('writes nothing', async () => {
    const id = await studio.publish(studio.fitSource())
    const { db } = studio.accounts.database
    const before = await studio.events()
    await preview(id, { revision: 1 })
    await preview(id, {})
    expect(await studio.events()).toEqual(before)
    expect(await db.selectFrom('passes').select('id').where('campaign_id', '=', id).execute()).toEqual([])
  })
})
