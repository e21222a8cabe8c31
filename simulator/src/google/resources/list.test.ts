import { afterAll, describe, expect, it } from 'vitest'
import { openTestGoogle } from '../../testing/google.ts'

const test = await openTestGoogle()
afterAll(() => test[Symbol.asyncDispose]())
const { api, id, issuerId } = test
const text = (value: string) => ({ defaultValue: { language: 'en', value } })
const object = { cardTitle: text('Example'), header: text('Pass') }

await api('POST', 'genericClass', { id: id('a') })
await api('POST', 'genericClass', { id: id('b') })
for (let number = 1; number <= 5; number++) {
  await api('POST', 'genericObject', { ...object, id: id(`o${number}`), classId: id('a') })
}
const idsOf = (body: { readonly resources: readonly { readonly id: string }[] }) => body.resources.map(({ id }) => id)

it('the classes of an issuer', async () => {
  const { body } = await api('GET', `genericClass?issuerId=${issuerId}`)
  expect(body).toEqual({ resources: [{ id: id('a') }, { id: id('b') }], pagination: { resultsPerPage: 2 } })
  expect(idsOf((await api('GET', `loyaltyClass?issuerId=${issuerId}`)).body)).toEqual([])
})

it('all objects of a class, unless a page is asked for', async () => {
  const { body } = await api('GET', `genericObject?classId=${id('a')}`)
  expect(idsOf(body)).toEqual([1, 2, 3, 4, 5].map((number) => id(`o${number}`)))
  expect(body.pagination).toEqual({ resultsPerPage: 5 })
  expect(body.resources[0].hasUsers).toBe(false)
  expect(idsOf((await api('GET', `genericObject?classId=${id('b')}`)).body)).toEqual([])
})

it('page after page', async () => {
  const seen: string[][] = []
  let token: string | undefined = ''
  while (token !== undefined) {
    const path: string = `genericObject?classId=${id('a')}&maxResults=2${token && `&token=${token}`}`
    const { body } = await api('GET', path)
    seen.push(idsOf(body))
    token = body.pagination.nextPageToken
  }
  expect(seen).toEqual([[id('o1'), id('o2')], [id('o3'), id('o4')], [id('o5')]])
})

describe('a list is refused', () => {
  it.each([
    ['of no issuer', 'genericClass', /Invalid issuer ID/],
    ['of an issuer by name', 'genericClass?issuerId=example', /Invalid issuer ID: example/],
    ['of no class', 'genericObject', /Invalid resource ID/],
    ['of half a page', `genericObject?classId=${id('a')}&maxResults=0.5`, /max_results/],
    ['after a page that there never was', `genericObject?classId=${id('a')}&token=x`, /Invalid page token/],
  ])('%s', async (_, path, message) => {
    expect(await api('GET', path)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(message) } },
    })
  })

  it('of a class that is not there', async () => {
    expect((await api('GET', `genericObject?classId=${id('c')}`)).status).toBe(404)
  })
})
