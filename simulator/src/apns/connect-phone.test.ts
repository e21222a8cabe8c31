import { describe, expect, it } from 'vitest'
import type { Push } from '../apns/push.ts'
import { openTestApns, sharedAuthority, type TestApns } from '../testing/apns.ts'
import { passTypeIdentifier, storeCard, updatable } from '../testing/development-passes.ts'
import {
  listing,
  modified,
  openTestPhone,
  packaged,
  phoneWithPass,
  sharedMint,
  type TestPhone,
} from '../testing/test-phone.ts'
import { connectPhone, type PhoneConnection } from './connect-phone.ts'

const mint = await sharedMint()
const authority = await sharedAuthority()

/** A phone with a pass, connected; its web service tells it of points that have changed, once. */
async function openTest() {
  const apns = await openTestApns(authority)
  const test = await phoneWithPass(mint)
  const failures: unknown[] = []
  const connection = await connectPhone(apns.apns, test.phone, (error) => failures.push(error))
  return {
    apns,
    test,
    failures,
    connection,
    async [Symbol.asyncDispose]() {
      connection.disconnect()
      await connection.settled()
      await test[Symbol.asyncDispose]()
      await apns[Symbol.asyncDispose]()
    },
  }
}

async function changePoints({ server }: TestPhone, points: number) {
  const card = await mint.card({ ...updatable(server.url), ...storeCard({ points }) })
  server.script('list', listing(['card-1'], `points-${points}`), { status: 204 })
  server.script('get', packaged(card, modified), { status: 304 })
}

/** Pushes as a web service does, to the token that it was given last. */
async function pushTo({ server }: TestPhone, { connect }: TestApns, connection: PhoneConnection) {
  const registered = server.requests.findLast((request) => request.kind === 'register')
  const { pushToken } = JSON.parse(registered?.body ?? '{}')
  const answer = await connect().push({ path: `/3/device/${pushToken}` })
  await connection.settled()
  return answer
}

describe('a connected phone', () => {
  it('gets a push, lists, fetches, and shows what is new on its lock screen', async () => {
    await using context = await openTest()
    const { test, apns, connection } = context
    await changePoints(test, 20)
    expect((await pushTo(test, apns, connection)).status).toBe(200)

    expect(test.server.takeLog()).toEqual([
      expect.stringMatching(/^GET \/v1\/devices\/[0-9a-f]{32}\/registrations\/pass\.com\.example\.coffee\?/),
      `GET /v1/passes/${passTypeIdentifier}/card-1`,
    ])
    expect(test.lockScreen.map((line) => line.text)).toEqual(['You have 20 points.'])
    expect(context.failures).toEqual([])
  })

  it('gets pushes to the token of a web service that it meets later', async () => {
    await using context = await openTest()
    await using other = await openTestPhone(mint)
    const { test, apns, connection } = context
    await test.phone.add(await mint.card({ ...updatable(other.server.url), serialNumber: 'elsewhere' }))
    other.server.takeLog()
    await pushTo(other, apns, connection)
    expect(other.server.takeLog()).toEqual([expect.stringMatching(/^GET \/v1\/devices\//)])
  })

  it('gets pushes to its new token after a rotation, and none to the old one', async () => {
    await using context = await openTest()
    const { test, apns, connection } = context
    const old = (await test.phone.show('card-1')).device?.pushToken
    await test.phone.rotatePushTokens()
    test.server.takeLog()

    await apns.connect().push({ path: `/3/device/${old}` })
    await connection.settled()
    expect(test.server.takeLog()).toEqual([])
    await pushTo(test, apns, connection)
    expect(test.server.takeLog()).toHaveLength(1)
  })

  it('has what came in airplane mode when it is back, once', async () => {
    await using context = await openTest()
    const { test, apns, connection } = context
    await changePoints(test, 30)
    connection.setAirplaneMode(true)
    for (let count = 0; count < 3; count++) await pushTo(test, apns, connection)
    expect(test.server.takeLog()).toEqual([])

    connection.setAirplaneMode(false)
    await connection.settled()
    expect(test.server.takeLog().filter((line) => line.includes('/v1/devices/'))).toHaveLength(1)
    expect(test.lockScreen.map((line) => line.text)).toEqual(['You have 30 points.'])
  })

  it('gets no more pushes once it is disconnected', async () => {
    await using context = await openTest()
    const { test, apns, connection } = context
    connection.disconnect()
    await pushTo(test, apns, connection)
    await test.phone.rotatePushTokens()
    test.server.takeLog()
    await pushTo(test, apns, connection)
    expect(test.server.takeLog()).toEqual([])
  })

  it('is one of several that a push reaches each by its own token', async () => {
    await using ada = await openTest()
    await using grace = await openTestPhone(mint, { name: 'Grace' })
    await grace.phone.add(await mint.card(updatable(grace.server.url)))
    const connection = await connectPhone(ada.apns.apns, grace.phone, () => {})
    ada.test.server.takeLog()
    grace.server.takeLog()
    await pushTo(grace, ada.apns, connection)
    expect(grace.server.takeLog()).toHaveLength(1)
    expect(ada.test.server.takeLog()).toEqual([])
  })
})

/** A phone whose pushes wait until a test lets them go on. */
function slowPhone() {
  let receive: (push: Push) => void = () => {}
  const starts: string[] = []
  const ends: (() => void)[] = []
  return {
    starts,
    finish: () => ends.shift()?.(),
    receive: (topic: string) => receive({ topic } as Push),
    apns: {
      deliverTo(_: string, own: (push: Push) => void) {
        receive = own
        return () => {}
      },
      setAirplaneMode() {},
    },
    phone: {
      push(topic: string) {
        starts.push(topic)
        return new Promise<readonly never[]>((resolve, reject) =>
          ends.push(() => (topic === 'broken' ? reject(new Error('broken')) : resolve([]))),
        )
      },
      async watchPushTokens(listener: (pushTokens: readonly string[]) => void) {
        listener(['aa'])
        return () => {}
      },
    },
  }
}

describe('pushes that arrive while the phone is busy', () => {
  it('are joined by pass type, and none is lost', async () => {
    const slow = slowPhone()
    const connection = await connectPhone(slow.apns, slow.phone, () => {})
    slow.receive('coffee')
    await expect.poll(() => slow.starts).toEqual(['coffee'])
    for (const topic of ['coffee', 'tea', 'coffee', 'tea']) slow.receive(topic)
    slow.finish()
    await expect.poll(() => slow.starts).toEqual(['coffee', 'coffee'])
    slow.finish()
    await expect.poll(() => slow.starts).toEqual(['coffee', 'coffee', 'tea'])
    slow.finish()
    await connection.settled()
    expect(slow.starts).toHaveLength(3)
  })

  it('are answered also after one that failed, which is reported', async () => {
    const slow = slowPhone()
    const failures: unknown[] = []
    const connection = await connectPhone(slow.apns, slow.phone, (error) => failures.push(error))
    slow.receive('broken')
    slow.receive('tea')
    await expect.poll(() => slow.starts).toEqual(['broken'])
    slow.finish()
    await expect.poll(() => slow.starts).toEqual(['broken', 'tea'])
    slow.finish()
    await connection.settled()
    expect(failures).toEqual([new Error('broken')])
  })
})
