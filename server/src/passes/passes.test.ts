import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import type { Problem } from '../errors.ts'
import { readLog } from '../log/read.ts'
import { transact } from '../log/transact.ts'
import { changeTokens } from './change-tokens.ts'
import { ContentError } from './content/issues.ts'
import type { RevisionSource } from './content/revision.ts'
import { contentAt } from './content-at.ts'
import { recordInstall, recordRemoval } from './install.ts'
import { issuePass } from './issue.ts'
import { findPass, lockPass, type Pass } from './pass.ts'
import { archiveCampaign } from './publish.ts'
import type { TokenChanges } from './tokens.ts'
import { unfitTokens } from './unfit-tokens.ts'
import { restorePass, voidPass } from './void.ts'

const source: RevisionSource = {
  kind: 'loyalty',
  tokens: [
    { name: 'contact.firstName', personal: true, default: 'there' },
    { name: 'voucher.points', personal: false, type: 'number', default: 0 },
    { name: 'voucher.unseen', personal: false },
  ],
  newsLabel: 'News',
  content: {
    issuerName: 'Café Aurora',
    title: 'Card',
    description: 'Loyalty card',
    fields: {
      header: [{ key: 'points', label: 'POINTS', value: '{{ voucher.points }}', format: { number: 'decimal' } }],
      secondary: [{ key: 'name', label: 'NAME', value: '{{ contact.firstName }}' }],
    },
  },
  variants: [
    { when: { installed: true }, message: 'Welcome, {{ contact.firstName }}' },
    { when: { installed: true, after: 'PT10S' }, message: 'Your next cup is free' },
    { when: { from: '2036-06-01T00:00:00Z', until: '2036-06-08T00:00:00Z' }, content: { title: 'Summer card' } },
  ],
}

let world: World
let campaignId: string
let contacts = 0
beforeAll(async () => {
  world = await openWorld()
  campaignId = await world.publish(source)
})
afterAll(() => world.close())

const contact = () => `contact-${++contacts}`
const issue = (contactId = contact(), tokens: TokenChanges = {}, issuedAt?: string) =>
  issuePass(world.core, {
    customerId: world.customerId,
    campaignId,
    contactId,
    tokens,
    source: issuedAt === undefined ? { kind: 'api' } : { kind: 'link', issuedAt: new Date(issuedAt) },
  })
const reload = async (pass: Pass) =>
  (await findPass(world.database.pool, world.core.keys, world.customerId, { id: pass.id })) as Pass
const locked = <T>(pass: Pass, work: (trx: Parameters<Parameters<typeof transact>[2]>[0], pass: Pass) => Promise<T>) =>
  transact(world.core, world.customerId, async (trx) =>
    work(trx, (await lockPass(trx, world.core.keys, world.customerId, { id: pass.id })) as Pass),
  )
const set = (pass: Pass, tokens: TokenChanges) =>
  locked(pass, (trx, held) => changeTokens(world.core, trx, held, tokens, { kind: 'api' }, world.clock.now()))
const install = (pass: Pass) =>
  locked(pass, (trx, held) => recordInstall(world.core, trx, held, { wallet: 'apple' }, world.clock.now()))
const events = async (pass: Pass) => {
  await world.number()
  return readLog(world.database.db, world.customerId, { after: 0, limit: 1000, passId: pass.id })
}
const shown = async (pass: Pass, at = world.clock.now()) =>
  (await contentAt(world.core, await reload(pass), at)) as NonNullable<Awaited<ReturnType<typeof contentAt>>>
const news = async (pass: Pass, at?: Date) =>
  (await shown(pass, at)).fields.back.find((field) => field.key === 'news')?.value
const pointsShown = async (pass: Pass, at?: Date) => (await shown(pass, at)).fields.header[0]?.value

describe('issuing', () => {
  it('makes one pass of a contact in a campaign, with a serial of its own', async () => {
    const { pass, created } = await issue('ada', { 'contact.firstName': 'Ada' })
    expect(created).toBe(true)
    expect(pass.serial).toMatch(/^[0-9a-z]{26}$/)
    const again = await issue('ada')
    expect(again.created).toBe(false)
    expect(again.pass.id).toBe(pass.id)
    expect((await events(pass)).map((event) => event.type)).toEqual(['created'])
  })

  it('a hundred simultaneous requests make one pass and one `created`', async () => {
    const name = contact()
    const results = await Promise.all(Array.from({ length: 100 }, () => issue(name)))
    expect(new Set(results.map(({ pass }) => pass.id)).size).toBe(1)
    expect(results.filter(({ created }) => created)).toHaveLength(1)
    expect((await events(results[0]!.pass)).filter((event) => event.type === 'created')).toHaveLength(1)
  })

  it('as many requests as there are connections do not wait for each other right after a publication', async () => {
    const own = await world.publish(source)
    const request = (contactId: string) => ({
      customerId: world.customerId,
      campaignId: own,
      contactId,
      tokens: {},
      source: { kind: 'api' as const },
    })
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, index) => issuePass(world.core, request(`cold-${index}`))),
    )
    expect(results.every(({ created }) => created)).toBe(true)
  })

  it('refuses an unknown, an unpublished and an archived campaign', async () => {
    const refusal = async (id: string) =>
      issuePass(world.core, {
        customerId: world.customerId,
        campaignId: id,
        contactId: 'x',
        tokens: {},
        source: { kind: 'api' },
      }).catch((error: unknown) => (error as Problem).code)
    expect(await refusal('cam_none')).toBe('not_found')
    const archived = await world.publish(source)
    await archiveCampaign(world.core, world.customerId, archived)
    expect(await refusal(archived)).toBe('campaign_archived')
    await world.database.db
      .updateTable('campaigns')
      .set({ revision: null, state: 'draft' })
      .where('id', '=', archived)
      .execute()
    expect(await refusal(archived)).toBe('campaign_unpublished')
  })
})

describe('tokens', () => {
  it('personal ones rest sealed: neither the row nor the log shows them', async () => {
    const { pass } = await issue(contact(), { 'contact.firstName': 'Grace Hopper', 'voucher.points': 5 })
    await set(pass, { 'contact.firstName': 'Rear Admiral Hopper' })
    await world.number()
    const { rows } = await world.database.pool.query(
      'select p::text, l::text from passes p join log l on l.pass_id = p.id where p.id = $1',
      [pass.id],
    )
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toContain('Hopper')
    expect(JSON.stringify(await events(pass))).not.toContain('Hopper')
    expect((await reload(pass)).tokens).toEqual({ 'contact.firstName': 'Rear Admiral Hopper', 'voucher.points': 5 })
  })

  it('a link’s apply only if it is newer than the last one applied', async () => {
    const { pass } = await issue(contact(), { 'contact.firstName': 'New' }, '2036-02-02T00:00:00Z')
    await issue(pass.contactId, { 'contact.firstName': 'Old' }, '2036-02-01T00:00:00Z')
    expect((await reload(pass)).tokens['contact.firstName']).toBe('New')
    await issue(pass.contactId, { 'contact.firstName': 'Newer' }, '2036-02-03T00:00:00Z')
    expect((await reload(pass)).tokens['contact.firstName']).toBe('Newer')
  })

  it('a link never overwrites a value that an API call has set', async () => {
    const { pass } = await issue(
      contact(),
      { 'contact.firstName': 'By link', 'voucher.points': 1 },
      '2036-02-01T00:00:00Z',
    )
    await set(pass, { 'voucher.points': 50 })
    await issue(pass.contactId, { 'contact.firstName': 'By newer link', 'voucher.points': 2 }, '2036-02-05T00:00:00Z')
    expect((await reload(pass)).tokens).toEqual({ 'contact.firstName': 'By newer link', 'voucher.points': 50 })
  })

  it('only a change that shows raises the version', async () => {
    const { pass } = await issue()
    await world.number()
    const before = await reload(pass)
    expect((await set(pass, { 'voucher.unseen': 'x' })).visible).toBe(false)
    await world.number()
    expect(await reload(pass)).toMatchObject({
      version: before.version,
      modifiedAt: before.modifiedAt,
      changePending: false,
    })
    expect((await set(pass, { 'voucher.points': 1 })).visible).toBe(true)
    expect((await reload(pass)).changePending).toBe(true)
    await world.number()
    const after = await reload(pass)
    expect(after.version).toBeGreaterThan(before.version)
    expect(after.changePending).toBe(false)
  })

  it('those that cannot be shown are refused with their place, and nothing is kept', async () => {
    await expect(issue('unfit', { 'voucher.points': 'many' })).rejects.toThrow(ContentError)
    expect(
      await world.database.db.selectFrom('passes').select('id').where('contact_id', '=', 'unfit').execute(),
    ).toEqual([])
    const { pass } = await issue(contact(), { 'voucher.points': 1 })
    const refusal = await set(pass, { 'voucher.points': 'many' }).catch((error: unknown) => unfitTokens(error))
    expect(refusal).toMatchObject({ code: 'tokens_unfit' })
    expect(JSON.stringify(refusal)).toContain('voucher.points')
    expect((await reload(pass)).tokens['voucher.points']).toBe(1)
  })

  it('a pass that a newer revision no longer fits can be voided and mended', async () => {
    const own = await world.publish({ ...source, variants: [] })
    const { pass } = await issuePass(world.core, {
      customerId: world.customerId,
      campaignId: own,
      contactId: 'x',
      tokens: { 'voucher.unseen': 'many' },
      source: { kind: 'api' },
    })
    const tokens = source.tokens.map((token) =>
      token.name === 'voucher.unseen' ? { ...token, type: 'number' as const, default: 0 } : token,
    )
    await world.publish({ ...source, variants: [], tokens }, own)
    await expect(shown(pass)).rejects.toThrow(ContentError)
    expect((await voidPass(world.core, world.customerId, pass.id))?.voidedAt).not.toBeNull()
    expect((await set(pass, { 'voucher.unseen': 5 })).visible).toBe(true)
    expect((await shown(pass)).voided).toBe(true)
  })

  it('a change that a publication overtakes is not lost: what nobody saw before is seen now', async () => {
    const hidden = { ...source, variants: [], content: { ...source.content, fields: {} } }
    const own = await world.publish(hidden)
    const { pass } = await issuePass(world.core, {
      customerId: world.customerId,
      campaignId: own,
      contactId: 'x',
      tokens: {},
      source: { kind: 'api' },
    })
    await world.number()
    let overtaken = 0
    await locked(pass, async (trx, held) => {
      await changeTokens(world.core, trx, held, { 'voucher.points': 42 }, { kind: 'api' }, world.clock.now())
      await world.publish({ ...source, variants: [] }, own)
      await world.number()
      overtaken = (await reload(pass)).version
    })
    await world.number()
    expect((await reload(pass)).version).toBeGreaterThan(overtaken)
    expect(await pointsShown(pass)).toBe(42)
  })

  it('setting what is there already is no event', async () => {
    const { pass } = await issue(contact(), { 'voucher.points': 7 })
    await set(pass, { 'voucher.points': 7 })
    expect((await events(pass)).map((event) => event.type)).toEqual(['created'])
  })
})

describe('void and restore', () => {
  it('void shows and stays through another open of the link; restore takes it back', async () => {
    const { pass } = await issue()
    await voidPass(world.core, world.customerId, pass.id, 'lost')
    expect((await shown(pass)).voided).toBe(true)
    await issue(pass.contactId, { 'contact.firstName': 'Again' }, '2036-03-01T13:00:00Z')
    expect((await reload(pass)).voidedAt).not.toBeNull()
    await restorePass(world.core, world.customerId, pass.id)
    expect((await shown(pass)).voided).toBe(false)
    expect((await events(pass)).map((event) => event.type)).toEqual(['created', 'voided', 'updated', 'restored'])
  })

  it('restoring is silent: the message that came with voiding stays the newest, also in the past', async () => {
    const variants = [
      ...source.variants.slice(0, 1),
      { when: { voided: true as const }, message: 'This card was blocked' },
    ]
    const own = await world.publish({ ...source, variants })
    const { pass } = await issuePass(world.core, {
      customerId: world.customerId,
      campaignId: own,
      contactId: 'x',
      tokens: {},
      source: { kind: 'api' },
    })
    await install(pass)
    world.clock.advance(1_000)
    await voidPass(world.core, world.customerId, pass.id)
    world.clock.advance(1_000)
    await restorePass(world.core, world.customerId, pass.id)
    world.clock.advance(1_000)
    expect(await news(pass)).toBe('This card was blocked')
    expect((await shown(pass)).voided).toBe(false)
    expect(await news(pass, new Date(world.clock.now().getTime() - 1))).toBe('This card was blocked')
  })

  it('voiding twice is one event, and an unknown pass is nobody', async () => {
    const { pass } = await issue()
    await voidPass(world.core, world.customerId, pass.id)
    await voidPass(world.core, world.customerId, pass.id)
    expect((await events(pass)).filter((event) => event.type === 'voided')).toHaveLength(1)
    expect(await voidPass(world.core, world.customerId, 'pas_none')).toBeUndefined()
  })
})

describe('installation', () => {
  it('the first one is a fact for good, and shows at once if the content depends on it', async () => {
    const { pass } = await issue(contact(), { 'contact.firstName': 'Ada' })
    expect(await news(pass)).toBe('')
    const at = world.clock.now()
    await install(pass)
    expect(await news(pass)).toBe('Welcome, Ada')
    world.clock.advance(60_000)
    await install(pass)
    await transact(world.core, world.customerId, (trx) =>
      recordRemoval(trx, pass, { wallet: 'apple' }, world.clock.now()),
    )
    expect((await reload(pass)).firstInstalledAt).toEqual(at)
    expect((await events(pass)).map((event) => event.type)).toEqual(['created', 'download', 'download', 'delete'])
  })
})

describe('time', () => {
  it('a delay since an installation turns the content when it is due, and only then', async () => {
    const { pass } = await issue()
    await install(pass)
    await world.number()
    const { version } = await reload(pass)
    world.clock.advance(9_999)
    await world.runDueJobs()
    await world.number()
    expect((await reload(pass)).version).toBe(version)
    expect(await news(pass)).toBe('Welcome, there')
    world.clock.advance(1)
    await world.runDueJobs()
    await world.number()
    expect((await reload(pass)).version).toBeGreaterThan(version)
    expect(await news(pass)).toBe('Your next cup is free')
  })

  it('changes before a turn do not multiply it', async () => {
    const { pass } = await issue()
    await install(pass)
    for (const points of [1, 2, 3]) await set(pass, { 'voucher.points': points })
    world.clock.advance(10_000)
    await world.runDueJobs()
    const turns = (await events(pass)).filter((event) => (event.data as { reason?: string }).reason === 'time')
    expect(turns).toHaveLength(1)
  })

  it('a turn that a newer revision took away is no event', async () => {
    const own = await world.publish(source)
    const { pass } = await issuePass(world.core, {
      customerId: world.customerId,
      campaignId: own,
      contactId: 'x',
      tokens: {},
      source: { kind: 'api' },
    })
    await install(pass)
    await world.publish({ ...source, variants: source.variants.slice(0, 1) }, own)
    world.clock.advance(20_000)
    await world.runDueJobs()
    expect((await events(pass)).map((event) => event.type)).toEqual(['created', 'download'])
  })

  it('a delay that a newer revision brought reaches passes installed before it', async () => {
    const own = await world.publish({ ...source, variants: [] })
    const { pass } = await issuePass(world.core, {
      customerId: world.customerId,
      campaignId: own,
      contactId: 'x',
      tokens: {},
      source: { kind: 'api' },
    })
    await install(pass)
    world.clock.advance(1_000)
    await world.publish(source, own)
    await world.runDueJobs()
    world.clock.advance(9_000)
    await world.runDueJobs()
    expect((await events(pass)).at(-1)?.data).toMatchObject({ reason: 'time' })
  })

  it('the calendar turns a campaign with one event, and every pass of it has a new version', async () => {
    const { pass } = await issue()
    await world.number()
    const { version } = await reload(pass)
    // Passes that other tests have voided retire meanwhile.
    const statement = 'select count(*) from log where pass_id is null or pass_id = $1'
    const written = async () => Number((await world.database.pool.query(statement, [pass.id])).rows[0].count)
    const before = await written()
    world.clock.set('2036-06-01T00:00:00Z')
    await world.runDueJobs()
    await world.number()
    expect((await written()) - before).toBe(await turnedCampaigns())
    expect((await reload(pass)).version).toBeGreaterThan(version)
    expect((await shown(pass)).title).toBe('Summer card')
    expect((await shown(pass, new Date('2036-06-07T23:59:59.999Z'))).title).toBe('Summer card')
    expect((await shown(pass, new Date('2036-06-08T00:00:00.000Z'))).title).toBe('Card')
  })

  const turnedCampaigns = async () =>
    (await readLog(world.database.db, world.customerId, { after: 0, limit: 1000, types: ['campaign.turned'] })).filter(
      (event) => event.at.getTime() === world.clock.now().getTime(),
    ).length
})

describe('the past', () => {
  it('what a pass showed before its last two changes is right, numbered or not', async () => {
    const { pass } = await issue(contact(), { 'voucher.points': 1, 'contact.firstName': 'Ada' })
    const first = world.clock.now()
    world.clock.advance(60_000)
    await set(pass, { 'voucher.points': 2 })
    await world.number()
    const second = world.clock.now()
    world.clock.advance(60_000)
    await set(pass, { 'voucher.points': 3, 'contact.firstName': null })
    world.clock.advance(60_000)
    await voidPass(world.core, world.customerId, pass.id)
    world.clock.advance(1)
    expect(await pointsShown(pass, first)).toBe(1)
    expect(await pointsShown(pass, new Date(second.getTime() - 1))).toBe(1)
    expect(await pointsShown(pass, second)).toBe(2)
    expect((await shown(pass, second)).fields.secondary[0]?.value).toBe('Ada')
    expect((await shown(pass, second)).voided).toBe(false)
    expect(await pointsShown(pass)).toBe(3)
    expect((await shown(pass)).voided).toBe(true)
  })

  it('uses the revision that was in force, and knows that there was nothing before the pass', async () => {
    const own = await world.publish({ ...source, variants: [] })
    const { pass } = await issuePass(world.core, {
      customerId: world.customerId,
      campaignId: own,
      contactId: 'x',
      tokens: {},
      source: { kind: 'api' },
    })
    const before = world.clock.now()
    world.clock.advance(5_000)
    await world.publish({ ...source, variants: [], content: { ...source.content, title: 'Second' } }, own)
    world.clock.advance(5_000)
    expect((await shown(pass, before)).title).toBe('Card')
    expect((await shown(pass)).title).toBe('Second')
    expect(await contentAt(world.core, await reload(pass), new Date(before.getTime() - 1))).toBeUndefined()
  })
})
