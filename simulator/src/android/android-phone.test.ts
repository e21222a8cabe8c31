import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openTestAndroid, points } from '../testing/android.ts'
import { startIssuerServer } from '../testing/callbacks.ts'
import type { AndroidChange, AndroidPhone } from './android-phone.ts'

async function withPass() {
  const own = await openTestAndroid()
  await own.phone.add(await own.saveLink())
  return { ...own, id: own.test.id('ada') }
}

const beans = (value: string) => [[{ label: 'Beans', value }]]

describe('a pass', () => {
  it('is saved in the account, shown, and known to have a user', async () => {
    await using own = await openTestAndroid()
    const [pass] = await own.phone.add(await own.saveLink())
    expect(pass).toMatchObject({
      title: { issuer: 'Example Coffee', title: 'Beans' },
      rows: beans('3'),
      state: 'ACTIVE',
    })
    expect(await own.phone.list()).toEqual([pass])
    expect(await own.phone.show(own.test.id('ada'))).toEqual(pass)
    expect((await own.test.api('GET', `loyaltyObject/${own.test.id('ada')}`)).body.hasUsers).toBe(true)
  })

  it('is refused with everything that Google says', async () => {
    await using own = await openTestAndroid()
    const jwt = await own.test.saveJwt({ loyaltyObjects: [{ id: own.test.id('ada') }] }, { aud: 'x', typ: 'y' })
    await expect(own.phone.add(`${own.test.google.saveUrl}/${jwt}`)).rejects.toMatchObject({
      code: 'save_refused',
      message: expect.stringContaining('aud "x" is not "google"'),
      issues: [{ message: expect.stringContaining('aud') }, { message: expect.stringContaining('typ') }],
    })
    expect(await own.phone.list()).toEqual([])
  })

  it('changes when the object or its class does', async () => {
    await using own = await withPass()
    await own.patch(points(4))
    expect(await own.phone.refresh()).toMatchObject([{ kind: 'changed', pass: { rows: beans('4') } }])
    expect(await own.phone.refresh()).toEqual([])
    const change = { programName: 'Bohnen', reviewStatus: 'UNDER_REVIEW' }
    await own.test.api('PATCH', `loyaltyClass/${own.test.id('card')}`, change)
    expect(await own.phone.refresh()).toMatchObject([{ kind: 'changed', pass: { title: { title: 'Bohnen' } } }])
  })

  it('is on every phone of the account, and gone from all', async () => {
    await using own = await withPass()
    const tablet = await own.open(`${own.dir}-tablet`, { name: 'Tablet' })
    expect(await tablet.refresh()).toMatchObject([{ kind: 'added', pass: { objectId: own.id } }])
    expect(await own.phone.remove(own.id)).toEqual({ told: true })
    expect(await own.phone.list()).toEqual([])
    expect(await tablet.refresh()).toMatchObject([{ kind: 'removed', pass: { objectId: own.id } }])
    expect((await own.test.api('GET', `loyaltyObject/${own.id}`)).body.hasUsers).toBe(false)
  })

  it('that the phone does not have is unknown', async () => {
    await using own = await withPass()
    for (const act of [own.phone.show('1.x'), own.phone.remove('1.x')]) {
      await expect(act).rejects.toMatchObject({ code: 'pass_unknown', fix: expect.stringContaining(own.id) })
    }
  })
})

describe('notifications', () => {
  const say = (own: Awaited<ReturnType<typeof withPass>>, message: object) =>
    own.test.api('POST', `loyaltyObject/${own.id}/addMessage`, { message })

  it('a message with one is shown once, a message without is not', async () => {
    await using own = await withPass()
    await say(own, { header: 'News', body: 'Two for <b>one</b>', messageType: 'TEXT_AND_NOTIFY' })
    await say(own, { header: 'More', body: 'Quiet', messageType: 'TEXT' })
    await own.phone.refresh()
    await own.phone.refresh()
    expect(own.notifications).toMatchObject([
      { objectId: own.id, title: 'News', text: 'Two for one', callout: 'View message', at: '2026-11-22T09:00:00.000Z' },
    ])
    expect(await own.phone.notifications()).toEqual(own.notifications)
    expect((await own.phone.show(own.id)).messages.map(({ header }) => header)).toEqual(['News', 'More'])
  })

  it('an update tells what has changed', async () => {
    await using own = await withPass()
    await own.patch({ ...points(4), notifyPreference: 'NOTIFY_ON_UPDATE' })
    await own.phone.refresh()
    expect(own.notifications).toMatchObject([{ title: 'Example Coffee', text: 'Beans: 4', callout: 'View pass' }])
  })

  it('of a pass that is gone are not shown', async () => {
    await using own = await withPass()
    await say(own, { body: 'x', messageType: 'TEXT_AND_NOTIFY' })
    await own.phone.remove(own.id)
    expect(own.notifications).toEqual([])
  })

  it('are remembered after a restart', async () => {
    await using own = await withPass()
    await say(own, { body: 'x', messageType: 'TEXT_AND_NOTIFY' })
    await own.phone.refresh()
    const again = await own.open()
    await again.refresh()
    expect(own.notifications).toHaveLength(1)
    expect(await again.notifications()).toEqual(own.notifications)
    expect(await again.list()).toHaveLength(1)
  })
})

describe('in airplane mode', () => {
  it('a phone shows what it knows, and sees updates and messages later', async () => {
    await using own = await withPass()
    await own.phone.setAirplaneMode(true)
    await own.patch(points(9))
    const message = { header: 'News', body: 'x', messageType: 'TEXT_AND_NOTIFY' }
    await own.test.api('POST', `loyaltyObject/${own.id}/addMessage`, { message })
    const asked = own.steps.length
    expect(await own.phone.refresh()).toEqual([])
    expect(own.steps).toHaveLength(asked)
    expect((await own.phone.show(own.id)).rows).toEqual(beans('3'))
    expect(await own.phone.setAirplaneMode(false)).toMatchObject([{ kind: 'changed', pass: { rows: beans('9') } }])
    expect(own.notifications).toHaveLength(1)
  })

  it('removes a pass, of which Google and the issuer hear when it ends', async () => {
    await using server = await startIssuerServer()
    await using own = await withPass()
    await own.test.api('PATCH', `loyaltyClass/${own.test.id('card')}`, {
      callbackOptions: { url: server.url },
      reviewStatus: 'UNDER_REVIEW',
    })
    await own.phone.setAirplaneMode(true)
    expect(await own.phone.remove(own.id)).toEqual({ told: false })
    expect(await own.phone.list()).toEqual([])
    expect((await own.test.api('GET', `loyaltyObject/${own.id}`)).body.hasUsers).toBe(true)

    own.test.clock.advance(60_000)
    await own.phone.setAirplaneMode(false)
    await own.test.google.settled()
    expect((await own.test.api('GET', `loyaltyObject/${own.id}`)).body.hasUsers).toBe(false)
    expect(own.test.google.callbacks()).toMatchObject([{ eventType: 'del', at: '2026-11-22T09:01:00.000Z' }])
    expect(await own.phone.list()).toEqual([])
  })

  it('no link is opened', async () => {
    await using own = await withPass()
    await own.phone.setAirplaneMode(true)
    await expect(own.phone.add(await own.saveLink())).rejects.toMatchObject({
      code: 'link_failed',
      message: expect.stringContaining('airplane mode'),
    })
  })
})

describe('without Google', () => {
  it('a phone says so, and removes a pass for the time being', async () => {
    await using own = await withPass()
    own.test.google.script({ kind: 'away', forMs: 1_000 })
    await expect(own.phone.refresh()).rejects.toMatchObject({ code: 'google_unreachable' })
    expect(await own.phone.remove(own.id)).toEqual({ told: false })
    own.test.clock.advance(1_000)
    await own.phone.refresh()
    expect((await own.test.api('GET', `loyaltyObject/${own.id}`)).body.hasUsers).toBe(false)
  })
})

describe('a phone that watches', () => {
  const watching = (phone: AndroidPhone) => {
    const seen: AndroidChange[] = []
    const stop = phone.watch({
      onChanges: (changes) => seen.push(...changes),
      onFailure: (error) => {
        throw error
      },
    })
    const shows = (value: string) =>
      vi.waitFor(() => expect(seen.at(-1)?.pass.rows).toEqual(beans(value)), { timeout: 60_000 })
    return { stop, shows }
  }

  it('sees every change at once, until it ends', async () => {
    await using own = await withPass()
    const { stop, shows } = watching(own.phone)
    await own.patch(points(4))
    await shows('4')
    await own.patch({ ...points(5), notifyPreference: 'NOTIFY_ON_UPDATE' })
    await shows('5')
    expect(own.notifications).toHaveLength(1)
    await stop()
  })

  it('sees what it has missed when its connection broke', async () => {
    await using own = await withPass()
    let broken = 0
    const phone = await own.open(own.dir, {
      fetch: async (...asked) => {
        if (!String(asked[0]).endsWith('/changes') || ++broken > 1) return fetch(...asked)
        await own.patch(points(6))
        return Response.error()
      },
    })
    const { stop, shows } = watching(phone)
    await shows('6')
    await own.patch(points(7))
    await shows('7')
    expect(broken).toBe(2)
    await stop()
  })

  it('hears when it cannot look', async () => {
    await using own = await withPass()
    const failures: { code?: string }[] = []
    await writeFile(join(own.dir, 'android-phone.json'), '{')
    const stop = own.phone.watch({ onFailure: (error) => failures.push(error as { code?: string }) })
    await vi.waitFor(() => expect(failures[0]?.code).toBe('phone_damaged'), { timeout: 60_000 })
    await stop()
  })
})

describe('a folder that cannot be understood', () => {
  it.each([
    ['no JSON', '{', /it is not JSON/],
    ['another version', '{"version":2}', /version is not 1.*passes is not a list/],
    [
      'another shape',
      '{"version":1,"airplaneMode":1,"passes":[{}],"removals":[],"notifications":[],"seenNotices":[]}',
      /airplaneMode is not a boolean; passes\[0\]\.vertical is not a string/,
    ],
  ])('is refused: %s', async (_, content, message) => {
    await using own = await openTestAndroid()
    await writeFile(join(own.dir, 'android-phone.json'), content)
    await expect(own.open()).rejects.toMatchObject({
      code: 'phone_damaged',
      message: expect.stringMatching(message),
    })
  })
})
