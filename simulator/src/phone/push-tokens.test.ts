import { expect, it } from 'vitest'
import { updatable } from '../testing/development-passes.ts'
import { openTestPhone, sharedMint } from '../testing/test-phone.ts'

const mint = await sharedMint()

it('who watches the push tokens hears of each before its web service does, until the watch ends', async () => {
  await using test = await openTestPhone(mint)
  await using other = await openTestPhone(mint)
  const told: string[] = []
  /** The tokens that had been told when each registration was answered. */
  const toldInTime: boolean[] = []
  const phone = await test.reopen({
    onStep: (step) => {
      if (step.kind !== 'request' || step.method !== 'POST') return
      const server = step.url.startsWith(test.server.url) ? test.server : other.server
      const { pushToken } = JSON.parse(server.requests.at(-1)?.body ?? '{}')
      toldInTime.push(told.includes(pushToken))
    },
  })
  const end = await phone.watchPushTokens((pushTokens) => {
    told.splice(0, told.length, ...pushTokens)
  })
  expect(told).toEqual([])

  await phone.add(await mint.card(updatable(test.server.url)))
  await phone.add(await mint.card({ ...updatable(other.server.url), serialNumber: 'elsewhere' }))
  await phone.rotatePushTokens()
  expect(toldInTime).toEqual([true, true, true, true])
  const current = (await phone.list()).map((pass) => pass.device?.pushToken)
  expect(told).toEqual(current)

  end()
  await phone.rotatePushTokens()
  expect(told).toEqual(current)
})

it('who begins to watch hears of the tokens that there are', async () => {
  await using test = await openTestPhone(mint)
  const { pass } = await test.phone.add(await mint.card(updatable(test.server.url)))
  const told: (readonly string[])[] = []
  await test.phone.watchPushTokens((pushTokens) => told.push(pushTokens))
  expect(told).toEqual([[pass.device?.pushToken]])
})
