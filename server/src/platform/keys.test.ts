import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from './database.ts'
import { openKeys, rewrapKeys, sealFor, unsealFor } from './keys.ts'

const secret = 'the secret of this installation'
const at = new Date('2026-11-01T12:00:00Z')
const minutesAfter = (minutes: number) => new Date(at.getTime() + minutes * 60_000)

let dropDatabase: () => Promise<void>
let database: Database
let customers = 0
let customerId: string

beforeAll(async () => {
  const { url, drop } = await testDatabase()
  dropDatabase = drop
  database = openDatabase({ connectionString: url, maxConnections: 12 })
})

afterAll(async () => {
  await database.close()
  await dropDatabase()
})

beforeEach(async () => {
  await database.db.deleteFrom('keys').execute()
  customerId = await newCustomer()
})

const open = (under = secret) => openKeys(database.db, under, at)
const rows = () => database.db.selectFrom('keys').selectAll().orderBy('created_at').execute()

async function newCustomer(): Promise<string> {
  const id = `cus_${++customers}`
  await database.db.insertInto('customers').values({ id, name: 'Customer', created_at: at }).execute()
  return id
}

describe('openKeys', () => {
  it('makes the keys of the whole installation once', async () => {
    const first = (await open()).active('apiKeys', null)
    expect((await open()).active('apiKeys', null)).toEqual(first)
    expect(first.bytes).toHaveLength(32)
    expect(await rows()).toHaveLength(1)
  })

  it('refuses a database wrapped under another secret, and says what to do', async () => {
    await open()
    const refused = await open('wrong-and-confidential').catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'secret_does_not_fit', hint: expect.stringContaining('BILLFOLD_SECRET') })
    for (const value of [secret, 'wrong-and-confidential']) expect(inspect(refused)).not.toContain(value)
  })

  it('refuses rows whose wrapped keys were swapped, naming both', async () => {
    const keys = await open()
    const links = await keys.ensure(database.db, 'links', customerId, undefined, at)
    const serials = await keys.ensure(database.db, 'serials', customerId, undefined, at)
    const wrapped = new Map((await rows()).map((row) => [row.id, row.wrapped]))
    const set = (id: string, other: string) =>
      database.db
        .updateTable('keys')
        .set({ wrapped: wrapped.get(other)! })
        .where('id', '=', id)
        .execute()
    await set(links.id, serials.id)
    await set(serials.id, links.id)

    const refusal = expect(open()).rejects
    await refusal.toMatchObject({ code: 'keys_damaged', message: expect.stringContaining(links.id) })
    await refusal.toMatchObject({ message: expect.stringContaining(serials.id) })
  })

  it('refuses a row whose purpose was changed', async () => {
    const keys = await open()
    const links = await keys.ensure(database.db, 'links', customerId, undefined, at)
    await database.db.updateTable('keys').set({ purpose: 'sealing' }).where('id', '=', links.id).execute()
    await expect(open()).rejects.toMatchObject({ code: 'keys_damaged' })
  })

  it('keeps no key in the database unwrapped', async () => {
    const { bytes } = (await open()).active('apiKeys', null)
    expect((await rows())[0]!.wrapped.includes(bytes)).toBe(false)
  })
})

describe('ensure', () => {
  it('makes a key once for each purpose, customer and scope', async () => {
    const keys = await open()
    const ensure = (scope: string) => keys.ensure(database.db, 'phoneTokens', customerId, scope, at)
    const key = await ensure('pass.a')
    expect(await ensure('pass.a')).toBe(key)
    expect((await ensure('pass.b')).bytes).not.toEqual(key.bytes)
    expect(keys.active('phoneTokens', customerId, 'pass.a')).toBe(key)
    expect(keys.byId(key.id)).toBe(key)
  })

  it.each([null, 'a customer'])('gives processes that ask at once the same key (customer: %s)', async (whose) => {
    const owner = whose === null ? null : customerId
    const processes = await Promise.all(Array.from({ length: 4 }, () => open()))
    const made = await Promise.all(
      processes.flatMap((keys) => [
        keys.ensure(database.db, 'links', owner, undefined, at),
        keys.ensure(database.db, 'links', owner, undefined, at),
      ]),
    )
    expect(new Set(made.map((key) => key.bytes.toString('hex'))).size).toBe(1)
    for (const keys of processes) expect(keys.active('links', owner).id).toBe(made[0]!.id)
    expect((await rows()).filter((row) => row.purpose === 'links')).toHaveLength(1)
  })

  it('gives processes that start on a new database at once the same installation keys', async () => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => open()))
    expect(new Set(processes.map((keys) => keys.active('apiKeys', null).id)).size).toBe(1)
  })

  it('refuses when another process has made the key under another secret', async () => {
    const ours = await open()
    await database.db.deleteFrom('keys').execute()
    const theirs = await open('another secret')
    await theirs.ensure(database.db, 'links', customerId, undefined, at)
    const refused = ours.ensure(database.db, 'links', customerId, undefined, at)
    await expect(refused).rejects.toMatchObject({ code: 'secret_does_not_fit' })
  })

  it('takes the key of the database over one whose transaction was rolled back, even if it is older', async () => {
    const keys = await open()
    const rolledBack = database.db.transaction().execute(async (trx) => {
      await keys.ensure(trx, 'links', customerId, undefined, minutesAfter(1))
      throw new Error('rolled back')
    })
    await expect(rolledBack).rejects.toThrow('rolled back')
    const kept = await keys.ensure(database.db, 'links', customerId, undefined, at)
    expect(keys.active('links', customerId)).toBe(kept)
    expect((await open()).active('links', customerId)).toEqual(kept)
  })

  it('says which key is missing when nobody made it', async () => {
    const keys = await open()
    expect(() => keys.active('phoneTokens', customerId, 'pass.a')).toThrow(`phoneTokens of ${customerId} of pass.a`)
    expect(keys.accepted('phoneTokens', customerId, 'pass.a', at)).toEqual([])
  })
})

describe('rotate', () => {
  it('replaces the active key and goes on accepting the rotated one', async () => {
    const keys = await open()
    const old = await keys.ensure(database.db, 'links', customerId, undefined, at)
    const fresh = await keys.rotate(database.db, 'links', customerId, undefined, 'rotated', minutesAfter(1))
    expect(fresh.bytes).not.toEqual(old.bytes)
    for (const process of [keys, await open()]) {
      expect(process.active('links', customerId).id).toBe(fresh.id)
      const accepted = process.accepted('links', customerId, undefined, minutesAfter(60 * 24 * 3650))
      expect(accepted.map((key) => key.id)).toEqual([fresh.id, old.id])
      expect(process.byId(old.id)?.bytes).toEqual(old.bytes)
    }
  })

  it('accepts a leaked key until its date and not at it', async () => {
    const keys = await open()
    const leaked = await keys.ensure(database.db, 'links', customerId, undefined, at)
    const how = { leakedAcceptedUntil: minutesAfter(60) }
    const fresh = await keys.rotate(database.db, 'links', customerId, undefined, how, minutesAfter(1))
    const ids = (when: Date) => keys.accepted('links', customerId, undefined, when).map((key) => key.id)
    expect(ids(new Date(minutesAfter(60).getTime() - 1))).toEqual([fresh.id, leaked.id])
    expect(ids(minutesAfter(60))).toEqual([fresh.id])
  })

  it('puts the active key first, then rotated ones from the newest, then leaked ones', async () => {
    const keys = await open()
    const rotate = (how: Parameters<typeof keys.rotate>[4], minutes: number) =>
      keys.rotate(database.db, 'links', customerId, undefined, how, minutesAfter(minutes))
    const leaked = await keys.ensure(database.db, 'links', customerId, undefined, at)
    const first = await rotate({ leakedAcceptedUntil: minutesAfter(60) }, 1)
    const second = await rotate('rotated', 2)
    const third = await rotate('rotated', 3)
    const accepted = keys.accepted('links', customerId, undefined, minutesAfter(4))
    expect(accepted.map((key) => key.id)).toEqual([third.id, second.id, first.id, leaked.id])
  })

  it('leaves one active key when two processes rotate at once', async () => {
    const processes = [await open(), await open()]
    await processes[0]!.ensure(database.db, 'links', customerId, undefined, at)
    const rotated = await Promise.all(
      processes.map((keys) => keys.rotate(database.db, 'links', customerId, undefined, 'rotated', minutesAfter(1))),
    )
    for (const keys of processes) await keys.refresh()
    const active = processes.map((keys) => keys.active('links', customerId).id)
    expect(active[0]).toBe(active[1])
    expect(rotated.map((key) => key.id)).toContain(active[0])
    expect(processes[0]!.accepted('links', customerId, undefined, at)).toHaveLength(3)
  })

  it('refuses to rotate what does not exist', async () => {
    const keys = await open()
    const rotated = keys.rotate(database.db, 'links', customerId, undefined, 'rotated', at)
    await expect(rotated).rejects.toThrow('no active key for links')
  })
})

describe('refresh', () => {
  it('brings in what another process made and rotated', async () => {
    const ours = await open()
    const theirs = await open()
    const old = await theirs.ensure(database.db, 'links', customerId, undefined, at)
    await ours.refresh()
    expect(ours.active('links', customerId)).toEqual(old)
    const how = { leakedAcceptedUntil: minutesAfter(5) }
    const fresh = await theirs.rotate(database.db, 'links', customerId, undefined, how, minutesAfter(1))
    await ours.refresh()
    expect(ours.active('links', customerId)).toEqual(fresh)
    expect(ours.byId(old.id)).toMatchObject({ state: 'leaked', acceptedUntil: minutesAfter(5) })
  })

  it('does not forget a key that was made here while it ran', async () => {
    const keys = await open()
    const [, made] = await Promise.all([
      keys.refresh(),
      keys.ensure(database.db, 'links', customerId, undefined, at),
      keys.refresh(),
    ])
    expect(keys.active('links', customerId)).toEqual(made)
  })

  it('does not bring back the key that was rotated here while it ran', async () => {
    const read = Promise.withResolvers<void>()
    const rotated = Promise.withResolvers<void>()
    let hold = false
    const slow = database.db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (hold) {
          read.resolve()
          await rotated.promise
        }
        return result
      },
    })
    const keys = await openKeys(slow, secret, at)
    await keys.ensure(database.db, 'links', customerId, undefined, at)
    hold = true
    const refreshed = keys.refresh()
    await read.promise
    const fresh = await keys.rotate(database.db, 'links', customerId, undefined, 'rotated', minutesAfter(1))
    rotated.resolve()
    await refreshed
    expect(keys.active('links', customerId).id).toBe(fresh.id)
  })

  it('keeps what is in memory when a new row does not open', async () => {
    const keys = await open()
    const known = await keys.ensure(database.db, 'links', customerId, undefined, at)
    const [row] = await rows()
    await database.db
      .insertInto('keys')
      .values({ ...row!, id: 'deadbeef', purpose: 'sealing' })
      .execute()
    await expect(keys.refresh()).rejects.toMatchObject({ code: 'keys_damaged' })
    expect(keys.active('links', customerId)).toBe(known)
  })
})

describe('rewrapKeys', () => {
  it('moves every key to a new secret and leaves the keys themselves as they are', async () => {
    const before = await (await open()).ensure(database.db, 'links', customerId, undefined, at)
    expect(await rewrapKeys(database.db, secret, 'a new secret')).toBe(2)
    expect((await open('a new secret')).active('links', customerId)).toEqual(before)
    await expect(open()).rejects.toMatchObject({ code: 'secret_does_not_fit' })
  })

  it('changes nothing when the old secret is not the one in use', async () => {
    await open()
    const before = await rows()
    const refused = rewrapKeys(database.db, 'not the secret', 'a new secret')
    await expect(refused).rejects.toMatchObject({ code: 'secret_does_not_fit' })
    expect(await rows()).toEqual(before)
  })

  it('changes nothing when one row is damaged', async () => {
    await (await open()).ensure(database.db, 'links', customerId, undefined, at)
    await database.db.updateTable('keys').set({ scope: 'moved' }).where('purpose', '=', 'links').execute()
    const before = await rows()
    const refused = rewrapKeys(database.db, secret, 'a new secret')
    await expect(refused).rejects.toMatchObject({ code: 'keys_damaged' })
    expect(await rows()).toEqual(before)
  })
})

describe('sealFor and unsealFor', () => {
  const plaintext = Buffer.from('sealed')

  it('opens what was sealed before the key was rotated', async () => {
    const keys = await open()
    await keys.ensure(database.db, 'sealing', customerId, undefined, at)
    const sealed = sealFor(keys, customerId, plaintext, 'row 1')
    await keys.rotate(database.db, 'sealing', customerId, undefined, 'rotated', minutesAfter(1))
    expect(unsealFor(keys, customerId, sealed, 'row 1')).toEqual(plaintext)
    expect(() => unsealFor(keys, customerId, sealed, 'row 2')).toThrow()
  })

  it('refuses to open one customer’s value for another', async () => {
    const keys = await open()
    const other = await newCustomer()
    await keys.ensure(database.db, 'sealing', customerId, undefined, at)
    await keys.ensure(database.db, 'sealing', other, undefined, at)
    const sealed = sealFor(keys, customerId, plaintext, 'row 1')
    expect(() => unsealFor(keys, other, sealed, 'row 1')).toThrow('not one of the customer’s sealing keys')
  })
})
