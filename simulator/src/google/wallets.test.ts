import { afterAll, describe, expect, it } from 'vitest'
import { openTestGoogle } from '../testing/google.ts'
import { insertPass } from '../testing/passes.ts'

const test = await openTestGoogle()
afterAll(() => test[Symbol.asyncDispose]())
const { google, id } = test
await insertPass(test)
await test.save(await test.saveJwt({ loyaltyObjects: [{ id: id('ada') }] }), 'ada+1@example.com')

it('a wallet has what its account has saved, with the class of each', async () => {
  expect(await test.wallet('ada%2B1@example.com')).toMatchObject({
    account: 'ada+1@example.com',
    passes: [
      {
        vertical: 'loyalty',
        savedAtMs: test.clock.now().getTime(),
        testOnly: false,
        passClass: { id: id('card'), programName: 'Beans' },
        object: { id: id('ada'), state: 'ACTIVE' },
      },
    ],
    notices: [],
  })
  expect((await test.wallet('bob@example.com')).passes).toEqual([])
})

describe('is not found', () => {
  it.each([
    ['DELETE', `ada%2B1@example.com/${id('none')}`],
    ['DELETE', `bob@example.com/${id('ada')}`],
    ['DELETE', 'ada%2B1@example.com'],
    ['POST', 'ada%2B1@example.com'],
    ['GET', 'ada%2B1@example.com/passes'],
  ])('%s %s', async (method, path) => {
    expect((await fetch(`${google.walletsUrl}/${path}`, { method })).status).toBe(404)
  })
})
