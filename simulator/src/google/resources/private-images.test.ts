import { afterAll, describe, expect, it } from 'vitest'
import { png } from '../../testing/development-passes.ts'
import { openTestGoogle } from '../../testing/google.ts'
import { insertPass, leastClasses } from '../../testing/passes.ts'

const test = await openTestGoogle()
afterAll(() => test[Symbol.asyncDispose]())
const { api, id, issuerId } = test
await insertPass(test)

const upload = (body: Uint8Array<ArrayBuffer> = Uint8Array.from(png), type = 'image/png', issuer = issuerId) =>
  test.upload(`privateContent/${issuer}/uploadPrivateImage`, body, type)

const showing = (privateImageId: string) => ({ imageModulesData: [{ id: 'photo', mainImage: { privateImageId } }] })
const insert = (suffix: string, own: object) =>
  api('POST', 'loyaltyObject', { id: id(suffix), classId: id('card'), state: 'ACTIVE', ...own })

it('an uploaded image is shown by one object', async () => {
  const { status, body } = await upload()
  expect(status).toBe(200)
  expect((await api('PATCH', `loyaltyObject/${id('ada')}`, showing(body.privateImageId))).status).toBe(200)
  expect((await api('PATCH', `loyaltyObject/${id('ada')}`, { accountId: '1' })).status).toBe(200)
  expect((await insert('bob', showing(body.privateImageId))).body.error.message).toMatch(/that of another object/)
})

describe('is refused', () => {
  it.each([
    ['an empty image', 400, () => upload(new Uint8Array())],
    ['what is no image', 400, () => upload(undefined, 'text/plain')],
    ['for another issuer', 403, () => upload(undefined, 'image/png', '3388000000000000001')],
    ['for no issuer', 404, () => upload(undefined, 'image/png', 'me')],
  ])('%s', async (_, status, act) => {
    expect((await act()).status).toBe(status)
  })

  it('in place of another image', async () => {
    const { privateImageId } = (await upload()).body
    expect((await insert('hero', { heroImage: { privateImageId } })).body.error.message).toMatch(
      /imageModulesData of an object/,
    )
    const passClass = { ...leastClasses.loyalty, id: id('private'), ...showing(privateImageId) }
    expect((await api('POST', 'loyaltyClass', passClass)).body.error.message).toMatch(/imageModulesData of an object/)
  })
})
