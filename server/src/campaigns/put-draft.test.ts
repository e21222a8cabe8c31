import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RevisionSource } from '../passes/content/revision.ts'
import { openTestStudio, type TestStudio } from './testing.ts'

let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio.close())

const draftOf = ({ kind: _, ...draft }: RevisionSource) => draft

async function create(body: object = {}): Promise<string> {
  const { walletConfigurationId } = studio
  const answer = await studio.call('POST', '/api/campaigns', {
    name: 'Coffee',
    kind: 'loyalty',
    walletConfigurationId,
    ...body,
  })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().id
}

describe('PUT /api/campaigns/:id/draft', () => {
  test('replaces the draft and finds nothing wrong with a fit one', async () => {
    const id = await create({ draft: { newsLabel: 'Old' } })
    const draft = draftOf(studio.fitSource())
    const answer = await studio.call('PUT', `/api/campaigns/${id}/draft`, draft)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({ draft, draftEditedAt: expect.any(String), issues: [] })
    expect((await studio.call('GET', `/api/campaigns/${id}`)).json()).toMatchObject({ draft, draftDiffers: true })
  })

  test('keeps an unfit draft and says why it is unfit', async () => {
    const id = await create()
    const draft = { tokens: 'none'.split(''), content: { title: '{{ contact.nobody }}' }, variants: [7] }
    const answer = await studio.call('PUT', `/api/campaigns/${id}/draft`, draft)
    expect(answer.statusCode).toBe(200)
    expect(answer.json().draft).toEqual(draft)
    const paths = answer.json().issues.map((issue: { path: string }) => issue.path)
    expect(paths).toEqual(
      expect.arrayContaining(['/tokens/0', '/content/issuerName', '/variants/0', '/content/images/icon']),
    )
    expect((await studio.call('GET', `/api/campaigns/${id}`)).json().draft).toEqual(draft)
  })

  test('refuses what cannot be kept, and keeps the former draft', async () => {
    const former = draftOf(studio.fitSource())
    const id = await create({ draft: former })
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
    for (const [content, path] of [
      [{ a: { b: ['x', 'y\0'] } }, '/content/a/b/1'],
      [{ a: 'half \ud83d' }, '/content/a'],
      [{ 'a\0': 1 }, '/content'],
      [deep, expect.stringMatching(/^\/content\/a\/a/)],
    ]) {
      const body = `{"content":${typeof content === 'string' ? content : JSON.stringify(content)}}`
      const answer = await studio.call('PUT', `/api/campaigns/${id}/draft`, body)
      expect(answer.statusCode).toBe(400)
      expect(answer.json().errors).toMatchObject([{ path }])
    }
    expect((await studio.call('GET', `/api/campaigns/${id}`)).json().draft).toEqual(former)
  })

  test('refuses a change of an archived campaign', async () => {
    const id = await create()
    await studio.call('POST', `/api/campaigns/${id}/archive`)
    const answer = await studio.call('PUT', `/api/campaigns/${id}/draft`, {})
    expect([answer.statusCode, answer.json().code]).toEqual([410, 'campaign_archived'])
  })
})
