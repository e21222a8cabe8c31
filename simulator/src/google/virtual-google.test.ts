import { expect, it } from 'vitest'
import { openTestGoogle } from '../testing/google.ts'
import { insertPass } from '../testing/passes.ts'

it('a pass is inserted, patched, saved by its link, and known to have a user', async () => {
  await using test = await openTestGoogle()
  const { api, id } = test
  await insertPass(test)
  const patched = await api('PATCH', `loyaltyObject/${id('ada')}`, { loyaltyPoints: { balance: { int: 4 } } })
  expect(patched.body).toMatchObject({ loyaltyPoints: { balance: { int: 4 } }, hasUsers: false })

  const link = await test.saveJwt({ loyaltyObjects: [{ id: id('ada') }] })
  expect(await test.save(link, 'ada@example.com')).toMatchObject({ status: 200, body: { objectIds: [id('ada')] } })
  expect((await api('GET', `loyaltyObject/${id('ada')}`)).body).toMatchObject({
    hasUsers: true,
    classReference: { programName: 'Beans', reviewStatus: 'APPROVED' },
  })
})
