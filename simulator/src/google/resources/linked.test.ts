import { expect, it } from 'vitest'
import { openTestGoogle } from '../../testing/google.ts'
import { insertPass, leastClasses, leastObjects } from '../../testing/passes.ts'

async function open() {
  const test = await openTestGoogle()
  await insertPass(test)
  await test.api('POST', 'offerClass', { ...leastClasses.offer, id: test.id('offers') })
  for (const name of ['one', 'two']) {
    await test.api('POST', 'offerObject', { ...leastObjects.offer, id: test.id(name), classId: test.id('offers') })
  }
  return test
}

it('offers are linked and taken away', async () => {
  await using test = await open()
  const { api, id } = test
  const modify = (linkedOfferObjectIds: object) =>
    api('POST', `loyaltyObject/${id('ada')}/modifyLinkedOfferObjects`, { linkedOfferObjectIds })
  expect((await modify({ addLinkedOfferObjectIds: [id('one'), id('two')] })).body.linkedOfferIds).toEqual([
    id('one'),
    id('two'),
  ])
  expect((await modify({ removeLinkedOfferObjectIds: [id('one')] })).body.linkedOfferIds).toEqual([id('two')])
  expect((await modify({ addLinkedOfferObjectIds: [id('none')] })).status).toBe(404)
  expect((await modify({ addLinkedOfferObjectIds: [id('ada')] })).status).toBe(400)
})

it('linked objects come to everybody who has the object, now or later', async () => {
  await using test = await open()
  const { api, id } = test
  await api('PATCH', `loyaltyObject/${id('ada')}`, { linkedObjectIds: [id('one')] })
  await test.save(await test.saveJwt({ loyaltyObjects: [{ id: id('ada') }] }), 'ada@example.com')
  await api('PATCH', `loyaltyObject/${id('ada')}`, { linkedObjectIds: [id('one'), id('two')] })
  const wallet = await test.wallet('ada@example.com')
  expect(wallet.passes.map(({ object }) => object.id)).toEqual([id('ada'), id('one'), id('two')])
})
