import { describe, expect, test } from 'vitest'
import type { FieldError } from '../errors.ts'
import { draftOf, useTestStudio } from './testing.ts'

const studio = useTestStudio()

describe('PUT /api/campaigns/:id/draft', () => {
  test('replaces the draft and finds nothing wrong with a fit one', async () => {
    const id = await studio.create({ draft: { newsLabel: 'Old' } })
    const back = [{ key: 'contact', label: 'Contact', value: 'hello@coffee.example' }]
    const draft = draftOf(studio.fitSource({ fields: { back }, validity: { until: '2027-01-01T12:00:00Z' } }))
    const answer = await studio.call('PUT', `/api/campaigns/${id}/draft`, draft)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({ draft, draftEditedAt: expect.any(String), issues: [], warnings: [], losses: [] })
    expect((await studio.call('GET', `/api/campaigns/${id}`)).json()).toMatchObject({ draft, draftDiffers: true })
  })

  test('keeps an unfit draft and says why it is unfit', async () => {
    const id = await studio.create()
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
    const id = await studio.create({ draft: former })
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
      expect(answer.json().errors[0]).toMatchObject({ path })
    }
    expect((await studio.call('GET', `/api/campaigns/${id}`)).json().draft).toEqual(former)
  })

  test('of a draft that cannot be kept it says besides why it could not be published', async () => {
    const id = await studio.create()
    const { content, ...source } = draftOf(studio.fitSource())
    const draft = { ...source, content: { ...content, title: '{{ contact.nobody }}', issuerName: 'x\0' }, news: 'x' }
    const answer = await studio.call('PUT', `/api/campaigns/${id}/draft`, draft)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors.map(({ path, code }: FieldError) => `${path} ${code}`)).toEqual([
      '/news unknown',
      '/content/issuerName character',
      '/content/title undeclared_token',
    ])
  })

  test.each([
    ['no object', '[]', ['/']],
    ['parts of another shape', '{"tokens":7,"content":"x"}', ['/tokens', '/content']],
  ])('refuses %s', async (_name, body, paths) => {
    const id = await studio.create()
    const answer = await studio.call('PUT', `/api/campaigns/${id}/draft`, body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors.map(({ path }: FieldError) => path)).toEqual(paths)
  })

  test('refuses a change of an archived campaign', async () => {
    const id = await studio.create()
    await studio.call('POST', `/api/campaigns/${id}/archive`)
    const answer = await studio.call('PUT', `/api/campaigns/${id}/draft`, {})
    expect([answer.statusCode, answer.json().code]).toEqual([410, 'campaign_archived'])
  })
})
